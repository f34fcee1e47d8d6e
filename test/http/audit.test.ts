import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { createTestServer } from '../support/http-server.ts';

const OPEN = { do: 'on', forS: 5 };

describe('what actuators were asked', () => {
  test.each([
    { lang: 'en', because: 'an operator asked' },
    { lang: 'zh-TW', because: '操作人員要求' },
    { lang: 'zh-CN', because: '操作人员要求' },
  ])('is explained in $lang', async ({ lang, because }) => {
    const { app, login, reader } = createTestServer();
    const headers = { cookie: await login(), 'accept-language': lang };
    const answer = await app.inject({ url: '/api/v1/audit?device=reader-1&before=9', headers });
    expect(answer.json()).toMatchObject([{ seq: 7, reason: 'operator', because, by: { kind: 'operator', user: 'mei' } }]);
    expect(reader.asked.at(-1)).toEqual(['audit', { limit: 100, before: 9, device: 'reader-1' }]);
  });

  test('is a spreadsheet that holds what the hashes cover', async () => {
    const { app, login } = createTestServer();
    const { body, headers } = await app.inject({
      url: '/api/v1/audit.csv?from=1772442000000&to=1772449999999',
      headers: { cookie: await login() },
    });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, row] = body.split('\r\n');
    expect(head).toMatch(/^\uFEFFseq,at,kind,device,.*,event,at_ms,body,hash$/);
    expect(row).toContain('"{""channel"":0}"');
    expect(row?.endsWith('a1'.repeat(32))).toBe(true);
  });

  test('is asked for with every filter, on the page and as a spreadsheet', async () => {
    const { app, login, reader } = createTestServer();
    const headers = { cookie: await login() };
    const asked = { who: '', what: 'login', outcome: 'refused', text: 'lamp' };
    const query = `from=1772442000000&to=1772449999999&${new URLSearchParams(asked)}`;
    await app.inject({ url: `/api/v1/audit?${query}`, headers });
    expect(reader.asked.at(-1)).toEqual(['audit', { limit: 100, from: 1_772_442_000_000, to: 1_772_449_999_999, ...asked }]);
    await app.inject({ url: `/api/v1/audit.csv?${query}`, headers });
    expect(reader.asked.at(-2)).toEqual(['audit', { limit: 500, after: 0, from: 1_772_442_000_000, to: 1_772_449_999_999, ...asked }]);
  });

  test.each(['/api/v1/audit', '/api/v1/audit.csv', '/api/v1/audit/check'])('is for operators only: %s', async (url) => {
    expect((await createTestServer().app.inject({ url })).statusCode).toBe(401);
  });
});

describe('what people did', () => {
  const EPC = '3034F1A2B400000000000031';

  test('is in the log with who, to what, and whether it was done; never with what they wrote', async () => {
    const { app, login, deeds } = createTestServer();
    const headers = { host: 'localhost', cookie: await login() };
    const post = (url: string, payload: object) => app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });
    expect((await post('/alerts/comment', { ids: ['a-1', 'a-2'], text: 'seen the man in blue' })).statusCode).toBe(204);
    expect((await post(`/security/blocked/${EPC}/unblock`, {})).statusCode).toBe(404);
    expect(deeds).toEqual([
      { deed: 'alerts-commented', user: 'mei', about: 'a-1, a-2', outcome: 'done', detail: '' },
      { deed: 'tag-unblocked', user: 'mei', about: EPC, outcome: 'refused', detail: 'NOT_FOUND' },
    ]);
  });

  test('names no customer', async () => {
    const { app, login, deeds } = createTestServer();
    const headers = { host: 'localhost', cookie: await login() };
    await app.inject({ method: 'DELETE', url: '/api/v1/customers/AAAAAAAAAAAAAAAAAAAAAA', headers });
    await app.inject({ method: 'POST', url: '/api/v1/customers/lookup', payload: { card: 'CARD-77' }, headers });
    expect(deeds).toMatchObject([
      { deed: 'customer-forgotten', about: null },
      { deed: 'card-looked-up', about: null },
    ]);
    expect(JSON.stringify(deeds)).not.toMatch(/AAAA|CARD-77/);
  });

  test('leaves out what only looks, what is malformed, what strangers try, and what the log has already', async () => {
    const { app, login, deeds } = createTestServer();
    const headers = { host: 'localhost', cookie: await login() };
    const post = (url: string, payload: object, own: Record<string, string> = headers) =>
      app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers: own });
    await app.inject({ url: '/api/v1/offers', headers });
    await post('/offers/check', { text: 'offers: []' });
    await post('/alerts/read', { ids: ['a-1'] });
    await post('/alerts/assign', { ids: 'all' });
    await post('/alerts/comment', { ids: ['a-1'], text: 'x' }, { host: 'localhost' });
    await post('/devices/reader-1/command', OPEN);
    expect(deeds).toEqual([]);
  });

  test('is done although the log cannot be written, and the log of the process says so', async () => {
    const server = createTestServer({
      noteDeed: () => {
        throw new GatewayError('LEDGER_UNAVAILABLE', 'disk full');
      },
    });
    const headers = { host: 'localhost', cookie: await server.login() };
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/alerts/comment',
      payload: { ids: ['a-1'], text: 'x' },
      headers,
    });
    expect(answer.statusCode).toBe(204);
    expect(server.log()).toContain('not in the audit log');
  });
});

describe('asking an actuator', () => {
  test('is for operators, whose name goes with it, and is answered with what came of it', async () => {
    const { app, login, actuated } = createTestServer();
    const ask = async (payload: object, headers = {}, id = 'reader-1') =>
      app.inject({ method: 'POST', url: `/api/v1/devices/${id}/command`, payload, headers: { host: 'localhost', ...headers } });
    expect((await ask(OPEN)).statusCode).toBe(401);
    expect(actuated).toEqual([]);
    const cookie = { cookie: await login() };
    const answer = await ask(OPEN, cookie);
    expect([answer.statusCode, answer.json()]).toEqual([
      202,
      { result: 'asked', reason: 'operator', command: 'u-3', until: expect.any(Number) },
    ]);
    expect(actuated).toEqual([['reader-1', { do: 'on', forS: 5, channel: 0, brightness: 1, arguments: [] }, 'mei']]);
    expect((await ask(OPEN, cookie, 'nobody')).json()).toMatchObject({ code: 'DEVICE_UNKNOWN' });
    expect((await ask({ do: 'explode' }, cookie)).statusCode).toBe(400);
    expect((await ask({ ...OPEN, forS: 100_000 }, cookie)).statusCode).toBe(400);
  });
});
