import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LiveMessage, liveMessage } from '../../gateway/http/contract.ts';
import type { ServerDeps } from '../../gateway/http/server-deps.ts';
import { createFakeLive } from '../support/fakes/live.fake.ts';
import { AT, nowFake } from '../support/fakes/views.fake.ts';
import { createTestServer } from '../support/http-server.ts';

const event = (id: number, filler = ''): LiveMessage => ({
  type: 'event',
  id,
  event: 'item.picked',
  at: AT,
  emittedAt: AT,
  text: { zone: 'door', filler },
});

/** A page that follows the feed over a real connection; what it has read grows in `text`. */
class Page {
  text = '';
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
  readonly closed: Promise<void>;
  #waiting: (() => void)[] = [];

  constructor(port: number, headers: Record<string, string>, isReading = true, query = '') {
    this.request = get({ host: '127.0.0.1', port, path: `/api/v1/live${query}`, headers, agent: false });
    this.response = new Promise((resolve) => this.request.on('response', resolve));
    this.closed = new Promise((resolve) => this.request.on('close', resolve));
    this.request.on('error', () => this.#wake());
    this.request.on('close', () => this.#wake());
    if (isReading) void this.response.then((response) => this.#read(response));
    onTestFinished(() => void this.request.destroy());
  }

  #read(response: IncomingMessage): void {
    response.setEncoding('utf8');
    response.on('error', () => this.#wake());
    response.on('data', (part: string) => {
      this.text += part;
      this.#wake();
    });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves when the text that came so far holds what is looked for. */
  async sees(part: string): Promise<void> {
    while (!this.text.includes(part)) {
      if (this.request.closed) throw new Error(`closed without ${part}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  messages(): LiveMessage[] {
    return [...this.text.matchAll(/^data: (.*)$/gm)].map(([, data]) => liveMessage.parse(JSON.parse(data ?? '')));
  }
}

async function open(overrides: Partial<ServerDeps> = {}) {
  const server = createTestServer(overrides);
  const { port } = new URL(await server.app.listen({ port: 0, host: '127.0.0.1' }));
  const cookie = await server.login();
  return {
    ...server,
    cookie,
    page: (headers: Record<string, string> = {}, isReading = true, query = '') =>
      new Page(Number(port), { cookie, ...headers }, isReading, query),
  };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

describe('the live feed', () => {
  it('begins with the whole picture and goes on with what happens', async () => {
    const shop = await open();
    const page = shop.page();
    const response = await page.response;
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    await page.sees('"type":"now"');
    await until(() => shop.live.listeners === 1);
    shop.live.say(event(7));
    await page.sees('id: 7\n');
    expect(page.messages()).toEqual([{ type: 'now', now: nowFake }, event(7)]);
  });

  it('is for operators only', async () => {
    const shop = await open();
    const response = await shop.page({ cookie: 'aisle=forged' }, false).response;
    expect(response.statusCode).toBe(401);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(shop.live.listeners).toBe(0);
  });

  it('goes on after the last event that the page has seen', async () => {
    const shop = await open({ live: createFakeLive([event(5), event(6), event(7)]) });
    const page = shop.page({ 'last-event-id': '5' });
    await page.sees('id: 7\n');
    expect(page.messages().map((message) => (message.type === 'event' ? message.id : message.type))).toEqual(['now', 6, 7]);
  });

  it('does so too for a page that says in its address what it has seen', async () => {
    const shop = await open({ live: createFakeLive([event(5), event(6), event(7)]) });
    const page = shop.page({}, true, '?after=5');
    await page.sees('id: 7\n');
    expect(page.messages().map((message) => (message.type === 'event' ? message.id : message.type))).toEqual(['now', 6, 7]);
    const lost = shop.page({}, true, '?after=abc');
    await lost.sees('"type":"now"');
    expect(lost.messages()).toHaveLength(1);
  });

  it.each(['', 'abc', '-1', '1e9', '9'.repeat(40)])('begins anew for a last event id %j that is none', async (id) => {
    const shop = await open({ live: createFakeLive([event(5)]) });
    const page = shop.page({ 'last-event-id': id });
    await page.sees('"type":"now"');
    expect(page.messages()).toHaveLength(1);
  });

  it('says that it is alive while nothing happens', async () => {
    const shop = await open({ limits: { heartbeatMs: 5 } });
    await shop.page().sees(': alive\n\n: alive\n\n');
  });

  it('ends within a heartbeat after the session has ended elsewhere', async () => {
    const shop = await open({ limits: { heartbeatMs: 5 } });
    const page = shop.page();
    await page.sees('"type":"now"');
    await shop.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie: shop.cookie } });
    await page.closed;
    expect(shop.live.listeners).toBe(0);
  });

  it('forgets a page that has gone', async () => {
    const shop = await open();
    const page = shop.page();
    await page.sees('"type":"now"');
    await until(() => shop.live.listeners === 1);
    page.request.destroy();
    await until(() => shop.live.listeners === 0);
  });

  it('cuts off a page that does not read, and the others go on', async () => {
    const shop = await open({ limits: { liveBufferBytes: 100_000 } });
    const slow = shop.page({}, false);
    await slow.response;
    const quick = shop.page();
    await quick.sees('"type":"now"');
    await until(() => shop.live.listeners === 2);
    let said = 0;
    while (shop.live.listeners === 2 && said < 5_000) {
      said += 1;
      shop.live.say(event(said, 'x'.repeat(20_000)));
      await quick.sees(`id: ${said}\n`);
      quick.text = '';
    }
    expect(shop.live.listeners).toBe(1);
    shop.live.say(event(said + 1));
    await quick.sees(`id: ${said + 1}\n`);
  });

  it('takes only so many pages', async () => {
    const shop = await open({ limits: { liveClients: 1 } });
    await shop.page().sees('"type":"now"');
    expect((await shop.page({}, false).response).statusCode).toBe(429);
  });

  it('tells of a picture that cannot be made, and holds nothing open', async () => {
    const live = { ...createFakeLive(), now: () => Promise.reject(new Error('no')) };
    const shop = await open({ live });
    expect((await shop.page({}, false).response).statusCode).toBe(500);
  });

  it('does not keep the server from closing', async () => {
    const shop = await open();
    const page = shop.page();
    await page.sees('"type":"now"');
    await shop.app.close();
    await page.closed;
    await shop.app.close();
  });
});
