import { expect, test } from 'vitest';
import { believe } from '../../../gateway/domain/shelves/believed.ts';

test('a hundred items of which each is 99 % sure are a hundred items', () => {
  const { count, spread, none } = believe(Array.from({ length: 100 }, () => 0.99));
  expect(count).toBe(100);
  expect(spread).toBeCloseTo(Math.sqrt(100 * 0.99 * 0.01), 9);
  expect(none).toBeLessThan(1e-100);
});

test('nothing that may be there is surely not there', () => {
  expect(believe([])).toEqual({ count: 0, spread: 0, none: 1 });
  expect(believe([0.3, 0.2]).none).toBeCloseTo(0.56, 9);
});
