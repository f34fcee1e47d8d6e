import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import { type FastifyHttpOptions, type FastifyInstance, fastify, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { GatewayError } from '../errors.ts';
import { createSameOriginGuard } from './auth/same-origin.ts';
import { recogniseOperators, requireSession } from './auth/session-guard.ts';
import { answerClientError } from './client-error.ts';
import { noteDeeds } from './deeds.ts';
import { handleError } from './error-handler.ts';
import { type KnownRoutes, rememberRoutes } from './known-routes.ts';
import { registerMedia } from './media.ts';
import { createNotFoundHandler } from './not-found.ts';
import { registerOpenApi } from './open-api.ts';
import { registerPages } from './pages.ts';
import { alertDeskRoutes } from './routes/alert-desk.ts';
import { alertsRoutes } from './routes/alerts.ts';
import { auditRoutes } from './routes/audit.ts';
import { customerDeskRoutes } from './routes/customer-desk.ts';
import { customerGroupsRoutes, customerSpansRoutes } from './routes/customer-groups.ts';
import { customersRoutes } from './routes/customers.ts';
import { devicesRoutes } from './routes/devices.ts';
import { displaysRoutes } from './routes/displays.ts';
import { experimentsRoutes } from './routes/experiments.ts';
import { explainRoutes } from './routes/explain.ts';
import { exportsRoutes } from './routes/exports.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { footfallRoutes } from './routes/footfall.ts';
import { insightRoutes } from './routes/insight.ts';
import { itemsRoutes } from './routes/items.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { liveRoutes } from './routes/live.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { nowRoutes } from './routes/now.ts';
import { occupancyRoutes } from './routes/occupancy.ts';
import { offerSourceRoutes } from './routes/offer-source.ts';
import { offersRoutes } from './routes/offers.ts';
import { planRoutes } from './routes/plan.ts';
import { playerRoutes } from './routes/player.ts';
import { readingsRoutes } from './routes/readings.ts';
import { reportsRoutes } from './routes/reports.ts';
import { securityRoutes } from './routes/security.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { shelvesRoutes } from './routes/shelves.ts';
import { statementsRoutes } from './routes/statements.ts';
import { storeRoutes } from './routes/store.ts';
import { systemRoutes } from './routes/system.ts';
import { visitsRoutes } from './routes/visits.ts';
import { visitsSpanRoutes } from './routes/visits-span.ts';
import { zonesRoutes } from './routes/zones.ts';
import { securityHeaders } from './security-headers.ts';
import { DEFAULT_LIMITS, type RouteDeps, type ServerDeps } from './server-deps.ts';

const API = '/api/v1';
const BODY_LIMIT_BYTES = 64 * 1_024;
const HEADER_BYTES = 16 * 1_024;
const MOST_HEADERS = 100;

/** Everything that only operators may read. */
const OPERATOR_ROUTES = [
  storeRoutes,
  zonesRoutes,
  footfallRoutes,
  insightRoutes,
  shelvesRoutes,
  visitsRoutes,
  visitsSpanRoutes,
  itemsRoutes,
  offersRoutes,
  offerSourceRoutes,
  settingsRoutes,
  planRoutes,
  experimentsRoutes,
  statementsRoutes,
  displaysRoutes,
  feedbackRoutes,
  customersRoutes,
  customerGroupsRoutes,
  customerSpansRoutes,
  customerDeskRoutes,
  alertDeskRoutes,
  metricsRoutes,
  alertsRoutes,
  explainRoutes,
  securityRoutes,
  devicesRoutes,
  auditRoutes,
  ledgerRoutes,
  exportsRoutes,
  reportsRoutes,
  nowRoutes,
  liveRoutes,
] as const;

/** Node leaves both timeouts open and looks for slow senders every 30 s only: one slow byte at a time would hold a socket. */
const serverOptions = (deps: RouteDeps): FastifyHttpOptions<Server> => ({
  loggerInstance: deps.log,
  logController: new LogController({ disableRequestLogging: true }),
  genReqId: () => randomBytes(8).toString('hex'),
  requestIdHeader: false,
  ...(deps.trustProxy === undefined ? {} : { trustProxy: deps.trustProxy }),
  bodyLimit: BODY_LIMIT_BYTES,
  requestTimeout: deps.limits.requestTimeoutMs,
  connectionTimeout: deps.limits.idleTimeoutMs,
  keepAliveTimeout: 15_000,
  http: {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: deps.limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, deps.limits.requestTimeoutMs),
  },
  routerOptions: { maxParamLength: 200 },
  clientErrorHandler: answerClientError,
  frameworkErrors: (error, request, reply) => void handleError(error, request, reply),
});

/** Guards in the order in which every request meets them; hooks run before any body is read. */
function registerGuards(app: FastifyInstance, deps: RouteDeps): void {
  app.register(fastifyHelmet, securityHeaders(deps.secureCookies));
  app.register(fastifyCookie);
  app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: () => new GatewayError('TOO_MANY_REQUESTS', 'Too many requests in a short time.'),
  });
  // After the plugins: their hooks come first, so that refusals carry the headers and cookies are there to look at.
  app.after(() => {
    app.addHook('onRequest', async (request) => {
      // The parser's own limit is in bytes: two thousand tiny headers pass it.
      if (request.raw.rawHeaders.length / 2 > MOST_HEADERS) throw new GatewayError('HEADERS_TOO_LARGE', 'Too many headers.');
    });
    app.addHook('onRequest', createSameOriginGuard(deps.publicUrl));
    recogniseOperators(app, deps.access, deps.secureCookies);
  });
}

function registerApi(app: FastifyInstance, deps: RouteDeps): void {
  app.register(async (api) => {
    api.addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    });
    api.register(systemRoutes(deps));
    api.register(sessionRoutes(deps), { prefix: API });
    api.register(occupancyRoutes(deps), { prefix: API });
    api.register(readingsRoutes(deps), { prefix: API });
    api.register(playerRoutes(deps), { prefix: API });
    api.register(async (operators) => {
      operators.addHook('onRequest', requireSession);
      noteDeeds(operators, deps);
      for (const routes of OPERATOR_ROUTES) operators.register(routes(deps), { prefix: API });
    });
  });
}

/** Figures per route, never per address: addresses hold ids. */
function measure(app: FastifyInstance, deps: RouteDeps): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    deps.metrics.countRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
    request.log.debug({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
}

/**
 * The gateway's HTTP server, not yet listening: API, live feed, documents and pages. Reading needs a session, pushing a
 * device's secret; every failure is RFC 9457 problem details. `close()` ends live feeds too and may be called twice.
 */
export function buildServer(serverDeps: ServerDeps): FastifyInstance {
  const deps: RouteDeps = { ...serverDeps, limits: { ...DEFAULT_LIMITS, ...serverDeps.limits } };
  const app = fastify(serverOptions(deps)).withTypeProvider<ZodTypeProvider>();
  const known: KnownRoutes = rememberRoutes(app);
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(createNotFoundHandler(known, deps.webRoot));
  registerGuards(app, deps);
  measure(app, deps);
  app.register(async (documented) => {
    await registerOpenApi(documented, deps);
    registerApi(documented, deps);
  });
  app.register(async (media) => registerMedia(media, deps.displays));
  app.register(async (pages) => registerPages(pages, deps.webRoot, deps.occupancy !== null));
  return app;
}
