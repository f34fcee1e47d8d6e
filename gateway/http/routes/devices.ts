import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { operatorOf } from '../auth/session-guard.ts';
import { deviceView, pendingDeviceView } from '../contract.ts';
import { actuatorAnswer, actuatorRequest } from '../contract-actuator.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, idParameters, operatorSecurity } from './route-schema.ts';

/** Every device of the shop, also those that were never heard, and what operators ask of actuators. */
export const devicesRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const devices = async () => (await deps.reader.devices()).map((device) => ({ ...device, problem: deps.live.problemOf(device.id) }));

    app.get(
      '/devices',
      {
        schema: {
          tags: ['operation'],
          summary: 'Devices and their traffic',
          security: operatorSecurity,
          response: { 200: z.array(deviceView), ...failures },
        },
      },
      devices,
    );

    app.get(
      '/devices/pending',
      {
        schema: {
          tags: ['operation'],
          summary: 'Devices with a credential that speak and stand in no store.yaml, with the drivers that understand them',
          security: operatorSecurity,
          response: { 200: z.array(pendingDeviceView), ...failures },
        },
      },
      async () => deps.live.pendingDevices(),
    );

    app.get(
      '/devices/:id',
      {
        schema: {
          tags: ['operation'],
          summary: 'One device with its health',
          security: operatorSecurity,
          params: idParameters,
          response: { 200: deviceView, ...failures },
        },
      },
      async ({ params }) => {
        const device = (await devices()).find(({ id }) => id === params.id);
        if (!device) throw new GatewayError('NOT_FOUND', `store.yaml has no device ${params.id}`, { device: params.id });
        return device;
      },
    );

    app.post(
      '/devices/:id/command',
      {
        config: { deed: null },
        schema: {
          tags: ['operation'],
          summary: 'Asks an actuator for something; it goes before all that offers and rules ask, within the bounds of store.yaml',
          security: operatorSecurity,
          params: idParameters,
          body: actuatorRequest,
          response: { 202: actuatorAnswer, ...failures },
        },
      },
      async (request, reply) => reply.code(202).send(await deps.actuate(request.params.id, request.body, operatorOf(request).user)),
    );
  };
