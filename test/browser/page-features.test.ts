import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { PAGE_NAMES } from '../../dashboards/web/page-names.ts';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { settled } from './open-browser.ts';
import { ALL_PAGES } from './pages/all-pages.ts';

type Name = 'now' | (typeof PAGE_NAMES)[number];

/** What a page has of what every page should have; a text says why it has not. */
interface Features {
  /** The days that are looked at, and what they are compared with. */
  readonly range: 'compared' | 'range' | 'now only';
  readonly figures: true | 'none';
  readonly csv: true | 'nothing to count';
  readonly png: true | 'lists only';
  /** By day, week or month. */
  readonly group?: true;
}

/** A page that is not here does not compile: whoever makes one says what it has. */
const FEATURES: Readonly<Record<Name, Features>> = {
  now: { range: 'now only', figures: true, csv: true, png: true },
  footfall: { range: 'compared', figures: true, csv: true, png: true, group: true },
  floor: { range: 'compared', figures: 'none', csv: true, png: true },
  journey: { range: 'compared', figures: 'none', csv: true, png: true },
  shelves: { range: 'compared', figures: true, csv: true, png: true },
  visits: { range: 'compared', figures: true, csv: true, png: 'lists only' },
  offers: { range: 'compared', figures: true, csv: true, png: true },
  'offer-editor': { range: 'now only', figures: 'none', csv: 'nothing to count', png: 'lists only' },
  customers: { range: 'compared', figures: true, csv: true, png: true },
  loss: { range: 'compared', figures: true, csv: true, png: true, group: true },
  devices: { range: 'now only', figures: true, csv: true, png: 'lists only' },
  alerts: { range: 'compared', figures: true, csv: true, png: true, group: true },
  audit: { range: 'compared', figures: true, csv: true, png: 'lists only' },
  reports: { range: 'now only', figures: 'none', csv: true, png: 'lists only' },
  'plan-editor': { range: 'now only', figures: 'none', csv: 'nothing to count', png: 'lists only' },
  settings: { range: 'now only', figures: 'none', csv: 'nothing to count', png: 'lists only' },
};
/** A choice by the words before it, which are for those who hear the page. */
const choice = (page: Page, label: string) => page.locator(`label:has(> .visually-hidden:text-is("${label}")) select`);
const NAMES = ['now', ...PAGE_NAMES] as const;
const addressOf = (name: Name): string => (name === 'now' ? '/' : `/${name}`);

