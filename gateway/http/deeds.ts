import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RouteDeps } from './server-deps.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What it is called in the audit log that an operator asked this; null: it changes nothing, or tells the log itself. */
    deed?: string | null;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A request that is malformed has not tried anything. */
const MALFORMED = 400;
const LONGEST_ABOUT = 200;

/** The deed of a request, or null for one that the log does not tell. A route that does not say is told by its address. */
function deedOf({ method, routeOptions }: FastifyRequest): { readonly deed: string; readonly place: string } | null {
  const { deed } = routeOptions.config;
  if (deed === null) return null;
  if (deed !== undefined) return { deed, place: '' };
  return READING.has(method) ? null : { deed: 'other', place: `${method} ${routeOptions.url ?? ''}` };
}

/** Ids of what it is about. Pseudonyms of customers are left out: a customer who is forgotten is forgotten here too. */
function aboutOf({ params, body }: FastifyRequest): string | null {
  const { id, epc } = (params ?? {}) as { readonly id?: string; readonly epc?: string };
  const { ids } = (body ?? {}) as { readonly ids?: readonly string[] };
  const about = id ?? epc ?? (Array.isArray(ids) ? ids.join(', ') : null);
  return about === null ? null : about.slice(0, LONGEST_ABOUT);
}

const codeOf = (payload: unknown): string => {
  try {
    return String((JSON.parse(String(payload)) as { code?: unknown }).code ?? '');
  } catch {
    return '';
  }
};

/** Puts what operators do in this scope into the audit log before they are told that it is done, with its outcome and never with what they wrote. */
export function noteDeeds(scope: FastifyInstance, deps: Pick<RouteDeps, 'noteDeed'>): void {
  scope.addHook('onSend', async (request, reply, payload) => {
    const found = deedOf(request);
    if (found === null || request.operator === null || reply.statusCode === MALFORMED) return;
    const isDone = reply.statusCode < MALFORMED;
    try {
      deps.noteDeed({
        deed: found.deed,
        user: request.operator.user,
        about: aboutOf(request),
        outcome: isDone ? 'done' : 'refused',
        detail: [found.place, isDone ? '' : codeOf(payload)].filter(Boolean).join(' '),
      });
    } catch (error) {
      // It is done already: the log of the process is the place that is left to say so.
      request.log.error({ err: error, user: request.operator.user, deed: found.deed }, 'not in the audit log');
    }
  });
}
