import { expect, test } from 'vitest';
import { liftMarks, PLOT } from '../../../dashboards/web/parts/lift-geometry.ts';

test('no lift stands in the middle, a gain to the right and a loss to the left of it', () => {
  const gain = liftMarks(0.04, { low: 0.01, high: 0.07 }, { low: -0.02, high: 0.1 });
  expect(gain.zero).toBe(PLOT.width / 2);
  expect(gain.lift).toBeGreaterThan(gain.once.from);
  expect(gain.once.from).toBeGreaterThan(gain.zero);
  expect(gain.always?.from).toBeLessThan(gain.zero);
  expect(liftMarks(-0.04, { low: -0.07, high: -0.01 }, null)).toMatchObject({ always: null });
  expect(liftMarks(-0.04, { low: -0.07, high: -0.01 }, null).lift).toBeLessThan(gain.zero);
});

test('whatever is widest decides the scale, and stays inside', () => {
  const { once, always } = liftMarks(0.1, { low: -0.2, high: 0.4 }, { low: -0.9, high: 0.5 });
  expect(always?.from).toBe(8);
  for (const end of [once.from, once.to, always?.to ?? 0]) {
    expect(end).toBeGreaterThanOrEqual(8);
    expect(end).toBeLessThanOrEqual(PLOT.width - 8);
  }
});

test('a lift without any width has a scale still', () => {
  expect(liftMarks(0, { low: 0, high: 0 }, null)).toEqual({ zero: 120, lift: 120, once: { from: 120, to: 120 }, always: null });
});
