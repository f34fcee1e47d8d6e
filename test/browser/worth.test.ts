import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { useBench } from './bench.ts';
import { emptyLists } from './fixture-lists.ts';
import { keepPicture } from './open-browser.ts';

const inLanguage = (page: Page, language: string) => page.selectOption('.preferences label:first-child select', language);

describeWith('chromium', 'what offers are worth', (chromium) => {
  const bench = useBench(chromium);

  it('is a lift on its intervals, in words and numbers, labelled as what it is', async () => {
    const { page, complaints } = await bench().open('/');
    await inLanguage(page, 'en');
    await page.waitForSelector('.worth');
    const text = async (offer: string) => (await page.textContent(`.worth[data-offer=${offer}]`)) ?? '';
    expect(await text('brew-it-well')).toMatch(/Interim.*1,180 visits eligible.*\+3\.9 points in buying.*-0\.2 to \+8.*\+39% relative/s);
    expect(await text('brew-it-well')).toContain('+NT$25 spent a visit');
    expect(await text('brew-it-well')).toContain('3,662 visits more, about 72 days');
    expect(await text('gold-welcome')).toContain('Sells more');
    expect(await page.getAttribute('.worth[data-offer=brew-it-well] .lift-plot', 'aria-label')).toBe(
      'Lift +3.9 points, 95 % interval -0.2 to +8; however often one looks, -3.1 to +10.9',
    );
    // What was never held back has nothing to be compared with.
    expect(await page.locator('.worth').count()).toBe(3);
    expect(await page.textContent('.panel-worth .panel-summary')).toBe('3 experiments');
    await page.locator('.panel-worth').scrollIntoViewIfNeeded();
    await keepPicture(page, 'now-worth');
    expect(complaints).toEqual([]);
  });

  it('is no lift at all where the split is broken, but a warning with the counts', async () => {
    const { page } = await bench().open('/');
    await inLanguage(page, 'en');
    await page.waitForSelector('.worth[data-outcome=split-broken]');
    const warning = page.locator('.worth[data-outcome=split-broken] [role=alert]');
    expect(await warning.textContent()).toContain('700 and 230; 620 and 310 were meant');
    expect(await page.locator('.worth[data-outcome=split-broken] .lift-plot').count()).toBe(0);
  });

  it('tells each arm from assigned to bought as a table', async () => {
    const { page } = await bench().open('/');
    await inLanguage(page, 'en');
    await page.click('[data-list=worth-gold-welcome] summary');
    const rows = await page.$$eval('[data-list=worth-gold-welcome] tbody tr', (all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    expect(rows).toEqual([
      ['to be shown', '800', '771 (96%)', '240 (30%)', '111 (14%)', 'NT$171,200'],
      ['held back', '268', '–', '67 (25%)', '27 (10%)', 'NT$50,652'],
      ['see no offers', '51', '–', '9 (18%)', '4 (8%)', 'NT$7,200'],
    ]);
  });

  it.each([
    ['zh-TW', '優惠成效', '分組異常'],
    ['zh-CN', '优惠成效', '分组异常'],
  ])('speaks %s', async (language, title, broken) => {
    const { page } = await bench().open('/');
    await inLanguage(page, language);
    await page.waitForSelector('.worth');
    expect(await page.textContent('.panel-worth h2')).toBe(title);
    expect(await page.textContent('.panel-worth')).toContain(broken);
  });

  it('says what would light it up as long as nothing is held back', async () => {
    const { server, open } = bench();
    server.state.lists = emptyLists();
    const { page } = await open('/');
    await inLanguage(page, 'en');
    await page.waitForSelector('.panel-worth .empty');
    expect(await page.textContent('.panel-worth')).toContain('control share in store.yaml');
  });
});
