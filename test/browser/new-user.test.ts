import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { useBench } from './bench.ts';
import { busyNow } from './fixture-now.ts';
import { devices } from './pages/devices.ts';
import { AT_15_02, loss } from './pages/loss.ts';
import { offersPage } from './pages/offers.ts';
import { shelves } from './pages/shelves.ts';

/** Questions of somebody who has never seen the pages: they find the answer by what the screen says, not by addresses or classes. */
describeWith('chromium', 'a new user finds', (chromium) => {
  const bench = useBench(chromium);

  it('what is out of stock now and since when', async () => {
    const { server, open } = bench();
    server.state.answers = shelves.busy;
    const { page } = await open('/');
    await page.getByLabel('語言').selectOption('en');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Shelves' }).click();
    const list = page.getByRole('region', { name: 'Out of stock', exact: true });
    const row = list.getByRole('row').nth(1);
    expect(await row.getByRole('rowheader').textContent()).toMatch(/Gesha drip bags, 5\s+Coffee wall/);
    const heads = await list.getByRole('columnheader').allTextContents();
    const cells = await row.getByRole('cell').allTextContents();
    expect(heads[1]).toBe('Out since');
    expect(cells[0]).toMatch(/^48 min\s+Nov 23, 13:43$/);
    // And where more of it is.
    expect(cells.slice(1)).toEqual(['12', 'Gifts, Apparel']);
  });

  it('why the gate alarmed at 15:02', async () => {
    const { server, open } = bench();
    server.state.answers = loss.busy;
    const now = busyNow();
    const known = now.alerts.find(({ id }) => id === 'a-31');
    if (known === undefined) throw new Error('the fixture has no exit');
    server.state.now = { ...now, alerts: [...now.alerts, { ...known, id: 'a-50', at: AT_15_02 }] };
    const { page } = await open('/');
    await page.getByLabel('語言').selectOption('en');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Loss' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Nov 22, 15:02' });
    expect(await row.getByRole('cell').first().textContent()).toBe('Shell jacket, M');
    await row.getByRole('button', { name: /^Why\?/ }).click();
    const evidence = page.getByRole('region', { name: 'Evidence', exact: true });
    await evidence.getByText('Because').waitFor();
    const told = await evidence.textContent();
    expect(told).toMatch(/Shell jacket, M\s+Entrance · Nov 22, 15:02/);
    expect(told).toContain('no receipt has named it');
    expect(told).toContain('left the shop through Entrance unpaid');
    expect(told).toMatch(/The order of the reads at the gate.*Not read at its place for 31 s.*Read 6 times within 4 s/);
  });

  it('whether the coffee offer worked, and whether that may be trusted', async () => {
    const { server, open } = bench();
    server.state.answers = offersPage.busy;
    const { page } = await open('/');
    await page.getByLabel('語言').selectOption('en');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Offers', exact: true }).click();
    const offers = page.getByRole('region', { name: 'Each offer' });
    const coffee = offers.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Coffee for two' }) });
    await coffee.waitFor();
    const said = (await coffee.textContent()) ?? '';
    expect(said).toContain('Sells more');
    expect(said).toContain('of 100 visits that were to see it, 14.2 bought; of 100 that were held back, 10.');
    expect(said).toContain('This may be trusted: the arms are as many as they were meant to be, and as many visits as planned were seen.');
    expect(said).toMatch(/\+4\.2 points in buying.*95 % interval \+2\.4 to \+6/);
    // And what that is worth.
    expect(said).toMatch(/Worth in these days: \+NT\$76,632/);
    // Of the other coffee offer nobody can say yet, and the page says so.
    const brew = offers.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Brew it well' }) });
    expect(await brew.textContent()).toMatch(/Too early to say.*Do not decide by it yet\. Still needed: 3,662 visits more/);
  });

  it('which reader is silent, and since when', async () => {
    const { server, open } = bench();
    server.state.answers = devices.busy;
    const { page } = await open('/');
    await page.getByLabel('語言').selectOption('en');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Devices' }).click();
    const silent = page.getByRole('region', { name: 'Not heard: look here first' });
    const reader = silent.getByRole('listitem').filter({ hasText: 'reader' });
    await reader.waitFor();
    expect(await reader.count()).toBe(1);
    const said = await reader.textContent();
    expect(said).toContain('Gift shelf reader');
    expect(said).toContain('Silent');
    expect(said).toMatch(/heard last Nov 23, 13:44 .*47 min/);
    // And where it hangs.
    expect(said).toContain('Gifts');
  });
});
