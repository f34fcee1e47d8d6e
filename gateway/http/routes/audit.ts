import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ActuatorReason } from '../../domain/actuators/reasons.ts';
import { WORDS } from '../../explain/all-words.ts';
import { LANGUAGES, type Language } from '../../explain/words.ts';
import { askedLanguage } from '../asked-language.ts';
import { type AuditRow, auditCheck, auditEntry, auditSums } from '../contract-actuator.ts';
import { CSV_START, csvLine } from '../csv.ts';
import type { Reader } from '../ports.ts';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsvPieces } from './csv-reply.ts';
import { failures, operatorSecurity, timeQuery } from './route-schema.ts';
import { spanOf, spanQuery } from './span.ts';

const USUAL_SPAN_MS = 31 * 86_400_000;
const PAGE = 500;
const HEAD = [
  ...['seq', 'at', 'kind', 'device', 'channel', 'command', 'toward', 'action', 'by', 'id', 'user', 'run', 'reason', 'until', 'attempt'],
  ...['outcome', 'detail', 'deed', 'about', 'event', 'at_ms', 'body', 'hash'],
];

const filters = {
  who: z.string().max(160).optional().describe('A user, or the id of an offer or rule; empty: the command line'),
  what: z.string().max(64).optional().describe('A kind of row, or the code of a deed'),
  outcome: z.string().max(32).optional().describe('done, refused, unproved, superseded or barred'),
  text: z.string().max(100).optional().describe('Found anywhere in the row'),
};
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE).default(100).describe('Most rows, newest first'),
  before: z.coerce.number().int().min(1).optional().describe('`seq` of the last row of the page before this one'),
  device: z.string().max(160).optional().describe('Only of this actuator'),
  from: timeQuery.optional().describe('Epoch ms'),
  to: timeQuery.optional().describe('Epoch ms, itself not included'),
  ...filters,
  lang: z.enum(LANGUAGES).optional().describe('Language of `because`; else that of Accept-Language'),
});
const checkQuery = z.object({
  head: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('A hash that was noted before: is it still one of the chain?'),
});

/** Who did what, who asked which actuator for what, why, and what became of it: a log in which a change shows. */
export const auditRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['operation'], security: operatorSecurity };
    app.get(
      '/audit',
      {
        schema: {
          ...common,
          summary: 'What people did and actuators were asked, by whom, why, and what became of it, newest first',
          querystring: listQuery,
          response: { 200: z.array(auditEntry), ...failures },
        },
      },
      async ({ query, headers }) => {
        const language = askedLanguage(query.lang, headers['accept-language'], deps.live.store().locale);
        const { lang: _, ...asked } = query;
        const rows = await deps.reader.audit(asked);
        return rows.map((row) => ({ ...row, because: inWords(row, language) }));
      },
    );
    app.get(
      '/audit.csv',
      {
        schema: {
          ...common,
          summary: 'The same, oldest first',
          querystring: spanQuery('31 days before `to`').extend(filters),
          response: csvAnswers,
        },
      },
      async (request, reply) => {
        const { from: _from, to: _to, ...rest } = request.query;
        return sendCsvPieces(reply, 'audit.csv', piecesOf(deps, { ...rest, ...spanOf(request.query, deps.clock(), USUAL_SPAN_MS) }));
      },
    );
    app.get(
      '/audit/sums',
      {
        schema: {
          ...common,
          summary: 'How many rows of which kind, by whom and with what outcome',
          querystring: spanQuery('31 days before `to`'),
          response: { 200: auditSums, ...failures },
        },
      },
      ({ query }) => {
        const { from, to } = spanOf(query, deps.clock(), USUAL_SPAN_MS);
        return deps.reader.auditSums(from, to);
      },
    );
    app.get(
      '/audit/check',
      {
        schema: {
          ...common,
          summary: 'Whether every row of the log is as it was written; names the first that is not',
          querystring: checkQuery,
          response: { 200: auditCheck, ...failures },
        },
      },
      ({ query }) => deps.reader.auditCheck(query.head),
    );
  };

const inWords = ({ reason }: AuditRow, language: Language): string | null =>
  reason === null ? null : WORDS[language].actuators[reason as ActuatorReason];

type Asked = Omit<Parameters<Reader['audit']>[0], 'limit' | 'before' | 'after'>;

async function* piecesOf({ reader }: RouteDeps, asked: Asked): AsyncIterable<string> {
  yield CSV_START + csvLine(HEAD);
  let after = 0;
  for (;;) {
    const rows = await reader.audit({ ...asked, limit: PAGE, after });
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
    yield rows.map((row) => csvLine(fieldsOf(row))).join('');
  }
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function fieldsOf(row: AuditRow) {
  const { seq, at, kind, device, channel, command, toward, action, by, run, reason, until, attempt, outcome, detail } = row;
  const what = [seq, timeOf(at), kind, device, channel, command, toward, action === null ? null : JSON.stringify(action)];
  const who = [by?.kind ?? null, by?.id ?? null, by?.user ?? null, run];
  return [...what, ...who, reason, timeOf(until), attempt, outcome, detail, row.deed, row.about, row.event, at, row.body, row.hash];
}
