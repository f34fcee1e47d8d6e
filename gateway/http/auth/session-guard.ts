import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../errors.ts';
import type { Access, Login } from '../ports.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Who asks: a logged-in operator with the session's secret, which only ends sessions and is never logged. */
export interface Operator extends Login {
  readonly session: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    operator: Operator | null;
  }
}

/** Methods that change nothing. */
const LOOKING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Gives every request its `operator`; call once on the server before routes are registered. */
export function recogniseOperators(app: FastifyInstance, access: Access, isSecure: boolean): void {
  app.decorateRequest('operator', null);
  app.addHook('onRequest', async (request) => {
    const session = readSessionCookie(request, isSecure);
    const known = session === null ? null : access.session(session);
    request.operator = session === null || known === null ? null : { ...known, session };
  });
}

/** The operator, or a 401 that says how to log in. */
export function operatorOf(request: FastifyRequest): Operator {
  if (request.operator === null) throw new GatewayError('NOT_LOGGED_IN', 'This needs a login.');
  return request.operator;
}

/** Hook for all routes of a scope that only operators may use. */
export async function requireSession(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
  const { isReadOnly } = operatorOf(request);
  // Every route that changes something has another method: what is new is closed to those who only look without being told.
  if (isReadOnly && !LOOKING.has(request.method)) throw new GatewayError('READ_ONLY', 'This login may look, but change nothing.');
}
