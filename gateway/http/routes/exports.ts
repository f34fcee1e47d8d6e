import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsvPieces } from './csv-reply.ts';
import { inPieces } from './in-pieces.ts';
import { failures, operatorSecurity } from './route-schema.ts';
import { spanOf, spanQuery } from './span.ts';

const USUAL_SPAN_MS = 31 * 86_400_000;
const LD_JSON = 'application/ld+json';

const epcisAnswers = {
  200: { description: 'EPCISDocument', content: { [LD_JSON]: { schema: z.string() } } },
  ...failures,
};

/** What other programs take from the shop as a whole. Answers come in pieces, as large as they may be. */
export const exportsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['exports'], security: operatorSecurity };
    const spanned = { ...common, querystring: spanQuery('31 days before `to`') };
    app.get(
      '/export/epcis',
      {
        schema: {
          ...spanned,
          summary:
            'What happened to items, as EPCIS 2.0 in JSON-LD; `from` and `to` are of `recordTime`, so that nothing told late is missed',
          response: epcisAnswers,
        },
      },
      async (request, reply) => {
        const { from, to } = spanOf(request.query, deps.clock(), USUAL_SPAN_MS);
        return sendEpcis(reply, deps.exports.epcis(from, to));
      },
    );
    app.get(
      '/export/sales.csv',
      { schema: { ...spanned, summary: 'Lines of receipts, oldest first', response: csvAnswers } },
      async (request, reply) => {
        const { from, to } = spanOf(request.query, deps.clock(), USUAL_SPAN_MS);
        return sendCsvPieces(reply, 'sales.csv', deps.exports.sales(from, to));
      },
    );
    app.get(
      '/export/inventory.csv',
      { schema: { ...common, summary: 'Every item that is in the shop, and where', response: csvAnswers } },
      async (_request, reply) => sendCsvPieces(reply, 'inventory.csv', deps.exports.inventory()),
    );
  };

async function sendEpcis(reply: FastifyReply, pieces: AsyncIterable<string>) {
  const body = await inPieces(pieces);
  return reply.header('content-type', LD_JSON).header('content-disposition', 'attachment; filename="epcis.jsonld"').send(body);
}
