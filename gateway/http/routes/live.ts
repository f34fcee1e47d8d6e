import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { operatorOf } from '../auth/session-guard.ts';
import { liveMessage } from '../contract.ts';
import { createLiveStreams } from '../live-streams.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** `Last-Event-ID` as a number; null when absent or not one of ours (anything else is no reason to fail). */
const lastEventId = (header: string | string[] | undefined): number | null =>
  typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;

/** A page that makes its connection anew cannot send the header that browsers send when they do. */
const liveQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .catch(undefined)
    .describe('Id of the last event that was seen; as the header `Last-Event-ID`'),
});

/** The live feed: the whole picture at once, then what changes (server-sent events). */
export const liveRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const streams = createLiveStreams(deps.limits);
    // Streams never end by themselves: without this, closing the server would wait for every open page.
    app.addHook('preClose', async () => streams.closeAll());
    app.get(
      '/live',
      {
        exposeHeadRoute: false,
        schema: {
          tags: ['shop'],
          summary: 'Live feed',
          description: 'Server-sent events: each `data` is one JSON object of this schema; comment lines keep the connection alive.',
          security: operatorSecurity,
          produces: ['text/event-stream'],
          querystring: liveQuery,
          response: { 200: liveMessage, ...failures },
        },
      },
      async (request, reply) => {
        const { session } = operatorOf(request);
        if (streams.isFull()) {
          reply.header('retry-after', '15');
          throw new GatewayError('TOO_MANY_REQUESTS', 'Too many pages follow the live feed.');
        }
        const now = await deps.live.now();
        const missedAfter = lastEventId(request.headers['last-event-id']) ?? request.query.after ?? null;
        reply.hijack();
        const stream = streams.open(reply.raw, reply.getHeaders(), () => deps.access.session(session) !== null);
        stream.send({ type: 'now', now });
        if (missedAfter !== null) for (const message of deps.live.recent?.(missedAfter) ?? []) stream.send(message);
        stream.onClose(deps.live.subscribe(stream.send));
      },
    );
  };
