import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';
import { visits } from './pages/visits.ts';

describeWith('chromium', 'the visits page', (chromium) => {
  const bench = useBench(chromium);
  const openBusy = async (query = '', width = 1440, scheme: 'light' | 'dark' = 'light') => {
    const { server, open } = bench();
    server.state.answers = visits.busy;
    const opened = await open(`/visits${query}`, { width, scheme });
    await opened.page.waitForSelector('.visit-row');
    return opened;
  };

  it('keeps visits that meet the filters, and the address restores them', async () => {
    const { page } = await openBusy();
    expect(await page.locator('.visit-row').count()).toBe(50);
    await page.locator('.page-tools select').nth(2).selectOption('bought');
    await page.locator('.visit-row').nth(20).waitFor({ state: 'detached' });
    const kept = await page.locator('.visit-row').count();
    expect(await page.locator('.visit-row .tone-good').count()).toBe(kept);
    await page.reload();
    await page.waitForSelector('.visit-row');
    expect(await page.locator('.visit-row').count()).toBe(kept);
    expect(page.url()).toContain('took=bought');
    expect(await page.getAttribute('a[download]', 'href')).toContain('bought=true');
  });

  it('turns pages, and the way back turns them back', async () => {
    const { page } = await openBusy();
    const first = await page.locator('.visit-row').first().getAttribute('data-visit-row');
    await page.locator('.pages button').last().click();
    await page.locator('.pages', { hasText: '51' }).waitFor();
    expect(await page.locator('.visit-row').first().getAttribute('data-visit-row')).not.toBe(first);
    await page.locator('.pages button').last().click();
    await page.locator('.pages', { hasText: '101' }).waitFor();
    expect(await page.locator('.visit-row').count()).toBe(30);
    expect(await page.locator('.pages button').last().isDisabled()).toBe(true);
    await page.goBack();
    await page.locator('.pages', { hasText: '51' }).waitFor();
  });

  it('a visit of an address that matches nothing says so, and leads out', async () => {
    const { server, open } = bench();
    server.state.answers = visits.busy;
    const { page } = await open('/visits?state=open&took=bought');
    await page.waitForSelector('.panel-visit-list .empty');
    await page.locator('.panel-visit-list .more').first().click();
    await page.waitForSelector('.visit-row');
  });

  it.each([390, 1024, 1440] as const)('one visit at %d px: its way, its items with reasons, offers and receipt', async (width) => {
    const { page, complaints } = await openBusy('', width, width === 1024 ? 'dark' : 'light');
    await page.locator('[data-visit-row=v-0127] a').click();
    await page.waitForSelector('.visit-detail .explanation .claim');
    expect(page.url()).toContain('visit=v-0127');
    expect(await page.locator('.timeline .band-zone').count()).toBe(6);
    expect(await page.locator('.timeline .band-bought').count()).toBe(2);
    expect(await page.locator('.timeline circle').count()).toBe(2);
    const steps = await page.locator('.visit-steps li').allTextContents();
    expect(steps[0]).toContain('造訪開始');
    expect(steps.at(-1)).toContain('造訪結束');
    expect(steps.some((step) => step.includes('760'))).toBe(true);
    await page.locator('select').first().selectOption('en');
    await page.locator('.visit-item .why button').first().click();
    await page.waitForSelector('.visit-item .explanation .claim');
    await page.locator('.claim').first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await keepPicture(page, `visits-one-${width}`);
    const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('.visit-steps button').click()]);
    expect(csv.suggestedFilename()).toBe('visit-v-0127.csv');
    expect(readFileSync(await csv.path(), 'utf8')).toContain('2026-11-23T');
    await page.locator('.panel-close').click();
    await page.waitForSelector('.visit-detail', { state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('shows nobody’s pseudonym and no whole EPC', async () => {
    const { page } = await openBusy('?visit=v-0130');
    await page.waitForSelector('.visit-detail .explanation .claim');
    const said = await page.evaluate('document.body.innerText');
    expect(said).not.toMatch(/p7Qm2xWc|3034F1A2B4/);
  });
});
