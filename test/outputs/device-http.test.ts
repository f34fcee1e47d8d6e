import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeviceHttp } from '../../gateway/outputs/device-http.ts';

const heard: { method: string; path: string; type: string; user: string; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { authorization = '' } = request.headers;
    heard.push({
      method: request.method ?? '',
      path: request.url ?? '',
      type: request.headers['content-type'] ?? '',
      user: Buffer.from(authorization.replace('Basic ', ''), 'base64').toString(),
      body,
    });
    if (request.url === '/busy') response.writeHead(409).end('Come back later');
    else if (request.url === '/elsewhere') response.writeHead(302, { location: 'http://192.0.2.1/' }).end();
    else if (request.url === '/hang') return;
    else if (request.url?.startsWith('/answers-')) response.writeHead(Number(request.url.slice(-3))).end();
    else response.end('ok');
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const request = (path: string) =>
  ({ via: 'http', method: 'POST', path, contentType: 'application/json', body: Buffer.from('{"on":true}') }) as const;
const ask = (timeoutMs = 5_000) =>
  createDeviceHttp({ addressOf: (device) => (device === 'ap' ? { url, user: 'shop', password: 'p' } : null), timeoutMs });

describe('a device that is asked over HTTP', () => {
  it('gets the request as it is, with who asks', async () => {
    await ask()('ap', request('/jsonupload'));
    expect(heard.at(-1)).toEqual({ method: 'POST', path: '/jsonupload', type: 'application/json', user: 'shop:p', body: '{"on":true}' });
  });

  it.each([
    ['is busy', 'ap', '/busy'],
    ['sends the gateway elsewhere', 'ap', '/elsewhere'],
    ['does not answer in time', 'ap', '/hang'],
    ['has no address', 'other', '/'],
  ])('that %s is unreachable', async (_what, device, path) => {
    await expect(ask(300)(device, request(path))).rejects.toMatchObject({ code: 'DEVICE_UNREACHABLE' });
  });

  it.each([
    [400, 'DEVICE_REFUSED'],
    [401, 'DEVICE_REFUSED'],
    [404, 'DEVICE_REFUSED'],
    [408, 'DEVICE_UNREACHABLE'],
    [429, 'DEVICE_UNREACHABLE'],
    [500, 'DEVICE_UNREACHABLE'],
    [503, 'DEVICE_UNREACHABLE'],
  ])('that answers %i: %s', async (status, code) => {
    await expect(ask()('ap', request(`/answers-${status}`))).rejects.toMatchObject({ code, context: { status } });
  });
});
