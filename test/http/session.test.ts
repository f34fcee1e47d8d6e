import { describe, expect, it } from 'vitest';
import { createTestServer } from '../support/http-server.ts';

type Server = ReturnType<typeof createTestServer>;
const login = (server: Server, token: unknown, headers: Record<string, string> = {}, remoteAddress = '192.0.2.7') =>
  server.app.inject({ method: 'POST', url: '/api/v1/session', payload: { token }, headers, remoteAddress });
const who = (server: Server, cookie: string) => server.app.inject({ url: '/api/v1/session', headers: { cookie } });

describe('login', () => {
  it('turns a one-time token into a session, once', async () => {
    const server = createTestServer();
    const token = server.access.createLoginToken('mei', 10);
    const first = await login(server, token);
    expect(first.json()).toMatchObject({ user: 'mei' });
    const cookie = String(first.headers['set-cookie']);
    expect(cookie).toMatch(/^aisle=[\w-]{32}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/);
    expect((await who(server, cookie.split(';', 1)[0] ?? '')).json()).toEqual(first.json());

    const second = await login(server, token);
    expect(second.statusCode).toBe(401);
    expect(second.json().code).toBe('LOGIN_INVALID');
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  it('refuses a token that is too old', async () => {
    const server = createTestServer();
    const token = server.access.createLoginToken('mei', 10);
    server.pass(10 * 60_000);
    expect((await login(server, token)).statusCode).toBe(401);
  });

  it('binds the cookie to https where operators come by https', async () => {
    const server = createTestServer({ secureCookies: true });
    const answer = await login(server, server.access.createLoginToken('mei', 10));
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-aisle=.*; Secure; SameSite=Strict$/);
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it('gives a new session at each login and ends the one before', async () => {
    const server = createTestServer();
    const old = await server.login();
    const answer = await login(server, server.access.createLoginToken('mei', 10), { cookie: old });
    const fresh = String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
    expect(fresh).not.toBe(old);
    expect((await who(server, old)).statusCode).toBe(401);
    expect((await who(server, fresh)).statusCode).toBe(200);
  });

  it.each([[''], [null], [7], [['a']], ['x'.repeat(257)]])('refuses the token %j without asking who it belongs to', async (token) => {
    const server = createTestServer();
    expect((await login(server, token)).statusCode).toBe(400);
  });

  it('writes every login and refusal to the log, and never a token', async () => {
    const server = createTestServer();
    const token = server.access.createLoginToken('mei', 10);
    const cookie = String((await login(server, token)).headers['set-cookie']);
    await login(server, 'guessed-token-value');
    const log = server.log();
    expect(log).toContain('"user":"mei"');
    expect(log).toContain('login refused');
    expect(log).not.toContain(token);
    expect(log).not.toContain('guessed-token-value');
    expect(log).not.toContain(/aisle=([^;]+)/.exec(cookie)?.[1]);
  });
});

describe('guessing', () => {
  it('is slowed down after five failures, and the right token still works a little later', async () => {
    const server = createTestServer({ limits: { loginsPerMinute: 10_000 } });
    const answers: number[] = [];
    for (let guess = 0; guess < 1_000; guess++) answers.push((await login(server, `guess-${guess}`)).statusCode);
    expect(answers.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(answers.slice(5).every((status) => status === 429)).toBe(true);

    const token = server.access.createLoginToken('mei', 10);
    const blocked = await login(server, token);
    expect(blocked.json().code).toBe('TOO_MANY_REQUESTS');
    expect(Number(blocked.headers['retry-after'])).toBe(1);
    server.pass(1_000);
    expect((await login(server, token)).statusCode).toBe(200);
  });

  it('never costs another address anything', async () => {
    const server = createTestServer();
    for (let guess = 0; guess < 20; guess++) await login(server, `guess-${guess}`);
    expect((await login(server, server.access.createLoginToken('mei', 10), {}, '192.0.2.8')).statusCode).toBe(200);
  });

  it('meets a budget per address before the token is looked at', async () => {
    const server = createTestServer({ limits: { loginsPerMinute: 2 } });
    await login(server, 'a');
    await login(server, 'b');
    const third = await login(server, server.access.createLoginToken('mei', 10));
    expect(third.statusCode).toBe(429);
    expect(third.json().code).toBe('TOO_MANY_REQUESTS');
    expect(third.headers['retry-after']).toBeDefined();
  });
});

describe('logout', () => {
  it('ends the session at once, and may be repeated', async () => {
    const server = createTestServer();
    const cookie = await server.login();
    const logout = () => server.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } });
    const first = await logout();
    expect(first.statusCode).toBe(204);
    expect(String(first.headers['set-cookie'])).toContain('aisle=; ');
    expect((await who(server, cookie)).statusCode).toBe(401);
    expect((await logout()).statusCode).toBe(204);
  });

  it('is not needed after the session’s end', async () => {
    const server = createTestServer();
    const cookie = await server.login();
    server.pass(12 * 3_600_000);
    expect((await who(server, cookie)).statusCode).toBe(401);
  });

  it.each(['aisle=forged', 'aisle=', `aisle=${'a'.repeat(300)}`, 'aisle=__proto__', 'other=1'])('a cookie %s is nobody', async (cookie) => {
    expect((await who(createTestServer(), cookie)).statusCode).toBe(401);
  });
});

describe('requests on behalf of another site', () => {
  const change = (server: Server, headers: Record<string, string>) =>
    server.app.inject({ method: 'POST', url: '/api/v1/alerts/a-1/ack', payload: {}, headers: { host: 'shop.example:8080', ...headers } });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'http://shop.example:8081' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://shop.example:8080' },
  ])('are refused: %j', async (headers) => {
    const server = createTestServer();
    const answer = await change(server, { cookie: await server.login(), ...(headers as Record<string, string>) });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().code).toBe('CROSS_SITE');
    expect(server.acknowledged).toEqual([]);
  });

  it.each([{ origin: 'http://shop.example:8080' }, { 'sec-fetch-site': 'same-origin' }, {}])(
    'are told from our own pages: %j',
    async (headers) => {
      const server = createTestServer();
      expect((await change(server, { cookie: await server.login(), ...(headers as Record<string, string>) })).statusCode).toBe(204);
    },
  );

  it('are told from pages behind a proxy that rewrites the host', async () => {
    const server = createTestServer({ publicUrl: 'https://shop.example' });
    const headers = { cookie: await server.login(), host: '127.0.0.1:8080', origin: 'https://shop.example' };
    expect((await change(server, headers)).statusCode).toBe(204);
  });

  it('are refused for login too', async () => {
    const server = createTestServer();
    const answer = await login(server, server.access.createLoginToken('mei', 10), { origin: 'https://evil.example' });
    expect(answer.statusCode).toBe(403);
  });
});

