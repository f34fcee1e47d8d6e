import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { useBench } from './bench.ts';
import { footfall } from './pages/footfall.ts';

describeWith('chromium', 'the footfall page', (chromium) => {
  const bench = useBench(chromium);
  const openBusy = async (query = '') => {
    const { server, open } = bench();
    server.state.answers = footfall.busy;
    const { page } = await open(`/footfall${query}`);
    await page.waitForSelector('.chart canvas');
    return page;
  };

  it('compares the days with those before, and the address restores that view', async () => {
    const page = await openBusy();
    expect(await page.locator('[data-figure=in] .figure-change').count()).toBe(0);
    await page.locator('.range select').last().selectOption('before');
    await page.waitForSelector('[data-figure=in] .figure-change');
    expect(await page.locator('[data-figure=in] .figure-change').textContent()).toMatch(/^較 [\d,]+ [+-]?\d+%$/);
    await page.reload();
    await page.waitForSelector('[data-figure=in] .figure-change');
    expect(page.url()).toContain('compare=before');
  });

  it('gives its figures as a table, as CSV and as a picture', async () => {
    const page = await openBusy('?from=2026-11-20&to=2026-11-22&range=custom');
    await page.locator('[data-list=footfall-days] summary').click();
    expect(await page.locator('[data-list=footfall-days] tbody tr').count()).toBe(3);
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-chart=footfall-days] button', { hasText: 'CSV' }).click(),
    ]);
    expect(csv.suggestedFilename()).toBe('footfall-days.csv');
    expect(
      readFileSync(await csv.path(), 'utf8')
        .trim()
        .split('\r\n'),
    ).toHaveLength(4);
    const [png] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-chart=footfall-days] button', { hasText: 'PNG' }).click(),
    ]);
    expect(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
});
