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
const OFFERS = `offers:
  # who looks at tea
  - id: tea
    on: item.picked
    when: visit.zone == "tea" # the shelf
    priceMinor: 41600
    show: { en: { title: "Tea for {price}" }, zh-TW: { title: "茶 {price}" } }
`;
const SHOP = `# our shop
store: { id: corner, name: Corner shop, locale: en, timezone: UTC, currency: TWD }
zones: [{ id: tea, kind: shelf }]
devices: [{ id: screen, zone: tea, display: {} }]
${OFFERS}
# nothing leaves the shop
outputs: {}
`;

describeWith('chromium', 'writing offers', (chromium) => {
  let browser: Browser;
  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterAll(() => browser?.close());

  it('a mistake is told where it stands, a good text is shown and saved with its comments, a foreign change is not undone', {
    timeout: 90_000,
  }, async () => {
    const shop = await openShop(SHOP, { webRoot: WEB_ROOT });
    const { url, access } = shop.gateway;
    const file = join(shop.folder, 'store.yaml');
    const { page, complaints, context } = await openPage(browser, { width: 1440, scheme: 'light', language: 'en' });
    await page.goto(`${url}/login#token=${access.createLoginToken('mei', 10)}`);
    await page.getByText('Corner shop').first().waitFor();
    await page.getByRole('link', { name: 'Write offers' }).click();
    const text = page.getByRole('textbox', { name: 'Offers, in YAML' });
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await page.getByText('In order').waitFor();
    expect(await text.inputValue()).toBe(OFFERS);
    expect(await page.locator('.sign').allTextContents()).toEqual(['Tea for NT$416NT$416en', '茶 $416NT$416zh-TW']);
    expect(await save.isDisabled()).toBe(true);

    await text.fill(OFFERS.replace('"tea"', '"tee"'));
    await page.getByText('1 mistake').waitFor();
    const problem = page.locator('.offer-problems li');
    expect(await problem.textContent()).toMatch(/did you mean "?tea[\s\S]*\^/);
    expect(await page.locator('.code-lines .is-wrong').allTextContents()).toEqual(['5']);
    expect(await text.getAttribute('aria-invalid')).toBe('true');
    expect(await save.isDisabled()).toBe(true);
    await problem.getByRole('button', { name: 'Line 5' }).click();
    const cursor = await page.evaluate<string>('document.activeElement.value.slice(document.activeElement.selectionStart)');
    expect(cursor).toMatch(/^"tee"/);
    expect(await violations(page)).toEqual([]);
    await keepPicture(page, 'offer-editor-mistake');

    const better = OFFERS.replace('Tea for', 'Try tea for').replace('priceMinor: 41600', 'priceMinor: 40000 # since May');
    await text.fill(better);
    await page.getByText('Try tea for NT$400').waitFor();
    // Another page and back: what was written is still there.
    await page.getByRole('link', { name: 'Now' }).click();
    await page.waitForSelector('.kpis');
    await page.getByRole('link', { name: 'Write offers' }).click();
    expect(await text.inputValue()).toBe(better);
    await eventually(async () => expect(await save.isDisabled()).toBe(false));
    await save.click();
    await page.getByText('Saved; the old file stays beside it').waitFor();
    await page.getByText('restart it to run these').waitFor();
    expect(readFileSync(file, 'utf8')).toBe(SHOP.replace(OFFERS, better));
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(SHOP);
    await keepPicture(page, 'offer-editor-saved');

    writeFileSync(file, SHOP.replace('# our shop', '# their shop'));
    await text.fill(better.replace('Try tea', 'Buy tea'));
    await page.getByText('Buy tea for NT$400').waitFor();
    await eventually(async () => expect(await save.isDisabled()).toBe(false));
    await save.click();
    await page.getByText('Somebody else changed the file').waitFor();
    expect(readFileSync(file, 'utf8')).toContain('# their shop');
    await page.getByRole('button', { name: 'Load the file again' }).click();
    await eventually(async () => expect(await text.inputValue()).toBe(OFFERS));
    expect(await page.locator('[role=alert]').count()).toBe(0);
    // The refused save is told by the browser too; nothing else is.
    expect(complaints.filter((complaint) => !complaint.includes('412'))).toEqual([]);
    await context.close();
  });

  it('finds the cursor at the offer that the address names', async () => {
    const shop = await openShop(SHOP, { webRoot: WEB_ROOT });
    const { url, access } = shop.gateway;
    const { page, context } = await openPage(browser, { width: 1440, scheme: 'light', language: 'en' });
    await page.goto(`${url}/login#token=${access.createLoginToken('mei', 10)}`);
    await page.getByText('Corner shop').first().waitFor();
    await page.goto(`${url}/offer-editor?offer=tea`);
    await page.waitForSelector('textarea:focus');
    const cursor = await page.evaluate<string>('document.activeElement.value.slice(document.activeElement.selectionStart)');
    expect(cursor).toMatch(/^ {2}- id: tea\n/);
    await context.close();
  });
});
