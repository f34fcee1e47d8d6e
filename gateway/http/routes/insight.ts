import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dwellView, funnelView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const query = z.object({ date: z.iso.date().optional().describe('Store-local day; today when absent') });

/** How people move and buy, over one store-local day. */
export const insightRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['insight'], security: operatorSecurity, querystring: query };
    app.get(
      '/insight/dwell',
      { schema: { ...common, summary: 'How long visits stay in each zone', response: { 200: dwellView, ...failures } } },
      (request) => deps.reader.dwell(request.query.date),
    );
    app.get(
      '/insight/funnel',
      { schema: { ...common, summary: 'From coming in to buying', response: { 200: funnelView, ...failures } } },
      (request) => deps.reader.funnel(request.query.date),
    );
  };
