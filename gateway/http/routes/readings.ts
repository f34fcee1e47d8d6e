import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { budgetKey, requireDevice } from '../auth/require-device.ts';
import { foreignProblem, sendProblem } from '../problem.ts';
import type { RouteDeps } from '../server-deps.ts';
import { deviceSecurity, failures } from './route-schema.ts';

const BODY_LIMIT_BYTES = 64 * 1_024;
/** What hardware says of its bodies; whatever it is, the bytes go to the driver as they came. */
const MEDIA_TYPES = [
  'application/json',
  'application/ld+json',
  'application/octet-stream',
  'application/xml',
  'text/xml',
  'text/plain',
  'multipart/form-data',
  'multipart/mixed',
];
/** Bodies that never get to the driver, by status. */
const REFUSED_UNREAD: Readonly<Record<number, string>> = { 413: 'oversize', 415: 'media-type' };

const channelParameters = z.object({ channel: z.string().regex(/^[a-z0-9-]{1,32}$/, 'lower-case letters, digits and dashes') });
/** Bytes as the hardware sent them: the device's driver understands them, not the HTTP server. */
const rawBody = z.any().describe('One message in the form of the device’s driver, 64 KiB at most');
const accepted = { 204: z.null().describe('On disk'), ...failures };

async function store(deps: RouteDeps, request: FastifyRequest, reply: FastifyReply, channel: string | undefined): Promise<void> {
  // An empty message is journalled like any senseless one: it shows in the quarantine instead of coming again and again.
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  const result = await deps.push.push(request.device, channel, bytes);
  if (result.ok) {
    void reply.code(204).send(null);
    return;
  }
  if (result.status === 503) reply.header('retry-after', '5');
  sendProblem(reply, foreignProblem(result.status, result.code, result.detail));
}

/** Where devices without MQTT send what they sense. 204 means: on disk, also after a power cut. */
export const readingsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.decorateRequest('device', '');
    app.addHook('preParsing', requireDevice(deps));
    // What the server turns away by itself is told to the device and, like every refusal, to the operator.
    app.addHook('onError', async (request, _reply, error) => {
      const reason = REFUSED_UNREAD[error.statusCode ?? 0];
      if (reason !== undefined) deps.refuse?.(reason, request.device, request.routeOptions.url ?? '', new Uint8Array());
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(MEDIA_TYPES, { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body));
    const options = (summary: string) => ({
      bodyLimit: BODY_LIMIT_BYTES,
      config: { rateLimit: { max: deps.limits.readingsPerSecond, timeWindow: 1_000, keyGenerator: budgetKey } },
      schema: {
        tags: ['devices'],
        summary,
        security: deviceSecurity,
        consumes: MEDIA_TYPES,
        body: rawBody,
        response: accepted,
      },
    });
    app.post('/readings', options('One message of a device'), async (request, reply) => {
      await store(deps, request, reply, undefined);
      return reply;
    });
    const onChannel = options('One message of a device on a channel of the canonical form');
    app.post('/readings/:channel', { ...onChannel, schema: { ...onChannel.schema, params: channelParameters } }, async (request, reply) => {
      await store(deps, request, reply, request.params.channel);
      return reply;
    });
    app.post('/sales', options('A receipt of the till'), async (request, reply) => {
      await store(deps, request, reply, 'sale');
      return reply;
    });
  };
