import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';
import { ALL_PAGES } from './pages/all-pages.ts';

const HOUR_S = 3_600;
const historyOf = (page: Page): Promise<number> => page.evaluate('history.length');
const locksOf = (page: Page): Promise<number> => page.evaluate('window.locks');
const nameOf = (page: Page): string => new URL(page.url()).pathname.slice(1);

describeWith('chromium', 'a screen on the wall', (chromium) => {
  const bench = useBench(chromium);

  /** A page whose clock the test turns. */
  async function openWall(path: string, view = {}) {
    const { server, open } = bench();
    server.state.answers = Object.assign({}, ...Object.values(ALL_PAGES).map(({ busy }) => busy));
    const opened = await open('/login', view);
    await opened.page.addInitScript(
      "Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => { window.locks = (window.locks ?? 0) + 1; return { release: async () => { window.locks -= 1; } }; } } });",
    );
    await opened.page.clock.install();
    await opened.page.goto(server.url + path);
    return { server, ...opened };
  }

  it.each(([1440, 1920] as const).flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme }))))(
    'shows a page large and nothing to press, at $width px, $scheme',
    async (look) => {
      const { page, complaints } = await openWall('/footfall?kiosk=1&pages=footfall,shelves,now&every=20', { ...look, language: 'en' });
      await page.waitForSelector('.page-footfall canvas');
      await page.locator('.kiosk-bar').waitFor();
      expect(await page.locator('.nav, .preferences').count()).toBe(0);
      expect(await page.locator('main button:visible, main select:visible').count()).toBe(0);
      expect(await page.evaluate('parseFloat(getComputedStyle(document.documentElement).fontSize)')).toBeGreaterThan(16);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await violations(page)).toEqual([]);
      await keepPicture(page, `kiosk-${look.width}-${look.scheme}`);
      expect(complaints).toEqual([]);
    },
  );

  it('turns the pages of its address for good, keeps the screen on and gathers no history', async () => {
    const { page } = await openWall('/shelves?kiosk=1&pages=shelves,nonsense,customers,footfall,now&every=10');
    await page.waitForSelector('.page-shelves');
    await page.locator('.kiosk-bar').waitFor();
    const before = await historyOf(page);
    await expect.poll(() => locksOf(page)).toBe(1);
    for (const name of ['footfall', '', 'shelves', 'footfall']) {
      await page.clock.runFor(10_000);
      await page.waitForURL((url) => url.pathname === `/${name}`);
      expect(new URL(page.url()).searchParams.get('every')).toBe('10');
    }
    expect(await historyOf(page)).toBe(before);
  });

  it('begins anew after six hours, where it was', async () => {
    const { page } = await openWall('/footfall?kiosk=1&pages=footfall,now&every=3600');
    await page.waitForSelector('.page-footfall');
    await page.locator('.kiosk-bar.kiosk-live').waitFor();
    await page.evaluate('window.isSame = true');
    await page.clock.fastForward(5 * HOUR_S * 1_000);
    await page.locator('.kiosk-bar').waitFor();
    expect(await page.evaluate('window.isSame')).toBe(true);
    const shown = nameOf(page);
    const anew = page.waitForEvent('load');
    await page.clock.fastForward(2 * HOUR_S * 1_000);
    await anew;
    await page.locator('.kiosk-bar').waitFor();
    expect(nameOf(page)).toBe(shown);
    expect(await page.evaluate('window.isSame')).toBeUndefined();
  });

  it('says since when it is old, and comes back by itself', async () => {
    const { server, page } = await openWall('/?kiosk=1&pages=now', { language: 'en' });
    await page.locator('.kiosk-live').waitFor();
    server.state.isDown = true;
    server.cutStreams();
    await page.locator('.kiosk-stale').waitFor();
    expect(await page.locator('.kiosk-state').textContent()).toMatch(/14:32:07/);
    await keepPicture(page, 'kiosk-stale');
    expect(await violations(page)).toEqual([]);
    server.state.isDown = false;
    await page.clock.runFor(20_000);
    await page.locator('.kiosk-live').waitFor();
  });

  it('is begun from the head of every page, and left with Esc', async () => {
    const { page } = await openWall('/footfall?range=28d');
    await page.waitForSelector('.page-footfall');
    await page.locator('.wall-link').click();
    await page.locator('.kiosk-bar').waitFor();
    expect(nameOf(page)).toBe('footfall');
    // Drawn first, and listening to keys a moment later.
    await expect.poll(() => locksOf(page)).toBe(1);
    await page.keyboard.press('Escape');
    await page.locator('.nav').waitFor();
    expect(page.url()).toMatch(/\/footfall\?range=28d$/);
    await expect.poll(() => locksOf(page)).toBe(0);
    expect(await page.evaluate("document.documentElement.dataset.kiosk ?? ''")).toBe('');
  });
});
