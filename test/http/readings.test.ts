import { describe, expect, it } from 'vitest';
import { createTestServer } from '../support/http-server.ts';

type Server = ReturnType<typeof createTestServer>;
const basic = (device: string, secret: string) => `Basic ${Buffer.from(`${device}:${secret}`).toString('base64')}`;
const bearer = (device: string, secret: string) => `Bearer ${device}:${secret}`;

function send(server: Server, url: string, payload: string | Buffer, headers: Record<string, string>) {
  return server.app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } });
}

describe('readings over HTTP', () => {
  it.each([
    ['/api/v1/readings', undefined],
    ['/api/v1/readings/reads', 'reads'],
    ['/api/v1/sales', 'sale'],
  ])('at %s reach the intake with the exact bytes', async (url, channel) => {
    const server = createTestServer();
    const secret = server.access.rotateDevice('reader-1');
    const bytes = Buffer.from('{ "b":1,  "a":2 }\n');
    for (const authorization of [basic('reader-1', secret), bearer('reader-1', secret)]) {
      const answer = await send(server, url, bytes, { authorization });
      expect(answer.statusCode, answer.body).toBe(204);
      expect(answer.body).toBe('');
    }
    expect(server.pushed).toEqual([
      { device: 'reader-1', channel, bytes },
      { device: 'reader-1', channel, bytes },
    ]);
  });

  it('may be bytes that are no JSON at all', async () => {
    const server = createTestServer();
    const authorization = bearer('reader-1', server.access.rotateDevice('reader-1'));
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
    const answer = await send(server, '/api/v1/readings', bytes, { authorization, 'content-type': 'application/octet-stream' });
    expect(answer.statusCode).toBe(204);
    expect(server.pushed.map((message) => message.bytes)).toEqual([bytes]);
  });

  it.each([
    'application/xml; charset="UTF-8"',
    'text/xml',
    'text/plain; charset=utf-8',
    'application/ld+json',
    'multipart/form-data; boundary=boundary',
    'multipart/mixed;boundary=boundary',
  ])('of hardware that says %s reach the intake as they came', async (type) => {
    const server = createTestServer();
    const authorization = bearer('counter-1', server.access.rotateDevice('counter-1'));
    const bytes = Buffer.from('--boundary\r\nContent-Type: application/xml\r\n\r\n<a>1</a>\r\n--boundary--\r\n');
    const answer = await send(server, '/api/v1/readings', bytes, { authorization, 'content-type': type });
    expect(answer.statusCode, answer.body).toBe(204);
    expect(server.pushed.map((message) => message.bytes)).toEqual([bytes]);
  });

  it.each([{}, { 'content-type': 'application/json' }])('that are empty reach the intake, which counts them: %j', async (type) => {
    const server = createTestServer();
    const authorization = bearer('reader-1', server.access.rotateDevice('reader-1'));
    const headers = { authorization, ...type };
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/readings', headers });
    expect(answer.statusCode, answer.body).toBe(204);
    expect(server.pushed.map((message) => message.bytes.byteLength)).toEqual([0]);
  });

  it('are not acknowledged when they cannot be stored', async () => {
    const server = createTestServer();
    const authorization = bearer('reader-1', server.access.rotateDevice('reader-1'));
    server.answerPushes({ ok: false, status: 503, code: 'JOURNAL_UNAVAILABLE', detail: 'The journal cannot store now.' });
    const answer = await send(server, '/api/v1/readings', '{}', { authorization });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ code: 'JOURNAL_UNAVAILABLE', next: expect.stringContaining('disk') });
  });

  it('pass on the reason of the intake for anything else', async () => {
    const server = createTestServer();
    const authorization = bearer('reader-1', server.access.rotateDevice('reader-1'));
    server.answerPushes({ ok: false, status: 404, code: 'unknown-channel', detail: 'This device has no such channel.' });
    const answer = await send(server, '/api/v1/readings/warp', '{}', { authorization });
    expect(answer.json()).toMatchObject({ status: 404, code: 'unknown-channel' });
  });

  it.each([
    '',
    'Bearer',
    'Bearer reader-1',
    'Bearer reader-1:',
    'Bearer :x',
    'Digest reader-1:x',
    'Bearer reader-1:wrong',
    'Bearer __proto__:x',
    `Basic ${'A'.repeat(600)}`,
  ])('of a stranger (%s) are refused, counted and never read', async (authorization) => {
    const refused: string[] = [];
    const server = createTestServer({ refuse: (reason, source) => void refused.push(`${reason} ${source}`) });
    server.access.rotateDevice('reader-1');
    const answer = await send(server, '/api/v1/readings', 'x'.repeat(70_000), { authorization });
    expect(answer.statusCode).toBe(401);
    expect(answer.json().code).toBe('DEVICE_CREDENTIAL_INVALID');
    expect(answer.headers['www-authenticate']).toContain('Basic');
    expect(server.pushed).toEqual([]);
    // Names that strangers make up are not counted by name: counters would grow without end.
    expect(refused).toEqual([`bad-credential ${authorization.includes('reader-1:wrong') ? 'reader-1' : ''}`]);
  });

  it('of a revoked device or with the old secret are refused', async () => {
    const server = createTestServer();
    const old = server.access.rotateDevice('reader-1');
    const fresh = server.access.rotateDevice('reader-1');
    expect((await send(server, '/api/v1/readings', '{}', { authorization: bearer('reader-1', old) })).statusCode).toBe(401);
    server.access.revokeDevice('reader-1');
    expect((await send(server, '/api/v1/readings', '{}', { authorization: bearer('reader-1', fresh) })).statusCode).toBe(401);
  });

  it('need the device’s secret, an operator’s session is not enough', async () => {
    const server = createTestServer();
    expect((await send(server, '/api/v1/readings', '{}', { cookie: await server.login() })).statusCode).toBe(401);
  });

  it('over 64 KiB or of another media type are told so', async () => {
    const server = createTestServer();
    const authorization = bearer('reader-1', server.access.rotateDevice('reader-1'));
    expect((await send(server, '/api/v1/readings', 'x'.repeat(65_536), { authorization })).statusCode).toBe(204);
    const large = await send(server, '/api/v1/readings', 'x'.repeat(65_537), { authorization });
    expect([large.statusCode, large.json().code]).toEqual([413, 'TOO_LARGE']);
    const form = await send(server, '/api/v1/readings', 'a=b', { authorization, 'content-type': 'application/x-www-form-urlencoded' });
    expect([form.statusCode, form.json().code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    expect(server.pushed).toHaveLength(1);
  });

  it('have a budget of their own per device, which a stranger elsewhere cannot spend', async () => {
    const server = createTestServer({ limits: { readingsPerSecond: 3 } });
    const authorization = bearer('reader-1', server.access.rotateDevice('reader-1'));
    const other = bearer('reader-2', server.access.rotateDevice('reader-2'));
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await send(server, '/api/v1/readings', '{}', { authorization })).statusCode);
    expect(statuses).toEqual([204, 204, 204, 429]);
    expect((await send(server, '/api/v1/readings', '{}', { authorization: other })).statusCode).toBe(204);
  });

  it('never leave a secret in the log', async () => {
    const server = createTestServer();
    const secret = server.access.rotateDevice('reader-1');
    await send(server, '/api/v1/readings', '{"card":"4712345678901"}', { authorization: bearer('reader-1', secret) });
    await send(server, '/api/v1/readings', '{}', { authorization: bearer('reader-1', 'guessed-secret-value') });
    expect(server.log()).toContain('device credential refused');
    expect(server.log()).not.toContain(secret);
    expect(server.log()).not.toContain('guessed-secret-value');
    expect(server.log()).not.toContain('4712345678901');
  });
});
