import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { problem } from '../../gateway/http/contract.ts';
import type { ServerDeps } from '../../gateway/http/server-deps.ts';
import { createFakeReader } from '../support/fakes/reader.fake.ts';
import { createTestServer } from '../support/http-server.ts';

const SECRET_TEXT = 'SQLITE_CORRUPT at /var/lib/shop/ledger.db card=4712345678901';

/** Sends raw bytes to a listening server and gives all that came back until the server closed the connection. */
async function talk(overrides: Partial<ServerDeps>, ...parts: readonly string[]): Promise<string> {
  const { app } = createTestServer(overrides);
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

const bodyOf = (answer: string) => problem.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)));

describe('failures', () => {
  it('of the gateway itself tell a reference and nothing else', async () => {
    const reader = { ...createFakeReader(), zones: () => Promise.reject(new Error(SECRET_TEXT)) };
    const server = createTestServer({ reader });
    const answer = await server.app.inject({ url: '/api/v1/zones', headers: { cookie: await server.login() } });
    expect(answer.statusCode).toBe(500);
    const body = problem.parse(answer.json());
    expect(body.code).toBe('INTERNAL');
    expect(answer.body).not.toMatch(/SQLITE|var|4712345678901|Error:/);
    const reference = body.instance?.split(':').at(-1) ?? '';
    expect(reference).toMatch(/^[0-9a-f]{16}$/);
    expect(server.log()).toContain(reference);
  });

  it('that an operator can act on tell the code and the next step, not the cause', async () => {
    const reader = { ...createFakeReader(), zones: () => Promise.reject(new GatewayError('LEDGER_UNAVAILABLE', SECRET_TEXT)) };
    const server = createTestServer({ reader });
    const answer = await server.app.inject({ url: '/api/v1/zones', headers: { cookie: await server.login() } });
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'LEDGER_UNAVAILABLE']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).not.toContain('SQLITE');
  });

  it('of an answer that breaks the contract reach nobody', async () => {
    const reader = {
      ...createFakeReader(),
      zones: async () => [{ id: 'door', people: Number.NaN, tags: 0, visitsToday: 0, card: '4712345678901' }],
    };
    const server = createTestServer({ reader });
    const answer = await server.app.inject({ url: '/api/v1/zones', headers: { cookie: await server.login() } });
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'INTERNAL']);
    expect(answer.body).not.toContain('4712345678901');
  });

  it('leave out what the contract does not name', async () => {
    const reader = {
      ...createFakeReader(),
      zones: async () => [{ id: 'door', people: 1, tags: 0, visitsToday: 0, card: '4712345678901' }],
    };
    const server = createTestServer({ reader });
    const answer = await server.app.inject({ url: '/api/v1/zones', headers: { cookie: await server.login() } });
    expect(answer.json()).toEqual([{ id: 'door', people: 1, tags: 0, visitsToday: 0 }]);
  });

  it.each([
    ['{"__proto__":{"a":1}}', 400],
    ['{"constructor":{"prototype":{"a":1}}}', 400],
    ['{"token":"a","__proto__":1}', 400],
    ['{', 400],
    ['', 400],
    ['[]', 400],
    [`${'['.repeat(30_000)}`, 400],
    [`"${'x'.repeat(70_000)}"`, 413],
  ])('of a body like %.40s are refused without repeating it', async (payload, status) => {
    const server = createTestServer();
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(status);
    expect(problem.parse(answer.json()).status).toBe(status);
    expect(answer.body).not.toContain('__proto__');
    expect(answer.body).not.toContain('[[[');
  });

  it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])('say 415 to %s', async (type) => {
    const { app } = createTestServer();
    const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: 'token=a', headers: { 'content-type': type } });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
  });

  it.each([
    ['PUT', '/api/v1/zones', 'GET, HEAD'],
    ['TRACE', '/api/v1/zones', 'GET, HEAD'],
    ['DELETE', '/api/v1/visits/v-17', 'GET, HEAD'],
    ['GET', '/api/v1/readings', 'POST'],
    ['PATCH', '/api/v1/session', 'POST, GET, HEAD, DELETE'],
    ['POST', '/index.html', 'GET, HEAD'],
  ] as const)('say 405 to %s %s, with what is allowed', async (method, url, allowed) => {
    const { app } = createTestServer();
    const answer = await app.inject({ method, url });
    expect([answer.statusCode, answer.json().code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(answer.headers.allow).toBe(allowed);
  });

  it.each([
    '/../package.json',
    '/%2e%2e%2fpackage.json',
    '/..%5cpackage.json',
    '/%2Fapi%2Fv1%2Fzones',
    '/api%2Fv1%2Fzones',
    '/api/v1%2Fzones',
    '/.env',
    '/player/..%2f..%2fpackage.json',
    '/api/docs/..%2f..%2fpackage.json',
    '//api/v1/zones',
  ])('give nothing away under %s', async (url) => {
    const { app } = createTestServer();
    const answer = await app.inject({ url });
    expect([400, 401, 403, 404]).toContain(answer.statusCode);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it.each(['/%zz', '/api/v1/visits/%E0%A4%A', `/api/v1/visits/${'a'.repeat(300)}`])(
    'of an address like %.30s are problem details',
    async (url) => {
      const { app } = createTestServer();
      const answer = await app.inject({ url });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(problem.parse(answer.json()).status).toBe(answer.statusCode);
    },
  );
});

describe('headers', () => {
  it.each(['/', '/api/v1/zones', '/api/v1/nothing', '/healthz', '/api/docs/', '/api/openapi.json'])(
    'of %s protect the page',
    async (url) => {
      const { app } = createTestServer();
      const { headers } = await app.inject({ url, headers: { host: 'shop.example:8080' } });
      const policy = String(headers['content-security-policy']);
      for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'", "script-src 'self'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-frame-options']).toBe('SAMEORIGIN');
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['strict-transport-security']).toBeUndefined();
    },
  );

  it('let pages connect to their own origin only', async () => {
    const { app } = createTestServer();
    const policyFor = async (host: string) =>
      String((await app.inject({ url: '/healthz', headers: { host } })).headers['content-security-policy']);
    expect(await policyFor('shop.example:8080')).toContain("connect-src 'self' ws://shop.example:8080;");
    expect(await policyFor('[fd00::1]:8080')).toContain("connect-src 'self' ws://[fd00::1]:8080;");
    expect(await policyFor('evil; script-src *')).not.toContain('evil');
  });
});

