import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { offerShownView, offerView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity, pageQuery } from './route-schema.ts';

const decisionsQuery = pageQuery.extend({ offer: z.string().max(63).optional().describe('Only decisions about this offer') });

/** Offers, and each decision about one with its reason. */
export const offersRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/offers',
      {
        schema: {
          tags: ['offers'],
          summary: 'Offers and what they did today',
          security: operatorSecurity,
          response: { 200: z.array(offerView), ...failures },
        },
      },
      async () => deps.reader.offers(),
    );
    app.get(
      '/offers/decisions',
      {
        schema: {
          tags: ['offers'],
          summary: 'Decisions with their reasons, newest first',
          security: operatorSecurity,
          querystring: decisionsQuery,
          response: { 200: z.array(offerShownView), ...failures },
        },
      },
      async (request) => deps.reader.decisions(request.query),
    );
  };
