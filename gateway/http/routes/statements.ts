import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { brandView, statement } from '../contract-statement.ts';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsv } from './csv-reply.ts';
import { failures, idParameters, operatorSecurity } from './route-schema.ts';
import { spanOf, spanQuery } from './span.ts';

const USUAL_SPAN_MS = 31 * 86_400_000;

const HEAD = ['day', 'offer', 'display', 'impressions', 'actions', 'spent_minor'];

/** What brands owe for the time of displays: proven showings by the thousand, purchases by the piece. */
export const statementsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['offers'], security: operatorSecurity, querystring: spanQuery('31 days before `to`') };
    const asked = (query: z.infer<typeof common.querystring>) => spanOf(query, deps.clock(), USUAL_SPAN_MS);
    const statementOf = async (brand: string, query: z.infer<typeof common.querystring>) => {
      const { from, to } = asked(query);
      const found = await deps.reader.statement(brand, from, to);
      if (found === null) throw new GatewayError('NOT_FOUND', 'No offer is paid for by a brand of this name.');
      return found;
    };
    app.get(
      '/brands',
      { schema: { ...common, summary: 'Who pays for offers, and how much', response: { 200: z.array(brandView), ...failures } } },
      (request) => {
        const { from, to } = asked(request.query);
        return deps.reader.brands(from, to);
      },
    );
    app.get(
      '/brands/:id/statement',
      {
        schema: {
          ...common,
          summary: 'Impressions, actions and spend of a brand by day, offer and display',
          params: idParameters,
          response: { 200: statement, ...failures },
        },
      },
      (request) => statementOf(request.params.id, request.query),
    );
    app.get(
      '/brands/:id/statement.csv',
      { schema: { ...common, summary: 'The same as a spreadsheet, with its total', params: idParameters, response: csvAnswers } },
      async (request, reply) => {
        const { brand, lines, impressions, actions, spentMinor } = await statementOf(request.params.id, request.query);
        const rows = lines.map((line) => [line.day, line.offer, line.display, line.impressions, line.actions, line.spentMinor]);
        return sendCsv(reply, `${brand}-statement.csv`, HEAD, [...rows, ['total', null, null, impressions, actions, spentMinor]]);
      },
    );
  };
