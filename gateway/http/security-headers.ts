import type { FastifyHelmetOptions } from '@fastify/helmet';

/** A host that is safe to repeat in a header. */
const PLAIN_HOST = /^[\w.-]+(?::\d{1,5})?$|^\[[0-9a-fA-F:]+\](?::\d{1,5})?$/;

/**
 * Headers for every answer (ASVS 3.4): our own pages load nothing from elsewhere and run no inline script. Style attributes
 * are allowed because the charts' tooltips set them; style elements are not. The live connection is named for browsers in
 * which `'self'` does not cover WebSocket. HSTS only where https is known to be there, else it would lock operators out.
 */
export const securityHeaders = (isSecure: boolean): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'script-src': ["'self'"],
      'script-src-attr': ["'none'"],
      'style-src': ["'self'"],
      'style-src-attr': ["'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'blob:'],
      'connect-src': [
        "'self'",
        (request) => {
          const host = request.headers.host ?? '';
          return PLAIN_HOST.test(host) ? `${isSecure ? 'wss' : 'ws'}://${host}` : "'self'";
        },
      ],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      // The dashboard shows the display page in a frame of its own.
      'frame-src': ["'self'"],
      'frame-ancestors': ["'self'"],
    },
  },
  strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  // Over plain http browsers ignore these two and complain about it in every console.
  crossOriginOpenerPolicy: isSecure ? { policy: 'same-origin' } : false,
  originAgentCluster: isSecure,
  crossOriginEmbedderPolicy: false,
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'sameorigin' },
});

/** For the API's own documents: the viewer brings its styles inline. */
export const DOCUMENTS_POLICY =
  "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'self'; img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'";
