import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { storeView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** The shop itself: names, floor plan, zones. */
export const storeRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/store',
      {
        schema: {
          tags: ['shop'],
          summary: 'The shop and its floor plan',
          security: operatorSecurity,
          response: { 200: storeView, ...failures },
        },
      },
      async () => deps.live.store(),
    );
  };
