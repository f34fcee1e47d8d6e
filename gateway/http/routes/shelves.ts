import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { availabilityView, misplacedView, refillView, shelfView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';
import { spanOf, spanQuery } from './span.ts';

const WEEK_MS = 7 * 86_400_000;

/** What stands on the shelves, what is missing there, and how often customers found it missing. */
export const shelvesRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['shop'], security: operatorSecurity };
    app.get(
      '/shelves',
      { schema: { ...common, summary: 'Stock per facing', response: { 200: z.array(shelfView), ...failures } } },
      async () => deps.reader.shelves(),
    );
    app.get(
      '/shelves/misplaced',
      { schema: { ...common, summary: 'Items on the wrong shelf, and where', response: { 200: z.array(misplacedView), ...failures } } },
      async () => deps.reader.misplaced(),
    );
    app.get(
      '/shelves/refill',
      { schema: { ...common, summary: 'What to fill up, the most urgent first', response: { 200: z.array(refillView), ...failures } } },
      async () => deps.reader.refill(),
    );
    app.get(
      '/shelves/availability',
      {
        schema: {
          ...common,
          summary: 'On-shelf availability by hour and by product',
          querystring: spanQuery('a week before `to`'),
          response: { 200: availabilityView, ...failures },
        },
      },
      async (request) => {
        const { from, to } = spanOf(request.query, deps.clock(), WEEK_MS);
        return deps.reader.availability(from, to);
      },
    );
  };
