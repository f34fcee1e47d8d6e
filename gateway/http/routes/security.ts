import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { operatorOf } from '../auth/session-guard.ts';
import { blockedTagView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { epcParameters, failures, operatorSecurity } from './route-schema.ts';

/** Tags that the gates have learned to pass over, and the operator's word that one is to be watched again. */
export const securityRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['operation'], security: operatorSecurity };
    app.get(
      '/security/blocked',
      { schema: { ...common, summary: 'Tags that rest beside a gate', response: { 200: z.array(blockedTagView), ...failures } } },
      async () => deps.reader.blockedTags(),
    );
    app.post(
      '/security/blocked/:epc/unblock',
      {
        config: { deed: 'tag-unblocked' },
        schema: {
          ...common,
          summary: 'Watch a tag again that rests beside a gate',
          params: epcParameters,
          response: { 204: z.null().describe('Stored'), ...failures },
        },
      },
      async (request, reply) => {
        const isKnown = await deps.unblockTag(request.params.epc, operatorOf(request).user);
        if (!isKnown) throw new GatewayError('NOT_FOUND', 'This tag is not blocked.');
        return reply.code(204).send(null);
      },
    );
  };
