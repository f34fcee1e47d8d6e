import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { violations } from './axe.ts';
import { keepPicture, openBrowser, openPage } from './open-browser.ts';

const WEB_ROOT = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));
const SHOP = `# our shop
store: { id: corner, name: Corner shop, locale: en, timezone: UTC, currency: TWD }
privacy:
  # the lawyer said so
  visitDays: 14 # two weeks
# nothing leaves the shop
outputs: {}
`;

describeWith('chromium', 'changing settings', (chromium) => {
  let browser: Browser;
  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterAll(() => browser?.close());

  it('a mistake is told at the field, a good change is shown as it would stand in the file, saved, and waits for a restart', {
    timeout: 90_000,
  }, async () => {
    const shop = await openShop(SHOP, { webRoot: WEB_ROOT });
    const { url, access } = shop.gateway;
    const file = join(shop.folder, 'store.yaml');
    const { page, complaints, context } = await openPage(browser, { width: 1440, scheme: 'light', language: 'en' });
    await page.goto(`${url}/login#token=${access.createLoginToken('mei', 10)}`);
    await page.getByText('Corner shop').first().waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('Nothing waits').waitFor();
    const save = page.getByRole('button', { name: 'Save', exact: true });
    expect(await save.isDisabled()).toBe(true);

    await page.getByRole('searchbox').fill('single visits');
    const field = page.locator('[data-setting="privacy.visitDays"]');
    expect(await page.locator('.setting').count()).toBe(1);
    expect(await field.textContent()).toMatch(/Modified.*needs a restart.*Default: 30.*1 to 3,650.*from store\.yaml, line 5/);
    const days = page.getByRole('spinbutton', { name: 'Keep visits for', exact: true });
    await days.fill('0');
    await field.getByText('must be at least 1').waitFor();
    expect(await days.getAttribute('aria-invalid')).toBe('true');
    expect(await save.isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);

    await days.fill('7');
    await page.getByText('In order: it can be saved').waitFor();
    expect(await page.locator('.diff-new').textContent()).toContain('  visitDays: 7 # two weeks');
    expect(readFileSync(file, 'utf8')).toBe(SHOP);
    // Another page and back: what was changed is still there.
    await page.getByRole('link', { name: 'Now' }).click();
    await page.waitForSelector('.kpis');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('searchbox').fill('single visits');
    expect(await days.inputValue()).toBe('7');
    await eventually(async () => expect(await save.isDisabled()).toBe(false));
    await save.click();
    await page.getByText('1 change waits for a restart').waitFor();
    expect(readFileSync(file, 'utf8')).toBe(SHOP.replace('14 #', '7 #'));
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(SHOP);
    await keepPicture(page, 'settings-saved');

    // A part that is switched on asks for what it needs.
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Output: InfluxDB' }).click();
    await page.getByRole('checkbox', { name: 'Write to InfluxDB' }).check();
    await page.locator('[data-setting="outputs.influx.url"]').getByText('is required').waitFor();
    await page.getByRole('textbox', { name: 'Address' }).fill('http://influx:8086');
    await page.getByText('In order: it can be saved').waitFor();
    expect(await page.locator('.diff-new').textContent()).toContain('outputs: { influx: { url: http://influx:8086 } }');

    writeFileSync(file, SHOP.replace('# our shop', '# their shop'));
    await eventually(async () => expect(await save.isDisabled()).toBe(false));
    await save.click();
    await page.getByText('Somebody else changed the file').waitFor();
    expect(readFileSync(file, 'utf8')).toContain('# their shop');
    await page.getByRole('button', { name: 'Load the file again' }).click();
    await eventually(async () => expect(await page.locator('[role=alert]').count()).toBe(0));
    // The refused save is told by the browser too; nothing else is.
    expect(complaints.filter((complaint) => !complaint.includes('412'))).toEqual([]);
    await context.close();
  });
});
