import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { visitDetail, visitView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, idParameters, openQuery, operatorSecurity } from './route-schema.ts';

/** Visits, newest first, and one visit with its way, its items and what it was offered. */
export const visitsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/visits',
      {
        schema: {
          tags: ['shop'],
          summary: 'Visits, newest first',
          security: operatorSecurity,
          querystring: openQuery,
          response: { 200: z.array(visitView), ...failures },
        },
      },
      async (request) => deps.reader.visits(request.query),
    );
    app.get(
      '/visits/:id',
      {
        schema: {
          tags: ['shop'],
          summary: 'One visit',
          security: operatorSecurity,
          params: idParameters,
          response: { 200: visitDetail, ...failures },
        },
      },
      async (request) => {
        const visit = await deps.reader.visit(request.params.id);
        if (visit === null) throw new GatewayError('NOT_FOUND', 'There is no visit with this id.');
        return visit;
      },
    );
  };
