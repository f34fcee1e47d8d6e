import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';
import { customers, FIRST } from './pages/customers.ts';

describeWith('chromium', 'the customers page', (chromium) => {
  const bench = useBench(chromium);
  const openBusy = async (query = '', width = 1440, scheme: 'light' | 'dark' = 'light') => {
    const { server, open } = bench();
    server.state.answers = customers.busy;
    const opened = await open(`/customers${query}`, { width, scheme });
    await opened.page.waitForSelector('[data-customer]');
    return opened;
  };

  it('lists the group of the grid that was clicked, and the address restores it', async () => {
    const { page } = await openBusy();
    const cell = page.locator('[data-segment="55x"]');
    const size = Number(await cell.textContent());
    expect(size).toBeGreaterThan(0);
    await cell.click();
    await page.locator('.customer-filters', { hasText: 'RFM 55x' }).waitFor();
    await page.locator('[data-customer]').nth(size).waitFor({ state: 'detached' });
    expect(await page.locator('[data-customer]').count()).toBe(size);
    await page.reload();
    await page.waitForSelector('[data-customer]');
    expect(await page.locator('[data-customer]').count()).toBe(size);
    expect(await cell.getAttribute('aria-pressed')).toBe('true');
    expect(await page.getAttribute('.panel-customer-list a[download]', 'href')).toContain('segment=55x');
    await cell.click();
    await page.locator('[data-customer]').nth(size).waitFor();
  });

  it('turns pages, and the way back turns them back', async () => {
    const { page } = await openBusy();
    const first = await page.locator('[data-customer]').first().getAttribute('data-customer');
    await page.locator('.pages button').last().click();
    await page.locator(`[data-customer="${first}"]`).waitFor({ state: 'detached' });
    await page.goBack();
    await page.locator(`[data-customer="${first}"]`).waitFor();
  });

  it.each([390, 1024, 1440] as const)('one customer at %d px: consent, habits, worth, and what is kept', async (width) => {
    const { page, complaints } = await openBusy('', width, width === 1024 ? 'dark' : 'light');
    await page.locator('select').first().selectOption('en');
    await page.locator('[data-customer] a').first().click();
    await page.waitForSelector('.customer-detail');
    expect(page.url()).toContain(`customer=${FIRST}`);
    expect(await page.locator('.consents .tone-good').count()).toBe(2);
    expect(await page.locator('[data-figure=expected]').textContent()).toContain('2.4');
    const formulas = page.locator('.customer-detail .formula').first();
    await formulas.locator('summary').click();
    expect(await formulas.locator('[data-metric=churn_risk]').textContent()).toContain('P(alive)');
    expect(await page.getAttribute('.customer-detail > a', 'href')).toContain(`${FIRST}/export`);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await keepPicture(page, `customers-one-${width}`);
    expect(await page.evaluate('document.body.innerText')).not.toContain(FIRST);
    await page.locator('.panel-close').click();
    await page.waitForSelector('.customer-detail', { state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
