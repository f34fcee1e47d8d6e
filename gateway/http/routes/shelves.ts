import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shelfView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** What stands on the shelves, facing by facing. */
export const shelvesRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/shelves',
      {
        schema: {
          tags: ['shop'],
          summary: 'Stock per facing',
          security: operatorSecurity,
          response: { 200: z.array(shelfView), ...failures },
        },
      },
      async () => deps.reader.shelves(),
    );
  };
