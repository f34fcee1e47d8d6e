import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';
import { lossAfter } from './pages/loss.ts';

/** What a page about people's belongings must not call anybody. */
const ACCUSING = /theft|thief|thieves|steal|stole|shoplift|crimin|suspect person|偷|竊|窃|賊|贼|小偷/i;

describeWith('chromium', 'the loss page', (chromium) => {
  const bench = useBench(chromium);
  const openLoss = async (query = '') => {
    const { server, open } = bench();
    server.state.answers = { 'insight/loss': (asked) => lossAfter(server.deeds, asked) };
    const { page, complaints } = await open(`/loss${query}`);
    await page.waitForSelector('.page-loss .figures');
    await page.selectOption('.preferences label:first-child select', 'en');
    const cells = (alert: string) => page.locator(`[data-row="${alert}"] :is(th, td)`).allTextContents();
    return { server, page, complaints, cells };
  };
  const figure = (id: string) => `[data-figure=${id}]`;

  it('says of each item whether it was paid and how that is known, what it is worth, and what was decided', async () => {
    const { page, cells } = await openLoss('?compare=before');
    expect(await page.textContent(figure('left'))).toMatch(/Left without a receipt\s*3.*1 confirmed/);
    expect(await page.textContent(figure('value'))).toMatch(/Value at risk\s*NT\$3,840/);
    expect(await page.textContent(figure('false'))).toMatch(/False alarms a day\s*0\.3.*2 in these days/);
    expect((await cells('a-42')).slice(0, 4)).toEqual([
      'Nov 23, 10:32',
      'Sun Moon Lake Ruby black tea 50 g',
      'Why?',
      'Paid after all a receipt named it, Nov 23, 10:36',
    ]);
    expect((await cells('a-51')).slice(3)).toEqual([
      'Left, no receipt no receipt has named it',
      'Entrance',
      '90%',
      'NT$680',
      'Loss confirmed by mei',
    ]);
    expect((await cells('a-53'))[1]).toBe('…000053');
  });

  it('narrows to what became of it, and the address restores that view with its evidence', async () => {
    const { page } = await openLoss();
    await page.locator('.page-tools select').first().selectOption('left');
    expect(await page.locator('[data-list=exits] tbody tr').count()).toBe(4);
    await page.locator('[data-row=a-31] button').click();
    await page.waitForSelector('.panel-evidence .explanation');
    await keepPicture(page, 'loss-evidence');
    await page.reload();
    await page.waitForSelector('.panel-evidence .explanation');
    expect(await page.textContent('.panel-evidence h3')).toContain('Gesha drip bags, 5');
    expect(await page.locator('[data-list=exits] tbody tr').count()).toBe(4);
  });

  it('takes a decision and takes it back; each is kept with who made it', async () => {
    const { server, page, cells } = await openLoss('?exit=a-31');
    const evidence = page.locator('.panel-evidence');
    await evidence.getByRole('button', { name: 'Confirm the loss' }).click();
    await eventually(async () => expect((await cells('a-31'))[7]).toBe('Loss confirmed by mei'));
    expect(await evidence.getByRole('button', { name: 'Confirm the loss' }).count()).toBe(0);
    await evidence.getByRole('button', { name: 'False alarm' }).click();
    await eventually(async () => expect((await cells('a-31'))[7]).toBe('False alarm by mei'));
    expect(await page.textContent(figure('left'))).toMatch(/Left without a receipt\s*2/);
    expect(server.deeds).toEqual([
      { deed: 'ack', ids: ['a-31'], comment: 'confirmed' },
      { deed: 'ack', ids: ['a-31'], comment: 'false alarm' },
    ]);
  });

  it('gives the list as a CSV, without what is there to be pressed', async () => {
    const { page } = await openLoss();
    const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('[data-list=exits] button', { hasText: 'CSV' }).click()]);
    const lines = readFileSync(await csv.path(), 'utf8').split('\r\n');
    expect(lines[0]).toBe('\uFEFFWhen,Item,Paid?,Door,How sure,Price,Decision');
    expect(lines[2]).toBe('"Nov 23, 14:17","Gesha drip bags, 5","Left, no receipt: no receipt has named it",Entrance,83%,NT$480,');
  });

  it.each(['zh-TW', 'zh-CN', 'en'])('accuses nobody, in %s', async (language) => {
    const { page, complaints } = await openLoss('?exit=a-31');
    await page.waitForSelector('.panel-evidence .explanation');
    await page.selectOption('.preferences label:first-child select', language);
    await page.waitForSelector('.panel-evidence .explanation');
    expect(await page.textContent('main')).not.toMatch(ACCUSING);
    expect(complaints).toEqual([]);
  });
});
