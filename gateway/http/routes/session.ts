import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { createLoginThrottle, type LoginThrottle } from '../auth/login-throttle.ts';
import { clearSessionCookie, setSessionCookie } from '../auth/session-cookie.ts';
import { operatorOf } from '../auth/session-guard.ts';
import { sessionView } from '../contract.ts';
import { problemOf, sendProblem } from '../problem.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const login = z.strictObject({ token: z.string().min(1).max(256).describe('From the one-time login link') });

/** Spends the token, or throws and counts the failure against the address. Every outcome is logged, the token never. */
function spendToken(deps: RouteDeps, throttle: LoginThrottle, request: FastifyRequest, token: string) {
  const granted = deps.access.login(token);
  if (granted === null) {
    throttle.failed(request.ip);
    request.log.warn({ address: request.ip }, 'login refused');
    throw new GatewayError('LOGIN_INVALID', 'This login link is not valid.');
  }
  throttle.succeeded(request.ip);
  request.log.info({ address: request.ip, user: granted.user }, 'logged in');
  return granted;
}

/** Login with a one-time link, who is logged in, logout. */
export const sessionRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const throttle = createLoginThrottle(deps.clock);
    app.post(
      '/session',
      {
        config: { rateLimit: { max: deps.limits.loginsPerMinute, timeWindow: 60_000 } },
        schema: { tags: ['session'], summary: 'Log in with a one-time token', body: login, response: { 200: sessionView, ...failures } },
      },
      async (request, reply) => {
        const waitMs = throttle.waitMs(request.ip);
        if (waitMs > 0) {
          reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
          return sendProblem(reply, problemOf('TOO_MANY_REQUESTS', 'Too many failed logins from this address.'));
        }
        const { session, user, expires, isReadOnly } = spendToken(deps, throttle, request, request.body.token);
        // Whoever logs in over an old session ends that one: no two keys to one browser.
        if (request.operator) deps.access.logout(request.operator.session);
        setSessionCookie(reply, deps.secureCookies, session, expires);
        return reply.send({ user, expires, isReadOnly });
      },
    );
    app.get(
      '/session',
      {
        schema: { tags: ['session'], summary: 'Who is logged in', security: operatorSecurity, response: { 200: sessionView, ...failures } },
      },
      async (request) => {
        const { user, expires, isReadOnly } = operatorOf(request);
        return { user, expires, isReadOnly };
      },
    );
    app.delete(
      '/session',
      {
        schema: {
          tags: ['session'],
          summary: 'Log out; also fine when nobody is logged in',
          response: { 204: z.null().describe('Logged out'), ...failures },
        },
      },
      async (request, reply) => {
        if (request.operator) {
          deps.access.logout(request.operator.session);
          request.log.info({ address: request.ip, user: request.operator.user }, 'logged out');
        }
        return clearSessionCookie(reply, deps.secureCookies).code(204).send(null);
      },
    );
  };
