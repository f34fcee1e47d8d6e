import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { holdoutResults, offerResults } from '../contract-experiment.ts';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsv } from './csv-reply.ts';
import { failures, idParameters, operatorSecurity } from './route-schema.ts';
import { spanOf, spanQuery } from './span.ts';

/** Experiments go on for months. */
const USUAL_SPAN_MS = 400 * 86_400_000;

const DAY_HEAD = ['day', 'arm', 'units', 'assigned', 'shown', 'picked', 'bought', 'spent_minor'];

const unknown = () => new GatewayError('NOT_FOUND', 'There is no offer with this id.');

/** What offers are worth: each against its own control, and all together against the hold-out. */
export const experimentsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['offers'], security: operatorSecurity, querystring: spanQuery('400 days before `to`') };
    const asked = (query: z.infer<typeof common.querystring>) => spanOf(query, deps.clock(), USUAL_SPAN_MS);
    app.get(
      '/offers/results',
      {
        schema: {
          ...common,
          summary: 'What every offer is worth against its control, the newest first',
          response: { 200: z.array(offerResults), ...failures },
        },
      },
      (request) => {
        const { from, to } = asked(request.query);
        return deps.reader.allResults(from, to);
      },
    );
    app.get(
      '/offers/:id/results',
      {
        schema: {
          ...common,
          summary: 'Eligible, assigned, shown, picked and bought by arm; lift with interval, split check and size',
          params: idParameters,
          response: { 200: offerResults, ...failures },
        },
      },
      async (request) => {
        const { from, to } = asked(request.query);
        const results = await deps.reader.offerResults(request.params.id, from, to);
        if (results === null) throw unknown();
        return results;
      },
    );
    app.get(
      '/offers/:id/results.csv',
      { schema: { ...common, summary: 'The same by day and arm, oldest first', params: idParameters, response: csvAnswers } },
      async (request, reply) => {
        const { from, to } = asked(request.query);
        const days = await deps.reader.offerDays(request.params.id, from, to);
        if (days === null) throw unknown();
        const rows = days.map((row) => [row.day, row.arm, row.units, row.assigned, row.shown, row.picked, row.bought, row.spentMinor]);
        return sendCsv(reply, `${request.params.id}-results.csv`, DAY_HEAD, rows);
      },
    );
    app.get(
      '/holdout/results',
      {
        schema: {
          ...common,
          summary: 'What all offers together are worth, against visits that see none; of visits that are still kept',
          response: { 200: holdoutResults, ...failures },
        },
      },
      (request) => {
        const { from, to } = asked(request.query);
        return deps.reader.holdoutResults(from, to);
      },
    );
  };
