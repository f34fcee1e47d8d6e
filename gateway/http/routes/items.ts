import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { GatewayError } from '../../errors.ts';
import { itemView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { epcParameters, failures, operatorSecurity } from './route-schema.ts';

/** One tagged item: what it is, where it is, how sure that is, and all that is known of its way. */
export const itemsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/items/:epc',
      {
        schema: {
          tags: ['shop'],
          summary: 'One item by its EPC',
          security: operatorSecurity,
          params: epcParameters,
          response: { 200: itemView, ...failures },
        },
      },
      async (request) => {
        const item = await deps.live.item(request.params.epc);
        if (item === null) throw new GatewayError('NOT_FOUND', 'No tag with this EPC was ever heard.');
        return item;
      },
    );
  };
