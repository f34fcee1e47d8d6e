import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { nowView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** All that the first page shows, at most one second old. */
export const nowRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/now',
      {
        schema: {
          tags: ['shop'],
          summary: 'The first page in one answer',
          security: operatorSecurity,
          response: { 200: nowView, ...failures },
        },
      },
      async () => deps.live.now(),
    );
  };
