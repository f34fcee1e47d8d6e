import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { operatorOf } from '../auth/session-guard.ts';
import { alertInboxView, deskBodies } from '../contract-alerts.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';
import { daysQuery } from './span.ts';

const stored = { 204: z.null().describe('Stored'), ...failures };

/** The inbox of alerts, and what operators do with one of them or with many. Who did it is kept. */
export const alertDeskRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['operation'], security: operatorSecurity };
    app.get(
      '/alerts/inbox',
      {
        schema: {
          ...common,
          summary: 'Alerts of some days and all that still stand, rolled up by cause, as this operator sees them',
          querystring: daysQuery,
          response: { 200: alertInboxView, ...failures },
        },
      },
      (request) => deps.reader.alertInbox(request.query, operatorOf(request).user),
    );
    app.post(
      '/alerts/ack',
      {
        config: { deed: 'alerts-acknowledged' },
        schema: { ...common, summary: 'Acknowledge several alerts', body: deskBodies.ack, response: stored },
      },
      async (request, reply) => {
        const { ids, comment } = request.body;
        const { user } = operatorOf(request);
        // Each is journalled by itself, so that one that is gone does not keep the others from being seen.
        const known = await Promise.all(ids.map((id) => deps.acknowledgeAlert(id, user, comment)));
        if (known.includes(false)) throw new GatewayError('NOT_FOUND', 'One of these alerts does not exist; the others are acknowledged.');
        deps.alertDesk.read(ids, user);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/alerts/assign',
      {
        config: { deed: 'alerts-assigned' },
        schema: { ...common, summary: 'Give alerts to a user, or to nobody', body: deskBodies.assign, response: stored },
      },
      async (request, reply) => {
        deps.alertDesk.assign(request.body.ids, operatorOf(request).user, request.body.to);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/alerts/comment',
      {
        config: { deed: 'alerts-commented' },
        schema: { ...common, summary: 'Say something of alerts', body: deskBodies.comment, response: stored },
      },
      async (request, reply) => {
        deps.alertDesk.comment(request.body.ids, operatorOf(request).user, request.body.text);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/alerts/shelve',
      {
        config: { deed: 'alerts-shelved' },
        schema: { ...common, summary: 'Put alerts aside until a time, or take them back', body: deskBodies.shelve, response: stored },
      },
      async (request, reply) => {
        deps.alertDesk.shelve(request.body.ids, operatorOf(request).user, request.body.until);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/alerts/read',
      {
        config: { deed: null },
        schema: { ...common, summary: 'Mark alerts as read by this operator', body: deskBodies.read, response: stored },
      },
      async (request, reply) => {
        deps.alertDesk.read(request.body.ids, operatorOf(request).user);
        return reply.code(204).send(null);
      },
    );
  };
