import { describe, expect, it } from 'vitest';
import { playlistFake } from '../support/fakes/displays.fake.ts';
import { createTestServer } from '../support/http-server.ts';

const PREVIEW = { show: { en: { title: 'Brew it well' } } };
const bearer = (device: string, secret: string) => ({ authorization: `Bearer ${device}:${secret}` });

describe('the playlist of a display', () => {
  it('is given to the display itself, and to nobody else', async () => {
    const { app, access, login } = createTestServer();
    const secret = access.rotateDevice('screen');
    const url = '/api/v1/player/playlist';
    expect((await app.inject({ url })).statusCode).toBe(401);
    expect((await app.inject({ url, headers: { cookie: await login() } })).statusCode).toBe(401);
    expect((await app.inject({ url, headers: bearer('screen', 'wrong') })).statusCode).toBe(401);
    const answer = await app.inject({ url, headers: bearer('screen', secret) });
    expect(answer.json()).toEqual(playlistFake);
    const known = await app.inject({ url, headers: { ...bearer('screen', secret), 'if-none-match': String(answer.headers.etag) } });
    expect([known.statusCode, known.body]).toEqual([304, '']);
    const reader = access.rotateDevice('reader-1');
    expect((await app.inject({ url, headers: bearer('reader-1', reader) })).statusCode).toBe(404);
  });
});

describe('pictures for displays', () => {
  it('are served for ever, without a login, as nothing but pictures', async () => {
    const { app } = createTestServer();
    const answer = await app.inject({ url: '/media/known.svg' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-security-policy']).toContain('sandbox');
  });

  it.each(['/media/other.svg', '/media/..%2f..%2fpackage.json', '/media/%2e%2e%2fstore.yaml'])('are no other files: %s', async (url) => {
    expect((await createTestServer().app.inject({ url })).statusCode).toBe(404);
  });
});

describe('a preview', () => {
  it('is for operators, on displays of the shop, and says what became of it', async () => {
    const { app, displays, login } = createTestServer();
    const post = (id: string, payload: object, headers = {}) =>
      app.inject({ method: 'POST', url: `/api/v1/displays/${id}/preview`, payload, headers });
    expect((await post('screen', PREVIEW)).statusCode).toBe(401);
    const cookie = { cookie: await login() };
    const answer = await post('screen', PREVIEW, cookie);
    expect([answer.statusCode, answer.json()]).toEqual([202, { command: 'preview-1', deadline: 20_000 }]);
    expect(displays.tried).toEqual([{ show: { en: { title: 'Brew it well', body: '' } }, showForS: 10 }]);
    expect((await post('lamp', PREVIEW, cookie)).json()).toMatchObject({ status: 404, code: 'DEVICE_UNKNOWN' });
    for (const wrong of [{ show: {} }, { show: { en: { title: '' } } }, { show: { en: { title: 'A', visitor: 'x' } } }, {}]) {
      expect((await post('screen', wrong, cookie)).json()).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
    }
    const url = '/api/v1/displays/screen/preview';
    expect((await app.inject({ url: `${url}/preview-1`, headers: cookie })).json()).toEqual({ result: 'shown' });
    expect((await app.inject({ url: `${url}/preview-2`, headers: cookie })).statusCode).toBe(404);
  });
});
