import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { useBench } from './bench.ts';
import { ADDRESS, listen, offer, send, subscribed } from './display-bench.ts';
import { keepPicture } from './open-browser.ts';

describeWith('chromium', 'the display page', (chromium) => {
  const bench = useBench(chromium);

  it('shows a command and proves it after it was really visible', async () => {
    const here = bench();
    const { messages, until } = listen(here);
    const ready = subscribed(here);
    const { page, complaints } = await here.open(ADDRESS, { width: 1280 });
    await ready;
    expect(page.url()).not.toContain('secret-key');
    expect(await page.textContent('.greeting-text')).toBe('Good afternoon');
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
    // At its end once more, with all the time that it was seen: about four seconds.
    const [first, last] = await until('ack', 2);
    expect(first?.body.visibleMs).toBeGreaterThanOrEqual(1_000);
    expect(first?.body.visibleMs).toBeLessThan(2_000);
    expect(last?.body).toMatchObject({ id: 'c-1', result: 'shown' });
    expect(last?.body.visibleMs).toBeGreaterThan(3_000);
    expect(last?.body.visibleMs).toBeLessThanOrEqual(4_200);
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
    expect(await page.isVisible('.greeting-text')).toBe(true);
    await again;
    await page.waitForSelector('#screen[data-link=online]');
    const states = (await until('status', 3)).map((message) => message.body.state);
    expect(states).toEqual(['online', 'offline', 'online']);
  });

  it('explains how to set it up when it does not know who it is', async () => {
    const { page } = await bench().open('/player/');
    expect(await page.textContent('.setup')).toContain('aisle provision');
  });

  it('lets what is more important take the screen at once', async () => {
    const here = bench();
    const { until } = listen(here);
    const ready = subscribed(here);
    const { page } = await here.open(ADDRESS);
    await ready;
    await send(here, offer('c-5', { showForMs: 60_000 }));
    await page.getByText('Taste before you choose').waitFor();
    await until('ack');
    await send(here, offer('c-6', { priority: 90, content: { en: { title: 'Gold treat' } } }));
    await page.getByText('Gold treat').waitFor();
    const acks = await until('ack', 3);
    expect(acks.map(({ body }) => body.id)).toEqual(['c-5', 'c-5', 'c-6']);
  });

  it('proves nothing while it is hidden, and refuses what nobody could see', async () => {
    const here = bench();
    const { until } = listen(here);
    const ready = subscribed(here);
    const { page } = await here.open(ADDRESS);
    await ready;
    await page.evaluate("Object.defineProperty(document, 'visibilityState', { get: () => globalThis.isHidden ? 'hidden' : 'visible' })");
    await send(here, offer('c-7', { showForMs: 1_500 }));
    await page.waitForSelector('.slide');
    await page.evaluate("globalThis.isHidden = true; document.dispatchEvent(new Event('visibilitychange'))");
    await send(here, offer('c-8'));
    const acks = await until('ack', 2);
    expect(acks.map(({ body }) => `${body.id} ${body.result}`)).toEqual(['c-8 refused', 'c-7 expired']);
    const states = await until('state', 2);
    expect(states.at(-1)).toMatchObject({ retain: true, qos: 1, body: { visible: false } });
  });

  it('says every minute how it is, and what it is', async () => {
    const here = bench();
    const { until } = listen(here);
    await here.open(ADDRESS, { width: 1280 });
    const [info] = await until('info');
    expect(info).toMatchObject({
      retain: true,
      body: { model: expect.stringMatching(/^player page \d+x\d+$/), firmware: expect.stringMatching(/^.{8}$/) },
    });
    const [state] = await until('state');
    expect(state).toMatchObject({
      retain: true,
      body: { screen: 'idle', visible: true, entries: 0, waiting: 0, unsent: 0, shown: 0, errors: 0, skewMs: 0, width: 1280, height: 900 },
    });
    expect(JSON.stringify(state)).not.toMatch(/secret-key/);
  });

  it('keeps to the shop’s time although its own clock is an hour ahead', async () => {
    const here = bench();
    const { until } = listen(here);
    const ready = subscribed(here);
    const { page } = await here.open('/player/');
    await page.addInitScript('{ const now = Date.now; Date.now = () => now() + 3_600_000; }');
    await page.goto(here.server.url + ADDRESS);
    await page.reload();
    await ready;
    await until('state');
    await send(here, offer('c-9'));
    const [ack] = await until('ack');
    expect(ack?.body).toMatchObject({ id: 'c-9', result: 'shown' });
    expect(Math.abs(Number(ack?.body.at) - Date.now())).toBeLessThan(5_000);
  });
});
