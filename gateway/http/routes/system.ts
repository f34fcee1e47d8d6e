import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError, isGatewayError } from '../../errors.ts';
import { foreignProblem, sendProblem } from '../problem.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures } from './route-schema.ts';

const health = z.object({ status: z.literal('ok'), uptimeS: z.number(), version: z.string() });
const readiness = z.object({ status: z.literal('ready') });
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** A program on this machine itself; what a proxy on this machine passes on does not count. */
const isLocal = (request: FastifyRequest): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined;

function holdsToken(request: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined || given === undefined) return false;
  const [expected, actual] = [Buffer.from(token), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** For supervisors: alive, ready, and the figures for Prometheus. */
export const systemRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const startedAt = deps.clock();
    app.get('/healthz', { schema: { tags: ['system'], summary: 'The process is alive', response: { 200: health } } }, async () => ({
      status: 'ok' as const,
      uptimeS: Math.max(0, Math.round((deps.clock() - startedAt) / 1_000)),
      version: deps.version ?? '',
    }));
    app.get(
      '/readyz',
      { schema: { tags: ['system'], summary: 'Readings are taken', response: { 200: readiness, ...failures } } },
      async (_request, reply) => {
        try {
          deps.live.ready();
        } catch (error) {
          if (!isGatewayError(error)) throw error;
          // Whatever the reason's own status is elsewhere: to a supervisor it means "not now".
          return sendProblem(reply, foreignProblem(503, error.code, 'The gateway does not take readings now.'));
        }
        return { status: 'ready' as const };
      },
    );
    app.get(
      '/metrics',
      {
        schema: {
          tags: ['system'],
          summary: 'Figures for Prometheus',
          produces: ['text/plain'],
          response: { 200: z.string(), ...failures },
        },
      },
      async (request, reply) => {
        if (!isLocal(request) && !holdsToken(request, deps.metricsToken) && request.operator === null) {
          throw new GatewayError('NOT_LOGGED_IN', 'Metrics need a login, a token, or a program on this machine.');
        }
        return reply.type(deps.metrics.contentType).send(await deps.metrics.text());
      },
    );
  };
