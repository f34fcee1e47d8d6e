import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KnownRoutes } from './known-routes.ts';
import { answerNotBuilt } from './pages.ts';
import { problemOf, sendProblem } from './problem.ts';

const PAGE_METHODS = ['GET', 'HEAD'] as const;

/** Answers for addresses that no route took: pages not built (503), the wrong method (405 with `Allow`), else 404. */
export function createNotFoundHandler(known: KnownRoutes, webRoot: string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = request.url.split('?', 1)[0] ?? '';
    const isPageMethod = request.method === 'GET' || request.method === 'HEAD';
    if (isPageMethod && answerNotBuilt(webRoot, request, reply, path)) return reply;
    const methods = known.methods(path);
    // Outside the API there are only files: anything but reading them is the wrong method.
    const allowed = methods.length > 0 || isPageMethod || path.startsWith('/api/') ? methods : PAGE_METHODS;
    if (allowed.length > 0 && !allowed.includes(request.method)) {
      reply.header('allow', allowed.join(', '));
      return sendProblem(reply, problemOf('METHOD_NOT_ALLOWED', 'This address does not take this method.'));
    }
    return sendProblem(reply, problemOf('NOT_FOUND', 'There is nothing under this address.'));
  };
}
