import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { useBench } from './bench.ts';
import { busyLists, emptyLists } from './fixture-lists.ts';
import { busyNow } from './fixture-now.ts';
import { keepPicture } from './open-browser.ts';

const inEnglish = (page: Page) => page.selectOption('.preferences label:first-child select', 'en');
const rowsOf = (page: Page, list: string) =>
  page.$$eval(`[data-list=${list}] tbody tr`, (all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

describeWith('chromium', 'how sure the shop is', (chromium) => {
  const bench = useBench(chromium);

  it('is a share with its interval and its number, with false alarms per day beside it', async () => {
    const { page, complaints } = await bench().open('/');
    await inEnglish(page);
    await page.waitForSelector('.figure');
    const text = (kind: string) => page.textContent(`.figure[data-kind=${kind}]`);
    expect(await text('holder')).toMatch(/Who holds an item\s*88% right\s*95 % interval 83% to 91%, 212 claims checked · Brier score 0.09/);
    expect(await text('exit')).toContain('94% right');
    expect(await text('false-alarms')).toMatch(/0.3 a day\s*in 7 days: 2 of 11 alarms · in 28 days: 9 of 40 alarms/);
    expect(await page.getAttribute('.figure[data-kind=false-alarms]', 'title')).toContain('15 minutes');
    expect(await page.textContent('.panel-accuracy .panel-summary')).toBe('seven days to Nov 22');
    await page.locator('.panel-accuracy').scrollIntoViewIfNeeded();
    await keepPicture(page, 'now-accuracy');
    expect(complaints).toEqual([]);
  });

  it('is drawn, a mark for each tenth that was checked, and told as a table', async () => {
    const { page } = await bench().open('/');
    await inEnglish(page);
    await page.waitForSelector('.reliability');
    expect(await page.getAttribute('.reliability', 'role')).toBe('img');
    expect(await page.locator('.reliability circle').count()).toBe(6);
    expect(await page.locator('.reliability rect.mark').count()).toBe(3);
    await page.click('[data-list=accuracy] summary');
    const rows = await rowsOf(page, 'accuracy');
    expect(rows[0]).toEqual(['Who holds an item', 'Nov 22', '88% (83%–91%)', '212', '0.09']);
    expect(rows).toContainEqual(['An item has left', '97%', '98%', '61.7', '98%']);
    expect(rows).toHaveLength(3 + 9);
  });

  it('says what would light it up as long as nothing was checked', async () => {
    const { server, open } = bench();
    server.state.lists = emptyLists();
    const { page } = await open('/');
    await inEnglish(page);
    await page.waitForSelector('.panel-accuracy .empty');
    expect(await page.textContent('.panel-accuracy')).toContain('Receipts with the card and the EPCs');
    expect(await page.locator('.panel-accuracy .figure, .reliability').count()).toBe(0);
  });
});

describeWith('chromium', 'the lists of the shop', (chromium) => {
  const bench = useBench(chromium);

  it('say where misplaced items lie, what to refill, and how often a place was empty', async () => {
    const { page } = await bench().open('/');
    await inEnglish(page);
    const summaries = page.locator('.shelf-lists summary');
    await summaries.nth(2).waitFor();
    expect(await summaries.allTextContents()).toEqual([
      '2 items misplaced',
      '1 place to refill',
      'On-shelf availability in seven days: 96%',
    ]);
    for (const summary of await summaries.all()) await summary.press('Enter');
    const [known, unknown] = await rowsOf(page, 'misplaced');
    expect(known).toEqual(['Sun Moon Lake Ruby black tea 50 g', 'Gifts', 'Tea wall', 'Nov 23, 09:32', '88%']);
    expect(unknown?.slice(0, 3)).toEqual(['…01E2A2', 'Fitting room', '–']);
    expect(await rowsOf(page, 'refill')).toEqual([['Gesha drip bags, 5', 'Coffee wall', '0', '6', '12', 'Gifts, Apparel']]);
    expect((await rowsOf(page, 'availability')).map((cells) => cells.slice(1))).toEqual([
      ['2 hr 35 min', '87%'],
      ['–', '100%'],
    ]);
    expect(await page.content()).not.toContain('3034F1A2B400000001E2A');
  });

  it('scroll inside their panels on a narrow phone', async () => {
    const { page } = await bench().open('/', { width: 360 });
    await page.waitForSelector('.shelf-lists summary');
    await page.waitForSelector('.figure');
    await page.waitForSelector('.worth');
    for (const summary of await page.locator('.table-behind summary').all()) await summary.click();
    const tables = await page.locator('.table-scroll').all();
    expect(tables.length).toBe(9);
    for (const table of tables) {
      const box = await table.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThan(360 - 12);
    }
    expect(await page.$eval('html', (html) => html.scrollWidth)).toBe(360);
  });

  it('of blocked tags frees one after asking, by keyboard', async () => {
    const { server, open } = bench();
    const { page, complaints } = await open('/');
    await inEnglish(page);
    await page.locator('[data-list=blocked] summary').press('Enter');
    const rows = page.locator('.blocked-tag');
    expect(await rows.first().textContent()).toMatch(
      /…01E2B7\s*Entrance · Gate reader · antenna 2 · heard there since Nov 22, 11:32\s*Unblock/,
    );
    expect(await rows.nth(1).textContent()).not.toContain('antenna');
    const focused = () => page.evaluate('document.activeElement.textContent');
    await rows.first().locator('button').press('Enter');
    await expect.poll(focused).toBe('Yes, unblock');
    await keepPicture(page, 'now-unblock');
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await page.textContent(':focus')).toBe('Unblock'));
    expect(server.unblocked).toEqual([]);

    await rows.first().locator('button').press('Enter');
    await expect.poll(focused).toBe('Yes, unblock');
    await page.keyboard.press('Enter');
    await page.getByText('…01E2B7 is watched again').waitFor();
    expect(server.unblocked).toEqual(['3034F1A2B400000001E2B7']);
    expect(await rows.count()).toBe(1);
    await expect.poll(focused).toBe('…01E2B7 is watched again');
    expect(complaints).toEqual([]);
  });

  it('say why a tag could not be freed, and keep it', async () => {
    const { server, open } = bench();
    const { page } = await open('/');
    await inEnglish(page);
    await page.locator('[data-list=blocked] summary').click();
    server.state.lists = { ...busyLists(), 'security/blocked': [] };
    await page.locator('.blocked-tag button').first().click();
    await page.getByText('Yes, unblock').click();
    await page.getByText('Could not be unblocked: This tag is not blocked.').waitFor();
    expect(await page.locator('.blocked-tag').count()).toBe(2);
  });
});

describeWith('chromium', 'a false alarm', (chromium) => {
  const bench = useBench(chromium);

  it('is said of alarms about goods only, before or after somebody has seen them', async () => {
    const { server, open } = bench();
    const { page } = await open('/');
    await inEnglish(page);
    const alarm = page.locator('[data-alert=a-31]');
    await alarm.locator('.button').click();
    await alarm.locator('.button').waitFor({ state: 'detached' });
    const denial = alarm.locator('.alert-action .button-quiet');
    expect(await denial.getAttribute('aria-label')).toBe('False alarm: Unpaid item left the shop');
    await denial.click();
    await alarm.getByText(/^False alarm, /).waitFor();
    expect(server.comments).toEqual(['', 'false alarm']);
    expect(await denial.count()).toBe(0);
    const device = page.locator('[data-alert=a-32] .alert-action button');
    expect(await device.allTextContents()).toEqual(['Acknowledge']);
    expect(busyNow().alerts.length).toBeGreaterThan(2);
  });
});
