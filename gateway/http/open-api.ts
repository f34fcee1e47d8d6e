import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { sessionCookieName } from './auth/session-cookie.ts';
import { DOCUMENTS_POLICY } from './security-headers.ts';
import type { RouteDeps } from './server-deps.ts';

const info = (version: string) => ({
  title: 'Silent Aisle',
  version,
  description:
    'Edge gateway of one shop. Times are epoch milliseconds, money is minor units of the shop’s currency, confidence is 0..1. ' +
    'Failures are RFC 9457 problem details with a stable `code` and a `next` step.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
});

const tags = [
  { name: 'shop', description: 'What happens in the shop' },
  { name: 'offers', description: 'Offers and their effect' },
  { name: 'operation', description: 'Devices, alerts and the account of all messages' },
  { name: 'devices', description: 'Where devices send what they sense' },
  { name: 'exports', description: 'Files for other programs' },
  { name: 'session', description: 'Login' },
  { name: 'system', description: 'For supervisors' },
];

/** OpenAPI 3.1 from the same schemas that check requests and answers; register before the routes it shall list. */
export async function registerOpenApi(app: FastifyInstance, deps: RouteDeps): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: info(deps.version ?? '0'),
      tags,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: sessionCookieName(deps.secureCookies) },
          deviceBearer: { type: 'http', scheme: 'bearer', bearerFormat: '<device>:<secret>' },
          deviceBasic: { type: 'http', scheme: 'basic' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(fastifySwaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: DOCUMENTS_POLICY,
    uiConfig: { deepLinking: true, tryItOutEnabled: false },
    theme: { title: 'Silent Aisle API' },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
