import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { createTestServer } from '../support/http-server.ts';

const STRANGER = { remoteAddress: '192.0.2.7' };

describe('supervision', () => {
  it('says alive while the process runs, ready while readings are taken', async () => {
    const server = createTestServer({ version: '1.2.3' });
    await server.app.ready();
    server.pass(5_000);
    expect((await server.app.inject({ url: '/healthz', ...STRANGER })).json()).toEqual({ status: 'ok', uptimeS: 5, version: '1.2.3' });
    expect((await server.app.inject({ url: '/readyz', ...STRANGER })).json()).toEqual({ status: 'ready' });

    server.live.breakWith(new GatewayError('JOURNAL_KEY_WRONG', 'key of /etc/shop/key'));
    const answer = await server.app.inject({ url: '/readyz', ...STRANGER });
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'JOURNAL_KEY_WRONG']);
    expect(answer.body).not.toContain('/etc');
    expect((await server.app.inject({ url: '/healthz' })).statusCode).toBe(200);
    server.live.breakWith(null);
    expect((await server.app.inject({ url: '/readyz' })).statusCode).toBe(200);
  });

  it('gives figures to this machine, to operators and to whoever holds the token', async () => {
    const server = createTestServer({ metricsToken: 'scrape-me' });
    const metrics = (options: object) => server.app.inject({ url: '/metrics', ...STRANGER, ...options });
    const local = await metrics({ remoteAddress: '127.0.0.1' });
    expect(local.statusCode).toBe(200);
    expect(local.headers['content-type']).toContain('text/plain');
    expect(local.body).toContain('aisle_frames_applied_total 0');
    expect((await metrics({ headers: { cookie: await server.login() } })).statusCode).toBe(200);
    expect((await metrics({ headers: { authorization: 'Bearer scrape-me' } })).statusCode).toBe(200);
  });

  it('keeps figures from everyone else, also behind a proxy on this machine', async () => {
    const server = createTestServer({ metricsToken: 'scrape-me' });
    const metrics = (options: object) => server.app.inject({ url: '/metrics', ...STRANGER, ...options });
    expect((await metrics({})).statusCode).toBe(401);
    expect((await metrics({ headers: { authorization: 'Bearer wrong-one' } })).statusCode).toBe(401);
    expect((await metrics({ remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': '192.0.2.7' } })).statusCode).toBe(401);
    const without = createTestServer();
    expect((await without.app.inject({ url: '/metrics', ...STRANGER, headers: { authorization: 'Bearer undefined' } })).statusCode).toBe(
      401,
    );
  });

  it('counts requests by route, never by address', async () => {
    const server = createTestServer();
    await server.app.inject({ url: '/api/v1/visits/v-secret', headers: { cookie: await server.login() } });
    await server.app.inject({ url: '/nothing/here' });
    const { body } = await server.app.inject({ url: '/metrics' });
    expect(body).toContain('aisle_http_request_seconds_count{method="GET",route="/api/v1/visits/:id",status="4xx"} 1');
    expect(body).not.toContain('v-secret');
    expect(body).not.toContain('nothing/here');
  });
});

describe('pages', () => {
  const build = (webRoot: string) => {
    for (const page of ['web', 'player']) {
      mkdirSync(join(webRoot, page, 'assets'), { recursive: true });
      writeFileSync(join(webRoot, page, 'index.html'), `<title>${page}</title>`);
      writeFileSync(join(webRoot, page, 'assets', 'main-4f3a.js'), `export const page = '${page}';`);
      writeFileSync(join(webRoot, page, '.secret'), 'hidden');
    }
  };

  it.each(['/', '/player/', '/index.html'])('at %s say how to build them, until they are built', async (url) => {
    const server = createTestServer();
    const page = await server.app.inject({ url, headers: { accept: 'text/html,*/*' } });
    expect(page.statusCode).toBe(503);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('DASHBOARD_NOT_BUILT');
    expect(page.body).toContain('npm run build');
    const plain = await server.app.inject({ url, headers: { accept: 'application/json' } });
    expect([plain.statusCode, plain.json().code]).toEqual([503, 'DASHBOARD_NOT_BUILT']);

    build(server.webRoot);
    expect((await server.app.inject({ url })).statusCode).toBe(200);
  });

  it('need no login, and keep only hashed files in browsers', async () => {
    const server = createTestServer();
    build(server.webRoot);
    const index = await server.app.inject({ url: '/', ...STRANGER });
    expect(index.body).toBe('<title>web</title>');
    expect(index.headers['cache-control']).toBe('no-cache');
    const player = await server.app.inject({ url: '/player/assets/main-4f3a.js' });
    expect(player.body).toContain("'player'");
    expect(player.headers['cache-control']).toContain('immutable');
    expect((await server.app.inject({ url: '/player' })).headers.location).toBe('/player/');
  });

  it('are sent as the build has compressed them to browsers that take it, and kept apart in caches', async () => {
    const server = createTestServer();
    build(server.webRoot);
    for (const ending of ['br', 'gz'])
      writeFileSync(join(server.webRoot, 'web', 'assets', `main-4f3a.js.${ending}`), `packed as ${ending}`);
    const ask = (encodings: string) => server.app.inject({ url: '/assets/main-4f3a.js', headers: { 'accept-encoding': encodings } });
    for (const [encodings, encoding, ending] of [
      ['gzip, deflate, br, zstd', 'br', 'br'],
      ['gzip', 'gzip', 'gz'],
    ] as const) {
      const { headers, body } = await ask(encodings);
      expect([headers['content-encoding'], headers.vary, body]).toEqual([encoding, 'accept-encoding', `packed as ${ending}`]);
      expect(headers['content-type']).toContain('javascript');
      expect(headers['cache-control']).toContain('immutable');
    }
    const plain = await ask('identity');
    expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, "export const page = 'web';"]);
    // What the build found too small for it.
    expect((await server.app.inject({ url: '/', headers: { 'accept-encoding': 'br' } })).body).toBe('<title>web</title>');
  });

  it('serve nothing hidden and nothing outside', async () => {
    const server = createTestServer();
    build(server.webRoot);
    writeFileSync(join(server.webRoot, 'outside.txt'), 'outside');
    for (const url of [
      '/.secret',
      '/player/.secret',
      '/..%2foutside.txt',
      '/player/..%2f..%2foutside.txt',
      '/assets/..%2f..%2foutside.txt',
      '/assets/',
    ]) {
      const answer = await server.app.inject({ url });
      expect([400, 403, 404], url).toContain(answer.statusCode);
      expect(answer.body).not.toMatch(/hidden|outside<|^outside$/);
    }
  });
});
