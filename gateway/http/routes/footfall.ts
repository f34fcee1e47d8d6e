import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { footfallView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const query = z.object({ date: z.iso.date().optional().describe('Store-local day; today when absent') });

/** People in and out, over one store-local day. */
export const footfallRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/footfall',
      {
        schema: {
          tags: ['shop'],
          summary: 'People in and out',
          security: operatorSecurity,
          querystring: query,
          response: { 200: footfallView, ...failures },
        },
      },
      async (request) => deps.reader.footfall(request.query.date),
    );
  };
