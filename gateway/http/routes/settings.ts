import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { operatorOf } from '../auth/session-guard.ts';
import { fileCheck, settingsRequest, settingsView } from '../contract-settings.ts';
import type { RouteDeps } from '../server-deps.ts';
import { hashIn, ifMatch } from './if-match.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const BODY_LIMIT_BYTES = 1_048_576;

/** The settings of store.yaml: read with what they mean and where they come from, tried, saved. */
export const settingsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['operation'], security: operatorSecurity };
    app.get(
      '/settings',
      {
        schema: {
          ...common,
          summary: 'Every setting with its meaning, bounds, value and origin, and what waits for a restart; secrets are never shown',
          response: { 200: settingsView, ...failures },
        },
      },
      async (request, reply) => {
        const view = await deps.settingsDesk.settings();
        return reply.header('etag', `"${view.hash}"`).send(operatorOf(request).isReadOnly ? { ...view, locked: 'read-only' } : view);
      },
    );
    app.post(
      '/settings/check',
      {
        config: { deed: null },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'What is wrong with such changes, and how the file would change; nothing is saved',
          body: settingsRequest,
          response: { 200: fileCheck, ...failures },
        },
      },
      (request) => deps.settingsDesk.check(request.body.changes),
    );
    app.put(
      '/settings',
      {
        // The log is told by what saves it, with the parts that changed.
        config: { deed: null },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'Saves changes into store.yaml; they count after a restart, and the old file stays beside the new one with `.bak`',
          headers: ifMatch,
          body: settingsRequest,
          response: { 200: settingsView, ...failures },
        },
      },
      async (request, reply) => {
        const view = await deps.settingsDesk.save(request.body.changes, hashIn(request.headers), operatorOf(request).user);
        return reply.header('etag', `"${view.hash}"`).send(view);
      },
    );
  };
