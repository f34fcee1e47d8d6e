import { describe, expect, test } from 'vitest';
import { compareShares } from '../../../gateway/domain/experiments/compare.ts';
import { type Evidence, judge } from '../../../gateway/domain/experiments/experiment.ts';
import { addTotals, NO_TOTALS, type Totals, totalsOf } from '../../../gateway/domain/experiments/totals.ts';
import { createRandom } from '../../../simulators/random.ts';

/** Visits of which the first `bought` bought something for 100. */
const visits = (units: number, bought: number): Totals => ({
  ...NO_TOTALS,
  units,
  observations: units,
  squares: units,
  bought: { sum: bought, squares: bought, cross: bought },
  spent: { sum: bought * 100, squares: bought * 10_000, cross: bought * 100 },
});

const evidence = (differs: Partial<Evidence>): Evidence => ({
  treatment: visits(2_000, 300),
  control: visits(2_000, 200),
  expected: { control: 2_000 },
  days: 10,
  ...differs,
});

describe('an experiment', () => {
  test.each([
    {
      name: 'nothing was ever assigned',
      differs: { treatment: NO_TOTALS, control: NO_TOTALS, expected: { control: 0 } },
      state: 'no-control',
      verdict: null,
    },
    { name: 'nobody was held back', differs: { control: NO_TOTALS, expected: { control: 0 } }, state: 'no-control', verdict: null },
    { name: 'the control was lost', differs: { control: NO_TOTALS, expected: { control: 1_000 } }, state: 'split-broken', verdict: null },
    {
      name: 'the arms are not what was meant',
      differs: { control: visits(1_700, 170), expected: { control: 1_850 } },
      state: 'split-broken',
      verdict: null,
    },
    {
      name: 'visits are missing',
      differs: { treatment: visits(200, 60), control: visits(200, 10), expected: { control: 200 } },
      state: 'interim',
      verdict: null,
    },
    { name: 'nobody of the control bought', differs: { control: visits(2_000, 0) }, state: 'interim', verdict: null },
    { name: 'the offer sells', differs: {}, state: 'final', verdict: 'better' },
    { name: 'the offer puts people off', differs: { treatment: visits(2_000, 140) }, state: 'final', verdict: 'worse' },
    { name: 'nothing can be told apart', differs: { treatment: visits(2_000, 205) }, state: 'final', verdict: 'undecided' },
  ])('of which $name is $state', ({ differs, state, verdict }) => {
    expect(judge(evidence(differs), 0.3)).toMatchObject({ state, verdict });
  });

  test('names no winner before its planned size, however large the lift looks', () => {
    const early = judge(evidence({ treatment: visits(100, 60), control: visits(100, 10), expected: { control: 100 }, days: 1 }), 0.3);
    expect(early.bought.interval?.low).toBeGreaterThan(0.3);
    expect(early).toMatchObject({ state: 'interim', verdict: null });
    // 10 % against 13 %: 1,774 in each arm; 200 a day so far.
    expect(early.size).toEqual({ planned: 3_548, have: 200, more: 3_348, days: 17 });
  });

  test('tells shares, both lifts and money with their intervals', () => {
    const { bought, spent, split } = judge(evidence({}), 0.3);
    expect(bought).toMatchObject({ treatment: 0.15, control: 0.1, lift: expect.closeTo(0.05, 9), relative: expect.closeTo(0.5, 9) });
    expect(bought.interval?.low).toBeCloseTo(0.0294, 3);
    expect(bought.interval?.high).toBeCloseTo(0.0705, 3);
    expect(spent).toMatchObject({ treatment: 15, control: 10, lift: 5 });
    expect(spent.interval?.low).toBeCloseTo(2.95, 1);
    expect(split).toMatchObject({ state: 'fine', expected: { treatment: 2_000, control: 2_000, holdout: 0 } });
  });
});

test('an interval that always holds is not fooled by looking every day; one for a single look is', () => {
  const experiments = 400;
  const days = 30;
  const fooled = { once: 0, always: 0 };
  for (let seed = 1; seed <= experiments; seed++) {
    const random = createRandom(seed, 'nothing to find');
    const arms = { treatment: NO_TOTALS, control: NO_TOTALS };
    const seen = { once: false, always: false };
    for (let day = 0; day < days; day++) {
      for (const arm of ['treatment', 'control'] as const) {
        for (let i = 0; i < 50; i++) {
          const bought = random.chance(0.2) ? 1 : 0;
          arms[arm] = addTotals(arms[arm], totalsOf({ observations: 1, shown: 0, picked: 0, bought, spent: 0 }));
        }
      }
      const { interval, alwaysValid } = compareShares(arms, 'bought', 0.3);
      const misses = (of: typeof interval) => of !== null && (of.low > 0 || of.high < 0);
      seen.once ||= misses(interval);
      seen.always ||= misses(alwaysValid);
    }
    if (seen.once) fooled.once++;
    if (seen.always) fooled.always++;
  }
  expect(fooled.once / experiments).toBeGreaterThan(0.15);
  expect(fooled.always / experiments).toBeLessThanOrEqual(0.05);
});

test('visits before one screen that buy alike: the interval of slots holds, one that took them for independent would not', () => {
  const runs = 400;
  const covered = { slots: 0, visits: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const random = createRandom(seed, 'slots');
    const arm = (lift: number) => {
      let [bySlot, byVisit] = [NO_TOTALS, NO_TOTALS];
      for (let slot = 0; slot < 150; slot++) {
        // Some quarters of an hour are good for everybody: shares differ between slots, 0.05 to 0.45.
        const share = random.chance(0.5) ? 0.05 + lift : 0.45 + lift;
        const observations = random.int(1, 6);
        let bought = 0;
        for (let i = 0; i < observations; i++) {
          const one = random.chance(share) ? 1 : 0;
          bought += one;
          byVisit = addTotals(byVisit, totalsOf({ observations: 1, shown: 0, picked: 0, bought: one, spent: 0 }));
        }
        bySlot = addTotals(bySlot, totalsOf({ observations, shown: 0, picked: 0, bought, spent: 0 }));
      }
      return { bySlot, byVisit };
    };
    const [treatment, control] = [arm(0.05), arm(0)];
    const holds = (of: { readonly low: number; readonly high: number } | null) => of !== null && of.low <= 0.05 && of.high >= 0.05;
    if (holds(compareShares({ treatment: treatment.bySlot, control: control.bySlot }, 'bought', 0.3).interval)) covered.slots++;
    if (holds(compareShares({ treatment: treatment.byVisit, control: control.byVisit }, 'bought', 0.3).interval)) covered.visits++;
  }
  expect(covered.slots / runs).toBeGreaterThanOrEqual(0.93);
  expect(covered.visits / runs).toBeLessThan(0.9);
});
