import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { occupancyView } from '../contract-occupancy.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures } from './route-schema.ts';

/** How full the shop is, for everybody: there only where store.yaml opens it. */
export const occupancyRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { occupancy } = deps;
    if (occupancy === null) return;
    app.get(
      '/public/occupancy',
      {
        config: { rateLimit: { max: deps.limits.publicPerMinute, timeWindow: 60_000 } },
        schema: {
          tags: ['public'],
          summary: 'How full the shop is; without a login, where `occupancy.public` is true',
          response: { 200: occupancyView, ...failures },
        },
      },
      () => occupancy(),
    );
  };
