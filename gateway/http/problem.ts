import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { ERRORS, type ErrorCode } from '../errors.ts';
import type { Problem } from './contract.ts';

/** A code that only the HTTP server itself gives: a bug, whose text stays in the log. */
const INTERNAL_NEXT = 'Try again; if it stays, look for the reference in the log.';

const typeOf = (code: string): string => `urn:silent-aisle:problem:${code.toLowerCase().replaceAll('_', '-')}`;

/** RFC 9457 problem details with the code's own status and next step. */
export const problemOf = (code: ErrorCode, detail: string, errors?: Problem['errors']): Problem => ({
  type: typeOf(code),
  title: STATUS_CODES[ERRORS[code].status] ?? 'Error',
  status: ERRORS[code].status,
  detail,
  code,
  next: ERRORS[code].next,
  ...(errors === undefined ? {} : { errors }),
});

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

/** A problem whose status and code another part chose; an unknown code keeps its name and has no better next step. */
export const foreignProblem = (status: number, code: string, detail: string): Problem => ({
  type: typeOf(code),
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
  code,
  next: isErrorCode(code) ? ERRORS[code].next : 'Correct the message and send it again.',
});

/** What a caller sees of a bug: nothing but a reference that finds it in the log. */
export const internalProblem = (reference: string): Problem => ({
  type: typeOf('INTERNAL'),
  title: 'Internal Server Error',
  status: 500,
  detail: `Something went wrong inside the gateway. Reference: ${reference}`,
  code: 'INTERNAL',
  next: INTERNAL_NEXT,
  instance: `urn:silent-aisle:request:${reference}`,
});

/** Sends it as text, so that no response schema of the route stands between. */
export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply.code(problem.status).header('cache-control', 'no-store').type('application/problem+json').send(JSON.stringify(problem));
