import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ledgerView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** The account of all messages: received = applied + duplicate + rejected + evicted + pending. */
export const ledgerRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/ledger',
      {
        schema: {
          tags: ['operation'],
          summary: 'What became of every message',
          security: operatorSecurity,
          response: { 200: ledgerView, ...failures },
        },
      },
      async () => deps.live.ledger(),
    );
  };
