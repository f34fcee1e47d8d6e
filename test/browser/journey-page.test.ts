import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture, settled } from './open-browser.ts';
import { journey } from './pages/journey.ts';
import { visits } from './pages/visits.ts';

describeWith('chromium', 'the journey page', (chromium) => {
  const bench = useBench(chromium);

  it('compares each step and each zone with other days', async () => {
    const { server, open } = bench();
    server.state.answers = { ...journey.busy, ...visits.busy };
    const { page, complaints } = await open('/journey?range=28d&compare=before', { language: 'en' });
    await page.locator('select').first().selectOption('en');
    await page.waitForSelector('.chart canvas');
    await page.locator('[data-step=bought]', { hasText: 'compared' }).waitFor();
    expect(await page.locator('.funnel li').count()).toBe(5);
    expect(await page.locator('[data-step=bought]').textContent()).toMatch(/27% of visits compared: [\d,]+ \(27%\)/);
    await page.getByRole('button', { name: 'Conversion, %' }).click();
    await page.getByRole('button', { name: 'Conversion, %' }).click();
    const first = page.locator('[data-list=zones] tbody tr').first();
    expect(await first.textContent()).toContain('Coffee');
    expect(page.url()).toContain('zones-by=-conversion');
    expect(await violations(page)).toEqual([]);
    await keepPicture(page, 'journey-compared-1440');
    await first.locator('a').click();
    await page.waitForURL(/visits\?.*zone=coffee/);
    await page.waitForSelector('.page-visits');
    await settled(page);
    expect(complaints).toEqual([]);
  });

  it('a shop without fitting rooms has a step less', async () => {
    const { server, open } = bench();
    const { busy } = journey;
    server.state.answers = { ...busy, 'insight/funnel': (query) => Object.assign({}, busy['insight/funnel']?.(query), { tried: null }) };
    const { page } = await open('/journey');
    await page.waitForSelector('.funnel li');
    expect(await page.locator('[data-step=tried]').count()).toBe(0);
    expect(await page.locator('.funnel li').count()).toBe(4);
  });
});
