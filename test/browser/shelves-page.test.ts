import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { useBench } from './bench.ts';
import { emptyNow } from './fixture-now.ts';
import { keepPicture } from './open-browser.ts';
import { shelves } from './pages/shelves.ts';

describeWith('chromium', 'the shelves page', (chromium) => {
  const bench = useBench(chromium);
  const openBusy = async (query = '', width = 1440) => {
    const { server, open } = bench();
    server.state.answers = shelves.busy;
    const { page } = await open(`/shelves${query}`, { width });
    await page.waitForSelector('.page-shelves .chart canvas');
    await page.selectOption('.preferences label:first-child select', 'en');
    return page;
  };
  const figure = (id: string) => `[data-figure=${id}]`;

  it('sums up what can be bought now, and compares the days', async () => {
    const page = await openBusy('?compare=before');
    await page.waitForFunction("document.querySelector('[data-figure=days] .kpi-sub') !== null");
    expect(await page.textContent(figure('out'))).toMatch(/Out of stock now\s*1\s*of 13 planned places/);
    expect(await page.textContent(figure('low'))).toMatch(/Running low now\s*3/);
    // Twelve of thirteen products are watched, and one of them is out.
    expect(await page.textContent(figure('available'))).toMatch(/Available now\s*92%/);
    expect(await page.textContent(figure('misplaced'))).toMatch(/Misplaced\s*2\s*items on the wrong shelf/);
    expect(await page.textContent(figure('days'))).toMatch(/Available in these days\s*\d+%\s*[+-]?[\d.]+ points against \d+%/);
  });

  it('shows one shelf when it is chosen, in the order that was asked for, and the address restores both', async () => {
    const page = await openBusy();
    expect(await page.locator('[data-list=low] tbody tr').count()).toBe(3);
    await page.locator('.shelf-card[data-shelf=coffee-wall] button').click();
    const plan = page.locator('[data-list=plan]');
    expect(await page.locator('[data-list=low] tbody tr').count()).toBe(1);
    expect(await plan.locator('tbody tr').count()).toBe(4);
    const there = () => plan.locator('tbody tr td:nth-child(5)').allTextContents();
    expect(await there()).toEqual(['0', '3', '5', '4']);
    await plan.getByRole('button', { name: 'There' }).click();
    expect(await there()).toEqual(['0', '3', '4', '5']);
    await plan.getByRole('button', { name: 'There' }).click();
    expect(await there()).toEqual(['5', '4', '3', '0']);
    await page.reload();
    await page.waitForSelector('[data-list=plan]');
    expect(await there()).toEqual(['5', '4', '3', '0']);
    expect(await plan.locator('[aria-sort=descending]').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('shelf')).toBe('coffee-wall');
  });

  it('prints the refill list and nothing else', async () => {
    const page = await openBusy();
    await page.emulateMedia({ media: 'print' });
    await keepPicture(page, 'shelves-printed');
    expect((await page.locator('.panel-refill').boundingBox())?.width).toBeGreaterThan(1_300);
    const seen = await page.evaluate<string>('document.body.innerText');
    expect(seen).toContain('Refill list');
    expect(seen).toMatch(/River Street Select · .*Nov 23/);
    expect(seen).toContain('Gesha drip bags, 5');
    expect(seen).not.toMatch(/Out of stock now|By product|Print|CSV|Small clay teapot/);
  });

  it('gives each list as a CSV', async () => {
    const page = await openBusy();
    const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('[data-list=out] button', { hasText: 'CSV' }).click()]);
    expect(csv.suggestedFilename()).toBe('out.csv');
    const lines = readFileSync(await csv.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines[0]).toBe('Product,Out since,In storage,Misplaced in');
    expect(lines[1]).toBe('"Gesha drip bags, 5","Nov 23, 13:43",12,"Gifts, Apparel"');
  });

  it('says what would light it up where no shelf is known', async () => {
    const { server, open } = bench();
    server.state.answers = shelves.empty;
    server.state.now = emptyNow();
    const { page, complaints } = await open('/shelves');
    await page.waitForSelector('.page-shelves .empty');
    await page.selectOption('.preferences label:first-child select', 'en');
    expect(await page.textContent('.page-shelves')).toContain('Shelves with a planogram in store.yaml');
    await keepPicture(page, 'shelves-first-day');
    expect(complaints).toEqual([]);
  });
});
