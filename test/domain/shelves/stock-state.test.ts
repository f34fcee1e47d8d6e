import { expect, test } from 'vitest';
import { stockState } from '../../../gateway/domain/shelves/stock-state.ts';

const plan = { minimum: 2, facings: 9 };

test.each([
  { count: 0, none: 1, before: 'ok', is: 'out' },
  { count: 0, none: 0.7, before: 'ok', is: 'low' },
  { count: 0, none: 0.7, before: 'out', is: 'out' },
  { count: 0, none: 0.4, before: 'out', is: 'low' },
  { count: 2, none: 0, before: 'out', is: 'low' },
  { count: 3, none: 0, before: null, is: 'ok' },
] as const)('$count there, none with $none, after $before: $is', ({ count, none, before, is }) => {
  expect(stockState(count, none, plan, before, 0.8)).toBe(is);
});

test('without a minimum a third of the plan is low', () => {
  expect(stockState(3, 0, { minimum: 0, facings: 9 }, null, 0.8)).toBe('low');
  expect(stockState(4, 0, { minimum: 0, facings: 9 }, null, 0.8)).toBe('ok');
});
