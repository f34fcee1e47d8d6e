import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-` makes browsers insist on Secure, Path=/ and no Domain; it needs https. */
export const sessionCookieName = (isSecure: boolean): string => (isSecure ? '__Host-aisle' : 'aisle');

const attributes = (isSecure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure }) as const;

export const setSessionCookie = (reply: FastifyReply, isSecure: boolean, session: string, expires: number): FastifyReply =>
  reply.setCookie(sessionCookieName(isSecure), session, { ...attributes(isSecure), expires: new Date(expires) });

export const clearSessionCookie = (reply: FastifyReply, isSecure: boolean): FastifyReply =>
  reply.clearCookie(sessionCookieName(isSecure), attributes(isSecure));

/** The session's secret as the browser sent it; null without one. Absurdly long ones are not looked up. */
export function readSessionCookie(request: FastifyRequest, isSecure: boolean): string | null {
  const value = request.cookies[sessionCookieName(isSecure)];
  return value === undefined || value === '' || value.length > 256 ? null : value;
}
