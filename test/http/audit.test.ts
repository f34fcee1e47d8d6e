import { describe, expect, test } from 'vitest';
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

  test.each(['/api/v1/audit', '/api/v1/audit.csv', '/api/v1/audit/check'])('is for operators only: %s', async (url) => {
    expect((await createTestServer().app.inject({ url })).statusCode).toBe(401);
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
