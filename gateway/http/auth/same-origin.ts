import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../errors.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

const hostOf = (url: string): string | null => {
  try {
    return new URL(url).host;
  } catch {
    // `Origin: null` (sandboxed frames, redirects) and rubbish name no host.
    return null;
  }
};

/**
 * Refuses state-changing requests that a browser sends on behalf of another site (ASVS 3.5.1). Browsers say it in
 * `Sec-Fetch-Site` (secure pages) or `Origin`; a client that sends neither is no browser and carries no ambient cookie.
 * `publicUrl` is the address operators use when a proxy rewrites `Host`.
 */
export function createSameOriginGuard(publicUrl: string | undefined) {
  const publicHost = publicUrl === undefined ? null : hostOf(publicUrl);

  const isForeign = (request: FastifyRequest): boolean => {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined) return site !== 'same-origin' && site !== 'none';
    const origin = request.headers.origin;
    if (origin === undefined) return false;
    const host = hostOf(origin);
    return host === null || (host !== request.host && host !== publicHost);
  };

  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    if (SAFE_METHODS.has(request.method) || !isForeign(request)) return;
    request.log.warn(
      { address: request.ip, origin: request.headers.origin, route: request.routeOptions.url },
      'cross-site request refused',
    );
    throw new GatewayError('CROSS_SITE', 'Another site may not do this on your behalf.');
  };
}
