import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
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
plan: { width: 10, height: 8 } # metres
zones:
  # by the window
  - id: tea
    name: Tea
    kind: shelf
    polygon: [[1, 1], [4, 1], [4, 3], [1, 3]] # measured in May
devices:
  - id: reader
    antennas:
      - { port: 1, zone: tea, at: [2, 2] } # on the ceiling
  - { id: till, zone: tea }
`;

/** A point of the plan on the screen. */
async function onScreen(page: Page, x: number, y: number): Promise<{ readonly x: number; readonly y: number }> {
  const box = await page.locator('.plan-edit').boundingBox();
  if (!box) throw new Error('no drawing');
  return { x: box.x + (x / 10) * box.width, y: box.y + (y / 8) * box.height };
}

async function press(page: Page, x: number, y: number): Promise<void> {
  const at = await onScreen(page, x, y);
  await page.mouse.click(at.x, at.y);
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const [a, b] = [await onScreen(page, ...from), await onScreen(page, ...to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2);
  await page.mouse.move(b.x, b.y);
  await page.mouse.up();
}

/** A picture with a word hidden beside the pixels, made by the browser itself. */
const picture = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 200; canvas.height = 100;
    const ink = canvas.getContext('2d');
    ink.fillStyle = '#e8d9b8'; ink.fillRect(0, 0, 200, 100);
    ink.fillStyle = '#705030'; ink.fillRect(20, 20, 60, 30);
    return canvas.toDataURL('image/png').split(',')[1];
  })()`);

