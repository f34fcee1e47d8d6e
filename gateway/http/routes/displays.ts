import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { previewRequest, previewResult, previewView } from '../contract-display.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, idParameters, operatorSecurity } from './route-schema.ts';

const resultParameters = idParameters.extend({ command: z.string().max(64) });

/** Trying on a real display what is not saved yet. */
export const displaysRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/displays/:id/preview',
      {
        config: { deed: 'display-tried' },
        schema: {
          tags: ['offers'],
          summary: 'Shows a text on a display at once; it counts as no exposure',
          security: operatorSecurity,
          params: idParameters,
          body: previewRequest,
          response: { 202: previewView, ...failures },
        },
      },
      async (request, reply) => reply.code(202).send(deps.displays.preview(request.params.id, request.body)),
    );
    app.get(
      '/displays/:id/preview/:command',
      {
        schema: {
          tags: ['offers'],
          summary: 'What became of it; known until the gateway restarts',
          security: operatorSecurity,
          params: resultParameters,
          response: { 200: previewResult, ...failures },
        },
      },
      async ({ params }) => {
        const result = deps.displays.previewResult(params.id, params.command);
        if (result === null) throw new GatewayError('NOT_FOUND', 'There was no such preview.');
        return { result };
      },
    );
  };