describeWith('chromium', 'what every page has', (chromium) => {
  const bench = useBench(chromium);
  const openBusy = async (name: Name, width = 1440, query = '') => {
    const { server, open } = bench();
    server.state.answers = name === 'now' ? {} : ALL_PAGES[name].busy;
    const { page, complaints } = await open(`${addressOf(name)}${query}`, { width });
    await page.waitForSelector(name === 'now' ? '.kpis' : `.page-${name} .page-title`);
    await settled(page);
    await page.locator('select').first().selectOption('en');
    return { server, page, complaints };
  };

  it.each(NAMES)('%s: up to when it is complete, its days, groups, CSV and picture', async (name) => {
    const { range, csv, png, group } = FEATURES[name];
    const { page } = await openBusy(name);
    const head = page.locator(name === 'now' ? 'header.top' : `.page-${name} .page-head`);
    expect(await head.textContent()).toMatch(/complete until \d\d:\d\d:\d\d/i);
    expect(await choice(page, 'Days').count()).toBe(range === 'now only' ? 0 : 1);
    expect(await choice(page, 'Compare with').count()).toBe(range === 'compared' ? 1 : 0);
    expect(await choice(page, 'Put together').count()).toBe(group ? 1 : 0);
    const savers = (ending: 'csv' | 'png') =>
      page.locator(`main button:text-is("${ending.toUpperCase()}"), main a[download][href*=".${ending}"]`);
    if (csv === true) expect(await savers('csv').count()).toBeGreaterThan(0);
    if (png === true) expect(await savers('png').count()).toBeGreaterThan(0);
    for (const chart of await page.locator('.chart-block').all()) {
      expect(await chart.locator('button').allTextContents()).toEqual(['CSV', 'PNG']);
      expect(await chart.locator('table').count()).toBe(1);
    }
  });

  const saved = async (page: Page, press: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return download.suggestedFilename();
  };
  it.each(NAMES.filter((name) => FEATURES[name].png === true))('%s: its pictures are pictures', async (name) => {
    const { page, complaints } = await openBusy(name);
    const button = page.locator('main button:text-is("PNG")').first();
    expect(await saved(page, () => button.click())).toMatch(/^[a-z0-9-]+\.png$/);
    expect(complaints).toEqual([]);
  });

  const counting = NAMES.filter((name) => FEATURES[name].figures === true);
  it.each(counting)('%s: how each figure is worked out, by keyboard', async (name) => {
    const { page } = await openBusy(name);
    const figures = page.locator('main [data-figure], main [data-kpi]');
    await figures.locator('.formula-open').first().waitFor();
    expect(await figures.locator('.formula-open').count()).toBe(await figures.count());
    const card = page.locator('.formula-card:popover-open');
    for (const button of await figures.locator('.formula-open').all()) {
      await button.click();
      await card.locator('[data-metric] code').first().waitFor();
      await page.keyboard.press('Escape');
      await card.waitFor({ state: 'detached' });
    }
    const button = figures.locator('.formula-open').last();
    await button.focus();
    await page.keyboard.press('Enter');
    await card.locator('[data-metric] code').first().waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Close');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.className')).toBe('formula-open');
  });

  it.each(['floor', 'journey'] as const)('%s: how its columns are worked out', async (name) => {
    const { page } = await openBusy(name);
    await page.locator('details.formula summary').last().click();
    expect(await page.locator('details.formula[open] [data-metric] code').first().isVisible()).toBe(true);
  });

  it('a figure is explained by touch on a phone, and the card stays on the screen', async () => {
    const { page } = await openBusy('loss', 390);
    await page.locator('.formula-open').first().click();
    const box = await page.locator('.formula-card:popover-open').boundingBox();
    if (box === null) throw new Error('no card');
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await page.mouse.click(195, 5);
    await page.locator('.formula-card:popover-open').waitFor({ state: 'detached' });
  });

  it.each(NAMES.filter((name) => FEATURES[name].group))('%s: weeks in place of days, which the address restores', async (name) => {
    const { page } = await openBusy(name, 1440, '?range=28d');
    const rows = page.locator('.chart-block').first().locator('tbody tr');
    const days = await rows.count();
    await choice(page, 'Put together').selectOption('week');
    await expect.poll(() => rows.count()).toBeLessThan(days);
    expect(page.url()).toContain('group=week');
    const weeks = await rows.count();
    expect(weeks).toBeLessThanOrEqual(5);
    expect(await rows.first().locator('th').textContent()).toMatch(/^Week of /);
    await page.reload();
    await rows.first().waitFor({ state: 'attached' });
    expect(await rows.count()).toBe(weeks);
  });

  it.each(NAMES.filter((name) => name !== 'now' && FEATURES[name].range === 'compared'))(
    '%s: what is compared is asked for',
    async (name) => {
      const { page } = await openBusy(name);
      const asked = page.waitForRequest((request) => request.url().includes('/api/v1/'));
      await choice(page, 'Compare with').selectOption('before');
      await asked;
      await settled(page);
      expect(page.url()).toContain('compare=before');
      expect(await page.locator('main').textContent()).toMatch(/against|before/i);
    },
  );

  it.each(PAGE_NAMES.filter((name) => FEATURES[name].csv === true))(
    '%s: says that it is stale, and asks again when the gateway is back',
    async (name) => {
      const { server, page } = await openBusy(name);
      await page.waitForSelector('.link-live');
      server.state.isDown = true;
      server.cutStreams();
      await page.waitForSelector('.link-stale');
      expect(await page.locator('main').getAttribute('class')).toBe('is-stale');
      server.state.isDown = false;
      const places = Object.keys(ALL_PAGES[name].busy).map((place) => `/api/v1/${place}`);
      const again = page.waitForRequest((request) => places.some((place) => new URL(request.url()).pathname === place));
      await page.waitForSelector('.link-live');
      await again;
      expect(await page.locator('main').getAttribute('class')).toBe('');
    },
  );
});
