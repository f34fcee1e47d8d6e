import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { offerResults, offerShownView, offerView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, idParameters, operatorSecurity, pageQuery, timeQuery } from './route-schema.ts';

const DAY_MS = 86_400_000;
const USUAL_SPAN_MS = 30 * DAY_MS;
/** A question over more than this would keep the reader busy for everyone else. */
const LONGEST_SPAN_MS = 400 * DAY_MS;

const decisionsQuery = pageQuery.extend({ offer: z.string().max(63).optional().describe('Only decisions about this offer') });
const resultsQuery = z.object({
  from: timeQuery.optional().describe('Epoch ms; 30 days before `to` when absent'),
  to: timeQuery.optional().describe('Epoch ms; now when absent'),
});

/** The span asked for, at most 400 days and not turned around. */
function spanOf(query: z.output<typeof resultsQuery>, now: number): { readonly from: number; readonly to: number } {
  const to = query.to ?? now;
  const from = query.from ?? Math.max(0, to - USUAL_SPAN_MS);
  if (from > to) throw new GatewayError('INPUT_INVALID', '`from` is later than `to`.');
  if (to - from > LONGEST_SPAN_MS) throw new GatewayError('INPUT_INVALID', 'The span from `from` to `to` may be 400 days at most.');
  return { from, to };
}

async function listRoutes(app: Parameters<FastifyPluginAsyncZod>[0], deps: RouteDeps): Promise<void> {
  app.get(
    '/offers',
    {
      schema: {
        tags: ['offers'],
        summary: 'Offers and what they did today',
        security: operatorSecurity,
        response: { 200: z.array(offerView), ...failures },
      },
    },
    async () => deps.reader.offers(),
  );
  app.get(
    '/offers/decisions',
    {
      schema: {
        tags: ['offers'],
        summary: 'Decisions with their reasons, newest first',
        security: operatorSecurity,
        querystring: decisionsQuery,
        response: { 200: z.array(offerShownView), ...failures },
      },
    },
    async (request) => deps.reader.decisions(request.query),
  );
}

/** Offers, each decision about one with its reason, and what an offer brought. */
export const offersRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    await listRoutes(app, deps);
    app.get(
      '/offers/:id/results',
      {
        schema: {
          tags: ['offers'],
          summary: 'Eligible, shown, picked and bought, by arm',
          security: operatorSecurity,
          params: idParameters,
          querystring: resultsQuery,
          response: { 200: offerResults, ...failures },
        },
      },
      async (request) => {
        const { from, to } = spanOf(request.query, deps.clock());
        const results = await deps.reader.offerResults(request.params.id, from, to);
        if (results === null) throw new GatewayError('NOT_FOUND', 'There is no offer with this id.');
        return results;
      },
    );
  };
