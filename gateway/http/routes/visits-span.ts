import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { visitsSpanView } from '../contract-visits.ts';
import { CSV_START, csvLine } from '../csv.ts';
import type { AskedVisits, Reader } from '../ports.ts';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsvPieces } from './csv-reply.ts';
import { failures, flag, operatorSecurity, rowsQuery } from './route-schema.ts';
import { daysQuery } from './span.ts';

const filters = daysQuery.extend({
  open: flag.optional().describe('Only visits that are open (true) or ended (false)'),
  member: flag.optional().describe('Only those recognised by a card, or only the others'),
  items: flag.optional().describe('Only those that held an item, or only the others'),
  bought: flag.optional().describe('Only those that bought, or only the others'),
  zone: z.string().max(160).optional().describe('Only those that came to this zone'),
});
/** Rows of one question while a file is made, so that pages get their turn in between. */
const CHUNK = 500;
const HEAD = ['visit', 'start', 'end', 'member', 'tier', 'party', 'last_zone', 'zones', 'picked', 'bought', 'offers', 'spent_minor'];

/** Visits of some days, filtered: page by page, and whole as a spreadsheet. */
export const visitsSpanRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const open = { tags: ['insight'], security: operatorSecurity };
    app.get(
      '/insight/visits',
      {
        schema: {
          ...open,
          summary: 'Visits that began on some days, newest first, and how many there are',
          querystring: filters.extend(rowsQuery.shape),
          response: { 200: visitsSpanView, ...failures },
        },
      },
      async ({ query: { limit, skip, ...asked } }) => {
        const [sums, rows] = await Promise.all([deps.reader.visitSums(asked), deps.reader.visitRows(asked, { limit, skip })]);
        return { ...sums, skip, rows };
      },
    );
    app.get(
      '/insight/visits.csv',
      { schema: { ...open, summary: 'The same visits, all of them', querystring: filters, response: csvAnswers } },
      async (request, reply) => sendCsvPieces(reply, 'visits.csv', linesOf(deps.reader, request.query)),
    );
  };

async function* linesOf(reader: Reader, asked: AskedVisits): AsyncGenerator<string> {
  yield CSV_START + csvLine(HEAD);
  for (let skip = 0; ; skip += CHUNK) {
    const rows = await reader.visitRows(asked, { limit: CHUNK, skip });
    yield rows
      .map((row) => csvLine([row.id, isoOf(row.start), isoOf(row.end), row.isMember, row.tier, row.party, row.zone, ...countsOf(row)]))
      .join('');
    if (rows.length < CHUNK) return;
  }
}

type Row = Awaited<ReturnType<Reader['visitRows']>>[number];
const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const countsOf = ({ zones, picked, bought, offers, spentMinor }: Row) => [zones, picked, bought, offers, spentMinor];