describe('slow and broken clients', () => {
  const limits = { requestTimeoutMs: 200 };

  it.each([
    ['headers', 'GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    ['a body', 'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'],
  ])('that never finish %s are let go with 408', async (_what, bytes) => {
    const answer = await talk({ limits }, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(bodyOf(answer).code).toBe('REQUEST_TIMEOUT');
  });

  it('have 20 s in the product, looked at every second', async () => {
    const { app } = createTestServer();
    await app.ready();
    expect(app.server.requestTimeout).toBe(20_000);
    expect(app.server.headersTimeout).toBe(20_000);
    expect(app.server.timeout).toBe(60_000);
  });

  it('with 20 KB of headers get 431', async () => {
    const answer = await talk({}, `GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(bodyOf(answer).code).toBe('HEADERS_TOO_LARGE');
  });

  // The parser itself gives up somewhere above a thousand; the server counts from a hundred on.
  it.each([100, 2_000])('with more than %d headers get 431', async (headers) => {
    const answer = await talk({}, `GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${'a:b\r\n'.repeat(headers)}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(bodyOf(answer).code).toBe('HEADERS_TOO_LARGE');
  });

  it('with the headers of any honest client are served', async () => {
    const answer = await talk({}, `GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${'a:b\r\n'.repeat(90)}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['two lengths', 'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n'],
    ['no HTTP', '\x16\x03\x01\x00\xa5\x01\x00\x00'],
  ])('that speak %s get 400', async (_what, bytes) => {
    const answer = await talk({}, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(bodyOf(answer).code).toBe('INPUT_INVALID');
  });
});
