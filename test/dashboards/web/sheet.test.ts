import { expect, test } from 'vitest';
import { csvOf } from '../../../dashboards/web/state/sheet.ts';

test('a sheet opens in a spreadsheet as what it is: Chinese, numbers, and no formula of a stranger', () => {
  const csv = csvOf({
    head: ['商品', 'n'],
    rows: [
      ['=1+1', -2.5],
      ['a "b", c', null],
      ['-x', 0],
    ],
  });
  expect(csv).toBe('\uFEFF商品,n\r\n\'=1+1,-2.5\r\n"a ""b"", c",\r\n\'-x,0\r\n');
});
