import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { zoneView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** People and items per zone, now. */
export const zonesRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/zones',
      {
        schema: {
          tags: ['shop'],
          summary: 'People and items per zone',
          security: operatorSecurity,
          response: { 200: z.array(zoneView), ...failures },
        },
      },
      async () => deps.reader.zones(),
    );
  };
