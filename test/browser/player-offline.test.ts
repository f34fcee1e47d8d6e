import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { playlistFake } from '../support/fakes/displays.fake.ts';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { busyNow, fixtureOffers } from './fixture-now.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';
import { fixtureStore } from './fixture-shop.ts';
import { keepPicture, openBrowser, openPage } from './open-browser.ts';

const start = (port = 0): Promise<FixtureServer> =>
  startFixtureServer({ store: fixtureStore, now: busyNow(), offers: fixtureOffers }, port);
const slide = {
  title: 'Lishan high-mountain tea',
  body: 'Spring harvest',
  priceMinor: 98_000,
  currency: 'TWD',
  picture: '/media/tea.svg',
  link: null,
};
const playlist = {
  ...playlistFake,
  entries: [{ slides: { en: slide }, showForMs: 3_000, times: [{ from: 0, to: 1_440 }], from: null, until: null }],
};

describeWith('chromium', 'the display page without a network', (chromium) => {
  let browser: Browser;
  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterAll(async () => browser?.close());

  it('starts from nothing but what it kept, plays, and tells what it showed when the gateway is there again', {
    timeout: 60_000,
  }, async () => {
    const server = await start();
    const port = Number(new URL(server.url).port);
    server.state.playlist = playlist;
    const { page, context } = await openPage(browser, { width: 1280, scheme: 'light', language: 'en' });
    onTestFinished(() => context.close());
    await page.goto(`${server.url}/player/#display=screen-tea&key=secret-key&store=river-street`);
    await page.getByText('Lishan high-mountain tea').waitFor();
    const isKept = "navigator.serviceWorker.controller !== null && caches.match('/media/tea.svg').then((kept) => kept !== undefined)";
    await eventually(async () => expect(await page.evaluate(isKept)).toBe(true));
    // An answer that the gateway never got, as the power goes out in the whole shop.
    await server.close();
    await page.waitForSelector('#screen[data-link=offline]');
    await page.evaluate(
      `localStorage.setItem('aisle.player.letters', JSON.stringify([{ channel: 'ack', payload: '{"id":"c-1","result":"shown","visibleMs":4000}' }]))`,
    );

    await page.goto('about:blank');
    await page.goto(`${server.url}/player/`);
    await page.getByText('Lishan high-mountain tea').waitFor();
    expect(
      await page.evaluate("document.querySelector('.slide-picture').complete && document.querySelector('.slide-picture').naturalWidth > 0"),
    ).toBe(true);
    await keepPicture(page, 'player-offline-1280');

    const again = await start(port);
    onTestFinished(() => again.close());
    again.state.playlist = playlist;
    const acks: unknown[] = [];
    again.broker.on('publish', ({ topic, payload }) => void (topic.endsWith('/ack') && acks.push(JSON.parse(payload.toString()))));
    await eventually(() => expect(acks).toEqual([{ id: 'c-1', result: 'shown', visibleMs: 4_000 }]));
    await eventually(async () => expect(await page.evaluate("localStorage.getItem('aisle.player.letters')")).toBe('[]'));
  });

  it('says so where the browser does not allow it', async () => {
    const server = await start();
    onTestFinished(() => server.close());
    const { page, context, complaints } = await openPage(browser, { width: 1280, scheme: 'light', language: 'en' });
    onTestFinished(() => context.close());
    const state = new Promise<Record<string, unknown>>((resolve) =>
      server.broker.on('publish', ({ topic, payload }) => {
        if (topic.endsWith('/state')) resolve(JSON.parse(payload.toString()) as Record<string, unknown>);
      }),
    );
    await page.addInitScript("Object.defineProperty(window, 'isSecureContext', { get: () => false })");
    await page.goto(`${server.url}/player/#display=screen-tea&key=secret-key&store=river-street`);
    expect(await state).toMatchObject({ offline: 'insecure' });
    expect(complaints).toEqual([]);
  });
});
