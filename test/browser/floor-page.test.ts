import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';
import { floor } from './pages/floor.ts';

describeWith('chromium', 'the floor page', (chromium) => {
  const bench = useBench(chromium);
  const openBusy = async (query = '', width = 1440) => {
    const { server, open } = bench();
    server.state.answers = floor.busy;
    const opened = await open(`/floor${query}`, { width });
    await opened.page.waitForSelector('.heat-value');
    await opened.page.locator('select').first().selectOption('en');
    return opened;
  };

  it('colours zones by what is chosen, and says what the colours stand for', async () => {
    const { page } = await openBusy();
    const coffee = page.locator('[data-zone=coffee]');
    expect(await coffee.getAttribute('aria-label')).toBe('Coffee: 49%');
    expect(await page.locator('.plan-legend').textContent()).toContain('the darkest colour is the highest zone of these days, 100%');
    expect(await page.locator('.plan-zone.level-2 [data-zone=coffee]').count()).toBe(1);
    await page.getByLabel('Scale of the colours').selectOption('absolute');
    await page.waitForSelector('.plan-zone.level-3 [data-zone=coffee]');
    expect(await page.locator('.plan-legend').textContent()).toContain('to 10%');
    await page.getByLabel('What colours the zones').selectOption('dwell');
    await page.locator('[data-zone=coffee][aria-label="Coffee: 2 min"]').waitFor();
    await page.reload();
    await page.locator('[data-zone=coffee][aria-label="Coffee: 2 min"]').waitFor();
    await page.locator('[data-zone=storage][aria-label="Storage: –"]').waitFor();
    await coffee.press('Enter');
    await page.locator('.chosen-zone a').click();
    await page.waitForURL(/visits\?.*zone=coffee/);
  });

  it.each([390, 1440] as const)('replays a day by hand and by itself, at %d px', async (width) => {
    const { page, complaints } = await openBusy('?show=day&date=2026-11-20', width);
    await page.locator('.panel-heat h2', { hasText: 'Nov 20, 13:00' }).waitFor();
    await page.locator('.player input').focus();
    await page.keyboard.press('End');
    await page.locator('.player output', { hasText: '19:45' }).waitFor();
    expect(page.url()).toContain('at=');
    await page.reload();
    await page.locator('.player output', { hasText: '19:45' }).waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.locator('.player output', { hasText: '10:15' }).waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(await page.locator('.panel-day-table tbody tr').count()).toBe(9);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await keepPicture(page, `floor-day-${width}`);
    const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('.panel-day-table button').click()]);
    expect(
      readFileSync(await csv.path(), 'utf8')
        .trim()
        .split('\r\n'),
    ).toHaveLength(41);
    expect(complaints).toEqual([]);
  });

  it('a day on which nobody came says what would fill it', async () => {
    const { server, open } = bench();
    server.state.answers = floor.empty;
    const { page } = await open('/floor?show=day&date=2026-11-20');
    await page.waitForSelector('.page-floor .empty');
  });
});
