import { expect, test } from 'vitest';
import { coverage, simulateMonth } from '../bench/experiments.ts';

// `npm run bench -- experiments` does the same with 200 months of 9,000 visits.
const small = { days: 10, visitsPerDay: 100, lost: 0 } as const;

test.each(['visit', 'slot'] as const)('the intervals hold what was built in, where each %s is assigned', (unit) => {
  const { bought, spent, alwaysValid, broken, wrong } = coverage(20, { ...small, unit });
  expect(bought).toBeGreaterThanOrEqual(18);
  expect(spent).toBeGreaterThanOrEqual(18);
  expect(alwaysValid).toBeGreaterThanOrEqual(19);
  expect([broken, wrong]).toEqual([0, 0]);
});

test('a split that a fault has broken is flagged, and names no winner', () => {
  for (const unit of ['visit', 'slot'] as const) {
    const days = unit === 'visit' ? 10 : 60;
    const { results } = simulateMonth({ ...small, seed: 1, days, lost: unit === 'visit' ? 0.4 : 0.97, unit });
    expect(results).toMatchObject({ state: 'split-broken', verdict: null, split: { state: 'broken' } });
  }
});
