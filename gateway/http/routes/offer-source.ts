import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { operatorOf } from '../auth/session-guard.ts';
import { offerCheck, offerCheckRequest, offerSource } from '../contract-offer-source.ts';
import type { RouteDeps } from '../server-deps.ts';
import { hashIn, ifMatch } from './if-match.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const BODY_LIMIT_BYTES = 4 * 1_048_576;

/** The offers of store.yaml: read as they are written, tried, saved. */
export const offerSourceRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['offers'], security: operatorSecurity };
    app.get(
      '/offers/source',
      { schema: { ...common, summary: 'The offers as store.yaml has them', response: { 200: offerSource, ...failures } } },
      async (_request, reply) => {
        const source = deps.offerDesk.source();
        return reply.header('etag', `"${source.hash}"`).send(source);
      },
    );
    app.post(
      '/offers/check',
      {
        config: { deed: null },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'What is wrong with such offers, and what displays would show; nothing is saved',
          body: offerCheckRequest,
          response: { 200: offerCheck, ...failures },
        },
      },
      (request) => deps.offerDesk.check(request.body.text),
    );
    app.put(
      '/offers/source',
      {
        config: { deed: null },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'Saves the offers; they run after a restart, and the old file stays beside the new one with `.bak`',
          headers: ifMatch,
          body: offerCheckRequest,
          response: { 200: offerSource, ...failures },
        },
      },
      async (request, reply) => {
        const source = await deps.offerDesk.save(request.body.text, hashIn(request.headers), operatorOf(request).user);
        return reply.header('etag', `"${source.hash}"`).send(source);
      },
    );
  };
