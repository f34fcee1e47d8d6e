import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deviceView } from '../contract.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** Every device of the shop, also those that were never heard. */
export const devicesRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
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
      async () => deps.reader.devices(),
    );
  };
