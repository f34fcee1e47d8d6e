import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { useBench } from './bench.ts';
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
});
