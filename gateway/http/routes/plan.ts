import { createReadStream } from 'node:fs';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { operatorOf } from '../auth/session-guard.ts';
import { planDraft, planPicture, planSource } from '../contract-plan.ts';
import { fileCheck } from '../contract-settings.ts';
import { PICTURE_POLICY } from '../media.ts';
import type { RouteDeps } from '../server-deps.ts';
import { hashIn, ifMatch } from './if-match.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const BODY_LIMIT_BYTES = 4 * 1_048_576;
const PICTURE_LIMIT_BYTES = 8 * 1_048_576;

const pictureAnswers = {
  200: { description: 'The picture', content: { 'image/png': { schema: z.any() }, 'image/jpeg': { schema: z.any() } } },
  ...failures,
} as const;

const pictureQuery = z.object({ name: z.string().max(200).optional().describe('Default: the picture that the gateway runs with') });

/** The floor plan of store.yaml: read, tried, saved; and the picture under it. */
export const planRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['operation'], security: operatorSecurity };
    app.addContentTypeParser(['image/png', 'image/jpeg'], { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.get(
      '/plan/source',
      {
        schema: {
          ...common,
          summary: 'The plan as store.yaml has it: size, picture, zones, and what has a place',
          response: { 200: planSource, ...failures },
        },
      },
      async (request, reply) => {
        const source = await deps.planDesk.source();
        return reply.header('etag', `"${source.hash}"`).send(operatorOf(request).isReadOnly ? { ...source, locked: 'read-only' } : source);
      },
    );
    app.post(
      '/plan/check',
      {
        config: { deed: null },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'What is wrong with such a plan, and how the file would change; nothing is saved',
          body: planDraft,
          response: { 200: fileCheck, ...failures },
        },
      },
      (request) => deps.planDesk.check(request.body),
    );
    app.put(
      '/plan/source',
      {
        // The log is told by what saves it, with the parts that changed.
        config: { deed: null },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'Saves the plan into store.yaml; it counts after a restart, and the old file stays beside the new one with `.bak`',
          headers: ifMatch,
          body: planDraft,
          response: { 200: planSource, ...failures },
        },
      },
      async (request, reply) => {
        const source = await deps.planDesk.save(request.body, hashIn(request.headers), operatorOf(request).user);
        return reply.header('etag', `"${source.hash}"`).send(source);
      },
    );
    app.post(
      '/plan/pictures',
      {
        config: { deed: 'plan-picture-added' },
        bodyLimit: PICTURE_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'Keeps a PNG or JPEG beside store.yaml, for `plan.picture`; all but the pixels is left out',
          response: { 201: planPicture, ...failures },
        },
      },
      async (request, reply) => {
        if (!(request.body instanceof Uint8Array)) throw new GatewayError('MEDIA_TYPE_UNSUPPORTED', 'A plan is a PNG or JPEG picture.');
        return reply.code(201).send(deps.planDesk.addPicture(request.body, operatorOf(request).user));
      },
    );
    app.get(
      '/plan/picture',
      { schema: { ...common, summary: 'The picture under the plan', querystring: pictureQuery, response: pictureAnswers } },
      async (request, reply) => {
        const picture = deps.planDesk.picture(request.query.name);
        if (picture === null) throw new GatewayError('NOT_FOUND', 'There is no such picture.');
        return reply
          .type(picture.type)
          .header('cache-control', 'private, max-age=300')
          .header('content-security-policy', PICTURE_POLICY)
          .send(createReadStream(picture.file));
      },
    );
  };
