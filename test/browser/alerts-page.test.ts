import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { useBench } from './bench.ts';
import { NOW } from './fixture-shop.ts';
import { keepPicture } from './open-browser.ts';
import { inboxAfter } from './pages/alerts.ts';

describeWith('chromium', 'the inbox of alerts', (chromium) => {
  const bench = useBench(chromium);
  const openInbox = async (query = '') => {
    const { server, open } = bench();
    server.state.answers = { 'alerts/inbox': (asked) => inboxAfter(server.deeds, asked) };
    const { page, complaints } = await open(`/alerts${query}`);
    await page.waitForSelector('.page-alerts .figures');
    await page.selectOption('.preferences label:first-child select', 'en');
    const ids = () => page.$$eval('[data-alert]', (all) => all.map((row) => row.getAttribute('data-alert')));
    const row = (id: string) => page.locator(`[data-alert="${id}"]`);
    return { server, page, complaints, ids, row };
  };

  it('shows what wants somebody, the gravest first, a silent reader once with what follows from it', async () => {
    const { page, ids, row } = await openInbox();
    expect(await ids()).toEqual(['a-31', 's-1', 'a-32']);
    expect(await row('s-1').textContent()).toContain('3 follow from it');
    expect(await page.textContent('[data-figure=wanting]')).toMatch(/Want somebody\s*3\s*2 grave/);
    expect(await page.textContent('[data-figure=rate]')).toMatch(/Alerts in ten minutes\s*0.14\s*mean; the target is below 1/);
    await page.locator('.page-tools select').first().selectOption('aside');
    expect(await ids()).toEqual(['b-1']);
    await page.locator('.page-tools select').first().selectOption('over');
    expect(await ids()).toEqual(['o-1']);
    await page.reload();
    await page.waitForSelector('[data-alert]');
    expect(await ids()).toEqual(['o-1']);
  });

  it('narrows to a severity and to whose they are', async () => {
    const { page, ids } = await openInbox('?state=all');
    await page.locator('.page-tools select').nth(1).selectOption('warning');
    expect(await ids()).toEqual(['a-30', 's-4', 'b-1']);
    await page.locator('.page-tools select').nth(1).selectOption('');
    await page.locator('.page-tools select').nth(2).selectOption('nobody');
    expect(await ids()).not.toContain('a-31');
  });

  it('opens one: why, what follows, who said what; and it is read from then on', async () => {
    const { server, page, row, complaints } = await openInbox();
    expect(await page.textContent('[data-figure=unread]')).toMatch(/Not read by you\s*2\s*signed in as mei/);
    await row('a-31').getByRole('button', { name: /^Why/ }).click();
    await page.waitForSelector('[data-alert=a-31] .explanation');
    expect(await row('a-31').locator('.thread').textContent()).toMatch(
      /mei assigned it to ann.*ann: Asked at the door: a stroller with our own tag\./,
    );
    await eventually(async () => expect(await page.textContent('[data-figure=unread]')).toMatch(/Not read by you\s*1/));
    expect(server.deeds).toEqual([{ deed: 'read', ids: ['a-31'] }]);
    await keepPicture(page, 'alerts-open');
    expect(new URL(page.url()).searchParams.get('alert')).toBe('a-31');
    expect(complaints).toEqual([]);
    await row('s-1').getByRole('button', { name: /^Why/ }).click();
    await eventually(async () => expect(await row('s-1').locator('[data-follower]').count()).toBe(3));
  });

  it('acknowledges several in one go, each with what follows from it', async () => {
    const { server, page, ids, row } = await openInbox();
    await row('s-1').getByRole('checkbox').check();
    await row('a-32').getByRole('checkbox').check();
    const bar = page.getByRole('region', { name: '2 chosen' });
    await bar.getByRole('button', { name: 'Acknowledge' }).click();
    await eventually(async () => expect(await ids()).toEqual(['a-31']));
    expect(server.deeds).toEqual([{ deed: 'ack', ids: ['s-1', 's-2', 's-3', 's-4', 'a-32'] }]);
  });

  it('assigns, puts aside, comments and says that it was none', async () => {
    const { server, page, ids, row } = await openInbox('?alert=a-31');
    const alert = row('a-31');
    await alert.getByLabel('Assign to').selectOption('mei');
    await alert.getByText('Assigned to mei').waitFor();
    await alert.getByLabel('Comment').fill('Spoke with them.');
    await alert.getByLabel('Comment').press('Enter');
    await alert.getByText('mei: Spoke with them.').waitFor();
    expect(await alert.getByLabel('Comment').inputValue()).toBe('');
    await alert.getByRole('button', { name: 'False alarm' }).click();
    await alert.getByText('mei said that it was a false alarm').waitFor();
    await row('a-32').getByRole('checkbox').check();
    await page.getByRole('region', { name: '1 chosen' }).getByLabel('Put aside for').selectOption('shift');
    await eventually(async () => expect(await ids()).not.toContain('a-32'));
    const done = server.deeds.filter(({ deed }) => deed !== 'read');
    expect(done.slice(0, 3)).toEqual([
      { deed: 'assign', ids: ['a-31'], to: 'mei' },
      { deed: 'comment', ids: ['a-31'], text: 'Spoke with them.' },
      { deed: 'ack', ids: ['a-31'], comment: 'false alarm' },
    ]);
    expect(done[3]).toMatchObject({ deed: 'shelve', ids: ['a-32'] });
    expect(Math.abs((done[3]?.until ?? 0) - NOW - 4 * 3_600_000)).toBeLessThan(120_000);
  });
});
