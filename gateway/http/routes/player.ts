import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { budgetKey, requireDevice } from '../auth/require-device.ts';
import { playlistView } from '../contract-display.ts';
import type { RouteDeps } from '../server-deps.ts';
import { deviceSecurity, failures } from './route-schema.ts';

/** What the player page asks for as the display that it is. */
export const playerRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.decorateRequest('device', '');
    app.addHook('preParsing', requireDevice(deps));
    app.get(
      '/player/playlist',
      {
        config: { rateLimit: { max: deps.limits.readingsPerSecond, timeWindow: 1_000, keyGenerator: budgetKey } },
        schema: {
          tags: ['devices'],
          summary: 'What the display plays while there is no offer; ask again with `If-None-Match`',
          security: deviceSecurity,
          response: { 200: playlistView, 304: z.null().describe('As it was'), ...failures },
        },
      },
      async (request, reply) => {
        const playlist = deps.displays.playlist(request.device);
        if (playlist === null) throw new GatewayError('NOT_FOUND', `store.yaml has no display ${request.device}.`);
        const tag = `"${createHash('sha256').update(JSON.stringify(playlist)).digest('base64url').slice(0, 22)}"`;
        reply.header('etag', tag).header('cache-control', 'no-cache');
        if (request.headers['if-none-match'] === tag) return reply.code(304).send(null);
        return playlist;
      },
    );
  };
