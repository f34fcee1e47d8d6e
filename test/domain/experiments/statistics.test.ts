import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquareTail, normalTails, studentQuantile } from '../../../gateway/domain/experiments/distributions.ts';
import { differenceOfMeans, differenceOfShares, ratioOfShares, twoProportionP } from '../../../gateway/domain/experiments/lift.ts';
import { plannedSize } from '../../../gateway/domain/experiments/sample-size.ts';
import { checkSplit } from '../../../gateway/domain/experiments/split-check.ts';
import { addTotals, meanOf, NO_TOTALS, shareOf, type Totals, totalsOf, type Unit } from '../../../gateway/domain/experiments/totals.ts';
import { wilson } from '../../../gateway/domain/experiments/wilson.ts';

const share = (of: number, n: number) => ({ share: of / n, worth: n });
const unit = (differs: Partial<Unit>): Unit => ({ observations: 1, shown: 0, picked: 0, bought: 0, spent: 0, ...differs });
const totals = (units: readonly Partial<Unit>[]): Totals => units.map((one) => totalsOf(unit(one))).reduce(addTotals, NO_TOTALS);

describe('the distributions agree with the tables', () => {
  test.each([
    [1, 12.7062],
    [2, 4.30265],
    [3, 3.18245],
    [4, 2.77645],
    [5, 2.57058],
    [10, 2.22814],
    [30, 2.04227],
    [120, 1.97993],
    [Number.POSITIVE_INFINITY, 1.95996],
  ])('t with %d degrees of freedom', (df, published) => {
    expect(studentQuantile(df)).toBeCloseTo(published, 4);
  });

  test.each([
    [3.841459, 1, 0.05],
    [10.82757, 1, 0.001],
    [5.991465, 2, 0.05],
    [7.814728, 3, 0.05],
    [13.2767, 4, 0.01],
    [18.30704, 10, 0.05],
  ])('chi-square of %d with %d degrees of freedom', (x, df, published) => {
    expect(chiSquareTail(x, df)).toBeCloseTo(published, 6);
  });

  test('the tails of the normal distribution, near and far', () => {
    expect(normalTails(1.959963985)).toBeCloseTo(0.05, 9);
    expect(normalTails(3.290526731)).toBeCloseTo(0.001, 9);
    expect(normalTails(-6) / 1.973175e-9).toBeCloseTo(1, 5);
    expect(normalTails(0)).toBe(1);
  });
});

// Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the interval of the share %d/%d is as published', (of, n, low, high) => {
  expect(wilson(of / n, n).low).toBeCloseTo(low, 4);
  expect(wilson(of / n, n).high).toBeCloseTo(high, 4);
});

describe('the difference of two shares', () => {
  // Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%d/%d - %d/%d has the published interval', (a, m, b, n, low, high) => {
    const interval = differenceOfShares(share(a, m), share(b, n));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('leaves out 0 exactly when the ratio leaves out 1', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.float({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(counts, counts, ([m, p], [n, q]) => {
        const [t, c] = [share(Math.round(p * m), m), share(Math.round(q * n), n)];
        const difference = differenceOfShares(t, c);
        const ratio = ratioOfShares(t, c);
        if (ratio === null) return t.share === 0 && c.share === 0;
        // Limits that lie on the line are decided by rounding.
        const above = difference.low > 1e-9 ? ratio.low > 1 : difference.low > -1e-9 || ratio.low <= 1 + 1e-9;
        const below =
          difference.high < -1e-9
            ? ratio.high !== null && ratio.high < 1
            : difference.high < 1e-9 || ratio.high === null || ratio.high >= 1 - 1e-9;
        return above && below && difference.low <= difference.high;
      }),
      { numRuns: 2_000 },
    );
  });

  test('of many visits is the ratio that the logarithm gives too', () => {
    const ratio = ratioOfShares(share(2_400, 20_000), share(2_000, 20_000));
    // Katz et al., Biometrics 34 (1978): exp(ln 1.2 ± 1.96 · sqrt(1/2400 - 1/20000 + 1/2000 - 1/20000)).
    expect(ratio?.low).toBeCloseTo(1.1346, 3);
    expect(ratio?.high).toBeCloseTo(1.2691, 3);
  });

  test.each([
    { name: 'nobody bought anywhere', t: share(0, 50), c: share(0, 50), ratio: null },
    { name: 'nobody of the control bought', t: share(5, 50), c: share(0, 50), ratio: { high: null } },
    { name: 'nobody of the treatment bought', t: share(0, 50), c: share(5, 50), ratio: { low: 0 } },
    { name: 'everybody bought', t: share(50, 50), c: share(50, 50), ratio: {} },
  ])('has an interval where $name', ({ t, c, ratio }) => {
    const { low, high } = differenceOfShares(t, c);
    expect(high - low).toBeGreaterThan(0.05);
    const found = ratioOfShares(t, c);
    if (ratio === null) expect(found).toBeNull();
    else expect(found).toMatchObject(ratio);
    expect(twoProportionP(t, c)).toBeLessThanOrEqual(1);
  });

  test('p is that of the pooled z test: 56/70 against 48/80 is z 2.6502', () => {
    expect(twoProportionP(share(56, 70), share(48, 80))).toBeCloseTo(normalTails(2.6502), 4);
    expect(twoProportionP(share(0, 9), share(0, 9))).toBe(1);
  });
});

