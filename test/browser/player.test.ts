import { once } from 'node:events';
import type { AedesPublishPacket } from 'aedes';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { type Bench, useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';

const BASE = 'aisle/v1/river-street/screen-tea';
const ADDRESS = '/player/#display=screen-tea&key=secret-key&store=river-street&idle=Good%20afternoon';

/** What the display publishes, in order, and a way to wait for the next message on a channel. */
function listen({ server }: Bench) {
  const messages: { topic: string; retain: boolean; qos: number; body: Record<string, unknown> }[] = [];
  server.broker.on('publish', (packet: AedesPublishPacket, client) => {
    if (!client) return;
    const body = JSON.parse(packet.payload.toString()) as Record<string, unknown>;
    messages.push({ topic: packet.topic.slice(BASE.length + 1), retain: packet.retain, qos: packet.qos, body });
  });
  const until = async (channel: string, count = 1) => {
    while (messages.filter((message) => message.topic === channel).length < count) await once(server.broker, 'publish');
    return messages.filter((message) => message.topic === channel);
  };
  return { messages, until };
}

const send = ({ server }: Bench, command: object): Promise<void> =>
  new Promise((resolve) => {
    const packet = { cmd: 'publish', topic: `${BASE}/cmd`, payload: JSON.stringify(command), qos: 1, retain: false, dup: false } as const;
    server.broker.publish(packet, () => resolve());
  });

const subscribed = async ({ server }: Bench): Promise<void> => void (await once(server.broker, 'subscribe'));

const offer = (id: string, more: object = {}) => ({
  id,
  deadline: Date.now() + 20_000,
  kind: 'show',
  showForMs: 4_000,
  content: { en: { title: 'Taste before you choose', body: 'Today: Lishan tea', priceMinor: 98000, currency: 'TWD' } },
  ...more,
});

describeWith('chromium', 'the display page', (chromium) => {
  const bench = useBench(chromium);

  it('shows a command and proves it after it was really visible', async () => {
    const here = bench();
    const { messages, until } = listen(here);
    const ready = subscribed(here);
    const { page, complaints } = await here.open(ADDRESS, { width: 1280 });
    await ready;
    expect(page.url()).not.toContain('secret-key');
    expect(await page.textContent('.idle-text')).toBe('Good afternoon');
    const sentAt = Date.now();
    await send(here, offer('c-1'));
    await page.waitForSelector('.slide');
    expect(messages.filter((message) => message.topic === 'ack')).toEqual([]);
    expect(await page.textContent('.slide')).toMatch(/Taste before you choose\s*Today: Lishan tea\s*NT\$980/);
    const [ack] = await until('ack');
    expect(ack).toMatchObject({ qos: 1, retain: false, body: { id: 'c-1', result: 'shown' } });
    // Visible for a second by the browser's frames, whose times lie up to a few frames before the wall clock's.
    expect(Number(ack?.body.at)).toBeGreaterThanOrEqual(sentAt + 1_000 - 100);
    expect(messages[0]).toMatchObject({ topic: 'status', retain: true, qos: 1, body: { state: 'online' } });
    await keepPicture(page, 'player-show-1280');
    await page.waitForSelector('#screen[data-state=idle]');
    expect(complaints).toEqual([]);
  });

  it('does not show a command after its deadline and says so', async () => {
    const here = bench();
    const { until } = listen(here);
    const ready = subscribed(here);
    const { page } = await here.open(ADDRESS);
    await ready;
    await send(here, offer('c-late', { deadline: Date.now() - 1 }));
    const [ack] = await until('ack');
    expect(ack?.body).toMatchObject({ id: 'c-late', result: 'expired' });
    expect(await page.locator('.slide').count()).toBe(0);
  });

  it('renders nothing personal and no markup, whatever a command holds', async () => {
    const here = bench();
    const { until } = listen(here);
    const ready = subscribed(here);
    const { page, complaints } = await here.open(ADDRESS);
    await ready;
    const content = {
      en: { title: '<b>Hello</b>', body: 'Tea', name: 'Mei Lin', card: '8811-22', picture: 'https://elsewhere.example/x.png' },
    };
    await send(here, offer('c-2', { content, visitor: 'p7Qm2xWc1KfT9sLbZ0aYdA' }));
    await until('ack');
    expect(await page.textContent('.slide-title')).toBe('<b>Hello</b>');
    expect(await page.content()).not.toMatch(/Mei Lin|8811|p7Qm2|elsewhere|secret-key/);
    expect(complaints).toEqual([]);
  });

  it('speaks its languages in turn, or only the one it is set to', async () => {
    const here = bench();
    const content = { en: { title: 'Tea' }, 'zh-TW': { title: '茶' } };
    const ready = subscribed(here);
    const { page } = await here.open(ADDRESS);
    await ready;
    await send(here, offer('c-3', { content }));
    await page.waitForSelector('.slide[lang=en]');
    await page.waitForSelector('.slide[lang=zh-TW]');
    const again = subscribed(here);
    await page.goto(`${here.server.url}/player/?again#lang=zh-TW`);
    await again;
    await send(here, offer('c-4', { content, showForMs: 1_500 }));
    await page.waitForSelector('.slide[lang=zh-TW]');
    expect(await page.textContent('.slide-title')).toBe('茶');
  });

  it('says offline by its last will, keeps a quiet mark, and comes back by itself', async () => {
    const here = bench();
    const { until } = listen(here);
    const ready = subscribed(here);
    const { page } = await here.open(ADDRESS);
    await ready;
    await page.waitForSelector('#screen[data-link=online]');
    const again = subscribed(here);
    here.server.dropDisplays();
    await page.waitForSelector('#screen[data-link=offline]');
    expect(await page.isVisible('.idle-text')).toBe(true);
    await again;
    await page.waitForSelector('#screen[data-link=online]');
    const states = (await until('status', 3)).map((message) => message.body.state);
    expect(states).toEqual(['online', 'offline', 'online']);
  });

  it('explains how to set it up when it does not know who it is', async () => {
    const { page } = await bench().open('/player/');
    expect(await page.textContent('.setup')).toContain('aisle provision');
  });
});
