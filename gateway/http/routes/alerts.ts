import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { operatorOf } from '../auth/session-guard.ts';
import { alertDetail, alertView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, idParameters, openQuery, operatorSecurity } from './route-schema.ts';

const acknowledgement = z.strictObject({ comment: z.string().max(500).default('') }).nullish();

/** Alerts, newest first, each alone by its id, and the operator's word that one was seen: journalled like any other input. */
export const alertsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/alerts',
      {
        schema: {
          tags: ['operation'],
          summary: 'Alerts, newest first',
          security: operatorSecurity,
          querystring: openQuery,
          response: { 200: z.array(alertView), ...failures },
        },
      },
      async (request) => deps.reader.alerts(request.query),
    );
    app.get(
      '/alerts/:id',
      {
        schema: {
          tags: ['operation'],
          summary: 'One alert',
          security: operatorSecurity,
          params: idParameters,
          response: { 200: alertDetail, ...failures },
        },
      },
      async (request) => {
        const alert = await deps.reader.alert(request.params.id);
        if (alert === null) throw new GatewayError('NOT_FOUND', 'There is no alert with this id.');
        return alert;
      },
    );
    app.post(
      '/alerts/:id/ack',
      {
        config: { deed: 'alerts-acknowledged' },
        schema: {
          tags: ['operation'],
          summary: 'Acknowledge an alert',
          security: operatorSecurity,
          params: idParameters,
          body: acknowledgement,
          response: { 204: z.null().describe('Stored'), ...failures },
        },
      },
      async (request, reply) => {
        const isKnown = await deps.acknowledgeAlert(request.params.id, operatorOf(request).user, request.body?.comment ?? '');
        if (!isKnown) throw new GatewayError('NOT_FOUND', 'There is no alert with this id.');
        return reply.code(204).send(null);
      },
    );
  };