describe('a read-only login', () => {
  it('may look, log out, and do nothing else that an operator can do', async () => {
    const server = createTestServer();
    const opened = await login(server, server.access.createLoginToken('wall', 10, true));
    expect(opened.json()).toMatchObject({ user: 'wall', isReadOnly: true });
    const cookie = String(opened.headers['set-cookie']).split(';', 1)[0] ?? '';
    expect((await who(server, cookie)).json()).toMatchObject({ isReadOnly: true });
    expect((await server.app.inject({ url: '/api/v1/now', headers: { cookie } })).statusCode).toBe(200);

    const { paths } = (await server.app.inject({ url: '/api/openapi.json' })).json() as {
      paths: Record<string, Record<string, { readonly security?: readonly object[] }>>;
    };
    const deeds = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([method, { security = [] }]) => method !== 'get' && security.some((way) => 'session' in way))
        .map(([method]) => ({ method: method.toUpperCase() as 'POST' | 'PUT' | 'DELETE', url: path.replaceAll(/\{\w+\}/g, 'x') })),
    );
    expect(deeds.length).toBeGreaterThan(10);
    for (const deed of deeds) {
      const answer = await server.app.inject({ ...deed, headers: { cookie, host: 'localhost' }, payload: {} });
      expect([answer.statusCode, answer.json().code], `${deed.method} ${deed.url}`).toEqual([403, 'READ_ONLY']);
    }
    expect((await server.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } })).statusCode).toBe(204);
    expect((await who(server, cookie)).statusCode).toBe(401);
  });
});
