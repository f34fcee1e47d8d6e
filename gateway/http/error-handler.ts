import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type ErrorCode, isGatewayError } from '../errors.ts';
import type { Problem } from './contract.ts';
import { internalProblem, problemOf, sendProblem } from './problem.ts';

/** Fastify's own refusals by status, with texts of ours: its messages may repeat what the client sent. */
const REFUSALS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ['INPUT_INVALID', 'The request could not be understood.'],
  // Refused paths (dots, backslashes, double slashes) are no different from files that do not exist.
  403: ['NOT_FOUND', 'There is nothing under this address.'],
  404: ['NOT_FOUND', 'There is nothing under this address.'],
  408: ['REQUEST_TIMEOUT', 'The request did not arrive in time.'],
  413: ['TOO_LARGE', 'The request is too large.'],
  414: ['TOO_LARGE', 'The address is too long.'],
  415: ['MEDIA_TYPE_UNSUPPORTED', 'This address does not take the media type.'],
  429: ['TOO_MANY_REQUESTS', 'Too many requests in a short time.'],
  431: ['HEADERS_TOO_LARGE', 'The headers are too large.'],
};

/** What the gateway says of a failure of its own: the code and the next step tell enough, paths and causes stay in the log. */
const OPERATIONAL = 'The gateway cannot do this now.';

/** JSON Pointer of zod to the dotted path that people read. */
const toPath = (pointer: string): string => pointer.replace(/^\//, '').replaceAll('/', '.');

/** The problem that a thrown value becomes; null for a bug. */
function toProblem(error: unknown): Problem | null {
  if (isGatewayError(error)) return problemOf(error.code, error.status >= 500 ? OPERATIONAL : error.message);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({ path: toPath(issue.instancePath), message: issue.message ?? 'invalid' }));
    return problemOf('INPUT_INVALID', 'Some fields are not as they must be.', errors);
  }
  const status = error instanceof Error ? (error as FastifyError).statusCode : undefined;
  const refusal = status === undefined ? undefined : REFUSALS[status];
  return refusal ? problemOf(...refusal) : null;
}

/**
 * The one place where failures become answers. Operational failures and refusals say their code; anything else is a bug:
 * logged with its stack, answered with a reference only.
 */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  if (problem === null) {
    request.log.error({ err: error, reference: request.id, method: request.method, route: request.routeOptions.url }, 'request failed');
    return sendProblem(reply, internalProblem(request.id));
  }
  if (problem.status >= 500) request.log.warn({ err: error, code: problem.code, route: request.routeOptions.url }, 'request not served');
  if (problem.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '5');
  return sendProblem(reply, problem);
}