describe('the difference of two means', () => {
  test('is Welch’s: the sleep data of Student, as R’s t.test prints them', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const mean = (hours: readonly number[]) => {
      const all = totals(hours.map((spent) => ({ spent })));
      const found = meanOf(all, all.spent);
      if (found === null) throw new Error('two units or more');
      return found;
    };
    const interval = differenceOfMeans(mean(first), mean(second));
    expect(interval?.low).toBeCloseTo(-3.3654832, 5);
    expect(interval?.high).toBeCloseTo(0.2054832, 5);
  });

  test('has no interval where nothing varies, and no mean of fewer than two units', () => {
    const nothing = totals([{}, {}]);
    const mean = meanOf(nothing, nothing.spent);
    expect(mean).toEqual({ mean: 0, variance: 0, df: 1 });
    expect(mean && differenceOfMeans(mean, mean)).toBeNull();
    const one = totals([{ spent: 5 }]);
    expect(meanOf(one, one.spent)).toBeNull();
    expect(shareOf(NO_TOTALS, NO_TOTALS.bought)).toBeNull();
  });
});

describe('visits of one quarter of an hour before one screen', () => {
  const slots = [
    { observations: 3, bought: 1 },
    { observations: 5, bought: 0 },
    { observations: 2, bought: 2 },
    { observations: 4, bought: 1 },
    { observations: 1, bought: 0 },
    { observations: 6, bought: 3 },
  ];

  test('vary as their slots do: the linearised ratio, worked out by hand', () => {
    const all = totals(slots);
    const mean = 7 / 21;
    const spread = slots.reduce((sum, { observations, bought }) => sum + (bought - mean * observations) ** 2, 0);
    expect(meanOf(all, all.bought)).toEqual({ mean, variance: expect.closeTo((6 / 5) * (spread / 21 ** 2), 12), df: 5 });
  });

  test('count once each when all of a slot do the same', () => {
    const alike = Array.from({ length: 40 }, (_, i) => ({ observations: 5, bought: i % 4 === 0 ? 5 : 0 }));
    const worth = shareOf(totals(alike), totals(alike).bought)?.worth ?? 0;
    // 39 for 40 slots, and a little less for Student's t.
    expect(worth).toBeGreaterThan(36);
    expect(worth).toBeLessThan(40);
  });

  test('count once a slot when nobody bought, and in full when every slot has one', () => {
    const none = totals(Array.from({ length: 30 }, () => ({ observations: 4 })));
    expect(shareOf(none, none.bought)?.worth).toBeLessThan(30);
    const single = totals(Array.from({ length: 30 }, (_, i) => ({ bought: i % 2 })));
    expect(shareOf(single, single.bought)).toEqual({ share: 0.5, worth: 30 });
  });

  test('add up over days in any order', () => {
    const [morning, noon] = [totals(slots.slice(0, 3)), totals(slots.slice(3))];
    expect(addTotals(noon, morning)).toEqual(totals(slots));
  });
});

describe('the size that is still needed', () => {
  test.each([
    // R: power.prop.test(p1 = .5, p2 = .75, power = .8) needs 57.67 in each arm, p1 = .1, p2 = .12 needs 3840.85.
    { baseline: 0.5, lift: 0.5, control: 0.5, planned: 2 * 58 },
    { baseline: 0.1, lift: 0.2, control: 0.5, planned: 2 * 3_841 },
  ])('is the published one: $baseline and a lift of $lift', ({ planned, ...plan }) => {
    expect(plannedSize({ ...plan, design: 1 })).toBe(planned);
  });

  test('grows with an uneven split and with visits that resemble each other', () => {
    const plan = { baseline: 0.1, lift: 0.3, control: 0.5, design: 1 };
    const even = plannedSize(plan) ?? 0;
    expect(plannedSize({ ...plan, control: 0.1 })).toBeGreaterThan(2.5 * even);
    expect(plannedSize({ ...plan, design: 2 })).toBe(2 * even);
  });

  test.each([{ baseline: 0 }, { baseline: 1 }, { control: 0 }, { control: 1 }])('is not known with %o', (differs) => {
    expect(plannedSize({ baseline: 0.1, lift: 0.3, control: 0.2, design: 1, ...differs })).toBeNull();
  });

  test('asks of a share near 1 no more than it can still gain', () => {
    expect(plannedSize({ baseline: 0.9, lift: 0.3, control: 0.5, design: 1 })).toBe(2 * 435);
  });
});

describe('the split', () => {
  test('is broken in the published case: 821,588 and 815,482 where halves were meant', () => {
    const half = (821_588 + 815_482) / 2;
    const check = checkSplit([
      { units: 821_588, expected: half },
      { units: 815_482, expected: half },
    ]);
    // Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments (2020), chapter 3.
    expect(check.state).toBe('broken');
    expect(check.p).toBeCloseTo(1.8e-6, 7);
  });

  test.each([
    {
      name: 'chance',
      arms: [
        [790, 800],
        [210, 200],
      ],
      state: 'fine',
    },
    {
      name: 'an arm that loses a third',
      arms: [
        [800, 750],
        [200, 250],
      ],
      state: 'broken',
    },
    {
      name: 'three arms',
      arms: [
        [700, 700],
        [180, 200],
        [120, 100],
      ],
      state: 'fine',
    },
    {
      name: 'an arm meant to be empty',
      arms: [
        [100, 100],
        [0, 0],
      ],
      state: 'too-few',
    },
    {
      name: 'too few to tell',
      arms: [
        [0, 16],
        [20, 4],
      ],
      state: 'too-few',
    },
    { name: 'nothing', arms: [], state: 'too-few' },
  ])('with $name is $state', ({ arms, state }) => {
    expect(checkSplit(arms.map(([units = 0, expected = 0]) => ({ units, expected }))).state).toBe(state);
  });
});