describeWith('chromium', 'drawing the floor plan', (chromium) => {
  let browser: Browser;
  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterAll(() => browser?.close());

  it('by mouse and by keyboard: a zone is drawn, an antenna moved, tried, saved, and stands in the file with all comments', {
    timeout: 120_000,
  }, async () => {
    const shop = await openShop(SHOP, { webRoot: WEB_ROOT });
    const { url, access } = shop.gateway;
    const file = join(shop.folder, 'store.yaml');
    const { page, complaints, context } = await openPage(browser, { width: 1440, scheme: 'light', language: 'en' });
    await page.goto(`${url}/login#token=${access.createLoginToken('mei', 10)}`);
    await page.getByText('Corner shop').first().waitFor();
    await page.locator('.nav').getByRole('link', { name: 'Floor' }).click();
    await page.getByRole('link', { name: 'Draw the plan' }).click();
    await page.waitForSelector('.plan-edit');
    const save = page.getByRole('button', { name: 'Save', exact: true });
    const where = page.locator('.plan-where');
    expect(await save.isDisabled()).toBe(true);

    // By mouse: a triangle that meets the corner of its neighbour, though the press was beside it.
    await page.getByRole('button', { name: 'Draw a zone' }).click();
    await press(page, 4.05, 3.05);
    await press(page, 8, 3);
    await press(page, 8, 6);
    await page.getByRole('button', { name: 'Close the zone' }).click();
    expect(await where.textContent()).toBe('zone-2');
    await page.getByRole('textbox', { name: 'Id' }).fill('gifts');
    await page.getByRole('textbox', { name: 'Id' }).press('Tab');
    await page.getByRole('textbox', { name: 'Name (en)' }).fill('Gifts');
    await page.getByRole('textbox', { name: 'Name (en)' }).press('Tab');
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('shelf');
    await page.locator('.diff-new').first().waitFor();
    await drag(page, [8, 6], [7.5, 7]);
    expect(await where.textContent()).toBe('Gifts, Corner 3: 7.5, 7');

    // By keyboard alone: the antenna, a corner more, and back.
    await page.getByRole('button', { name: /^reader port 1/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    expect(await where.textContent()).toBe('reader port 1: 2.25, 4.5');
    await page.keyboard.press('Control+z');
    expect(await where.textContent()).toBe('reader port 1: 2.25, 2');
    await page.getByRole('button', { name: /^Tea/ }).focus();
    await page.keyboard.press('Enter');
    for (const key of ['n', 'n', 'Enter']) await page.keyboard.press(key);
    expect(await where.textContent()).toBe('Tea, Corner 3: 4, 2');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('n');
    await page.keyboard.press('Delete');
    // A zone drawn without a mouse, and thought better of.
    await page.getByRole('button', { name: 'Draw a zone' }).focus();
    for (const key of ['Enter', 'Enter', 'Shift+ArrowRight', 'Enter', 'Shift+ArrowUp', 'Enter', 'Shift+ArrowLeft', 'Enter']) {
      await page.keyboard.press(key);
    }
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Enter');
    expect(await where.textContent()).toBe('zone-3');
    expect(await page.getByRole('button', { name: /^zone-3/ }).textContent()).toContain('4 corners');
    await page.keyboard.press('Control+z');
    expect(await page.getByRole('button', { name: /^zone-3/ }).count()).toBe(0);
    await page.getByRole('button', { name: /^till/ }).click();
    await page.getByRole('button', { name: 'Put on the plan' }).click();
    expect(await where.textContent()).toBe('till: 5, 4');
    expect(await violations(page)).toEqual([]);

    await page.getByText('In order: it can be saved').waitFor();
    await eventually(async () => expect(await save.isDisabled()).toBe(false));
    expect(readFileSync(file, 'utf8')).toBe(SHOP);
    await keepPicture(page, 'plan-editor-drawn');
    await save.click();
    await page.getByText('Saved; the old file stays beside it').waitFor();
    await page.getByText('The gateway runs with another plan').waitFor();
    expect(readFileSync(file, 'utf8')).toBe(
      SHOP.replace('[4, 3], [1, 3]]', '[4.25, 2], [1, 3]]')
        .replace(
          '# measured in May\n',
          '# measured in May\n  - id: gifts\n    name:\n      en: Gifts\n    kind: shelf\n    polygon: [[4, 3], [8, 3], [7.5, 7]]\n',
        )
        .replace('at: [2, 2]', 'at: [2.25, 2]')
        .replace('{ id: till, zone: tea }', '{ id: till, zone: tea, at: [5, 4] }'),
    );
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(SHOP);

    // A picture, and its scale from a distance that somebody measured: 5 on the plan is really 10.
    const bytes = Buffer.from(await picture(page), 'base64');
    await page.locator('input[type=file]').setInputFiles({ name: 'floor.png', mimeType: 'image/png', buffer: bytes });
    await page.locator('.plan-edit image').waitFor();
    expect(await page.getByRole('spinbutton', { name: 'Height' }).inputValue()).toBe('5');
    await page.getByText('lies outside the plan').first().waitFor();
    expect(await save.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.plan-edit image').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.getByRole('button', { name: 'Set the scale' }).click();
    const box = (await page.locator('.plan-edit').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.click(box.x + box.width * 0.25, box.y + box.height / 2);
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
    await page.getByRole('spinbutton', { name: 'Really' }).fill('10');
    await page.getByRole('checkbox', { name: 'Zones and devices grow with it' }).uncheck();
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(Number(await page.getByRole('spinbutton', { name: 'Width' }).inputValue())).toBeCloseTo(20, 0);
    await page.getByText('In order: it can be saved').waitFor();
    await eventually(async () => expect(await save.isDisabled()).toBe(false));
    await keepPicture(page, 'plan-editor-picture');
    await save.click();
    await page.getByText('Saved; the old file stays beside it').waitFor();
    const [name = ''] = readdirSync(shop.folder).filter((each) => each.startsWith('plan-'));
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`^plan: \\{ width: (20|19\\.9\\d?|20\\.0\\d?), height: [\\d.]+, picture: ${name} \\} # metres$`, 'm'),
    );
    expect(complaints).toEqual([]);
    await context.close();
  });
});
