import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OfferShownView } from '../../gateway/http/contract.ts';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { keepPicture, openBrowser, openPage } from './open-browser.ts';

const WEB_ROOT = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));

const SHOP = `
store: { id: corner, name: Corner shop, locale: en, timezone: UTC }
zones:
  - { id: door, name: Entrance, kind: entrance, polygon: [[0, 0], [6, 0], [6, 4], [0, 4]], neighbours: [wall] }
  - { id: wall, name: Coffee wall, kind: shelf, polygon: [[6, 0], [14, 0], [14, 4], [6, 4]] }
devices:
  - { id: counter, counter: { zone: door } }
  - { id: door-card, zone: door }
  - { id: screen, zone: door, display: { faces: [door] } }
offers:
  - { id: welcome, name: Welcome, on: visit.identified, showForS: 8, show: { en: { title: Good to see you, body: Coffee is on us today } } }
`;

describeWith('chromium', 'the pages on a real gateway', (chromium) => {
  let browser: Browser;
  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterAll(() => browser?.close());

  it('a card at the door brings an offer to the player, and the operator sees that it was shown', async () => {
    const shop = await openShop(SHOP, { webRoot: WEB_ROOT });
    const { url, access } = shop.gateway;
    const player = await openPage(browser, { width: 1280, scheme: 'light', language: 'en' });
    await player.page.goto(`${url}/player/#display=screen&key=${shop.secret('screen')}&store=corner`);
    await player.page.waitForSelector('#screen[data-state=idle]');
    const operator = await openPage(browser, { width: 1440, scheme: 'light', language: 'en' });
    await operator.page.goto(`${url}/login#token=${access.createLoginToken('mei', 10)}`);
    await operator.page.getByText('Corner shop').first().waitFor();
    expect(operator.page.url()).not.toContain('token');

    // The display has to be online before anything is chosen for it.
    await eventually(async () => {
      const devices = await shop.get<{ id: string; state: string }[]>('devices');
      expect(devices?.find(({ id }) => id === 'screen')?.state).toBe('online');
    });
    const counter = await shop.connect('counter');
    const card = await shop.connect('door-card');
    await counter.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: 1, out: 0, at: Date.now() }), { qos: 1 });
    await card.publishAsync('aisle/v1/corner/door-card/card', JSON.stringify({ card: 'guest-0815', at: Date.now() }), { qos: 1 });

    await player.page.getByText('Good to see you').waitFor();
    await keepPicture(player.page, 'real-player');
    await eventually(
      async () => {
        const [shown] = (await shop.get<OfferShownView[]>('offers/decisions')) ?? [];
        expect(shown).toMatchObject({ offer: 'welcome', display: 'screen', outcome: 'shown' });
      },
      { timeout: 30_000 },
    );
    await operator.page.getByText('Shown, confirmed').first().waitFor();
    await keepPicture(operator.page, 'real-now');
    expect(await player.page.content()).not.toContain('guest-0815');
    expect([...player.complaints, ...operator.complaints]).toEqual([]);
    await player.context.close();
    await operator.context.close();
  });
});
