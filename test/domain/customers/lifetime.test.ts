import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aliveness, type BgNbd, expectedPurchases, fitBgNbd, type Purchases } from '../../../gateway/domain/customers/bg-nbd.ts';
import { expectedValue, fitGammaGamma, type GammaGamma, type Spending } from '../../../gateway/domain/customers/gamma-gamma.ts';
import { MONTH_DAYS, modelValue, simpleValue } from '../../../gateway/domain/customers/lifetime-value.ts';
import { hypergeometric, logGamma } from '../../../gateway/domain/customers/special-functions.ts';
import { createRandom } from '../../../simulators/random.ts';

/** Fader, Hardie and Lee 2005, table 2: CDNOW, times in weeks. */
const CDNOW: BgNbd = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, logLikelihood: -9_582.4 };
/** Fader and Hardie 2013: what the repeat buyers of CDNOW spend. */
const SPENDING: GammaGamma = { p: 6.25, q: 3.74, gamma: 15.44, logLikelihood: 0 };

const corpus = process.env.AISLE_CORPUS;

/** Simpson's rule. */
const integrate = (f: (x: number) => number, from: number, to: number, steps = 20_000): number => {
  const width = (to - from) / steps;
  let sum = f(from) + f(to);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * width);
  return (sum * width) / 3;
};

describe('special functions', () => {
  test('the gamma function at values that are known otherwise', () => {
    expect(logGamma(1)).toBeCloseTo(0, 12);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12);
    expect(logGamma(0.01)).toBeCloseTo(4.599_479_878_042_022, 10);
    expect(logGamma(1_000)).toBeCloseTo(5_905.220_423_209_181, 8);
  });

  test('the hypergeometric function where it is another one', () => {
    // Abramowitz and Stegun 15.1.3, 15.1.8.
    expect(hypergeometric(1, 1, 2, 0.7)).toBeCloseTo(-Math.log(0.3) / 0.7, 12);
    expect(hypergeometric(2.5, 3, 3, 0.9)).toBeCloseTo(0.1 ** -2.5, 8);
  });
});

test.skipIf(!corpus)('the published estimates come out of CDNOW (set AISLE_CORPUS to the corpus folder)', () => {
  const lines = readFileSync(join(corpus ?? '', 'data', 'cdnow-customers-summary.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const customers = lines.map((line): Purchases => {
    const [, repeats = 0, last = 0, observed = 0] = line.split(',').map(Number);
    return { repeats, last, observed };
  });
  expect(customers).toHaveLength(2_357);
  const model = fitBgNbd(customers);
  for (const name of ['r', 'alpha', 'a', 'b', 'logLikelihood'] as const)
    expect(Math.abs((model?.[name] ?? 0) / CDNOW[name] - 1), name).toBeLessThan(0.005);
});

describe('BG/NBD', () => {
  test('what the authors compute for a customer', () => {
    // "Implementing the BG/NBD Model for Customer Base Analysis in Excel", figure 3: customer 1 over 39 more weeks.
    expect(expectedPurchases(CDNOW, { repeats: 2, last: 30.43, observed: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  test('a dropped customer is one of two stories, weighed by what each makes likely', () => {
    const { r, alpha, a, b } = CDNOW;
    for (const { repeats, last, observed } of [
      { repeats: 1, last: 1, observed: 40 },
      { repeats: 7, last: 35, observed: 38 },
      { repeats: 26, last: 20, observed: 38 },
    ]) {
      // Given rate and chance: alive (1-p)^x λ^x e^(-λT), dropped out p(1-p)^(x-1) λ^x e^(-λt). Integrated over both priors by hand.
      const beta = (x: number, y: number) => Math.exp(logGamma(x) + logGamma(y) - logGamma(x + y));
      const overRate = (until: number) =>
        integrate((l) => l ** (r + repeats - 1) * Math.exp(-l * (alpha + until)), 0, 60 / (alpha + until) + repeats / 4, 200_000);
      const alive = beta(a, b + repeats) * overRate(observed);
      const gone = beta(a + 1, b + repeats - 1) * overRate(last);
      expect(aliveness(CDNOW, { repeats, last, observed })).toBeCloseTo(alive / (alive + gone), 4);
    }
  });

  test('expectation starts at nothing, grows ever more slowly, and is the same on both sides of a = 1', () => {
    const customer: Purchases = { repeats: 3, last: 20, observed: 30 };
    expect(expectedPurchases(CDNOW, customer, 0)).toBe(0);
    const grown = [10, 20, 30, 40].map((time) => expectedPurchases(CDNOW, customer, time));
    const steps = grown.map((value, i) => value - (grown[i - 1] ?? 0));
    expect(steps.every((step, i) => step > 0 && step < (steps[i - 1] ?? Number.POSITIVE_INFINITY))).toBe(true);
    const at = (a: number) => expectedPurchases({ ...CDNOW, a }, customer, 39);
    expect(at(1)).toBeCloseTo((at(0.99) + at(1.01)) / 2, 3);
    const once = (b: number) => expectedPurchases({ ...CDNOW, a: 0.4, b }, { repeats: 0, last: 0, observed: 30 }, 39);
    expect(once(0.6)).toBeCloseTo((once(0.59) + once(0.61)) / 2, 3);
  });

  test('the first moments are those of customers drawn by the model', () => {
    // From the start on: with repeats 0 and observed 0 the expectation is the mean of everybody (equation 9 of the paper).
    const random = createRandom(5, 'customers');
    const horizon = 39;
    let sum = 0;
    const draws = 40_000;
    for (let i = 0; i < draws; i++) {
      const rate = gamma(random, CDNOW.r) / CDNOW.alpha;
      const x = gamma(random, CDNOW.a);
      const chance = x / (x + gamma(random, CDNOW.b));
      for (let at = exponential(random, rate); at < horizon; at += exponential(random, rate)) {
        sum++;
        if (random.next() < chance) break;
      }
    }
    expect(expectedPurchases(CDNOW, { repeats: 0, last: 0, observed: 0 }, horizon)).toBeCloseTo(sum / draws, 1);
  });

  test.each([
    { name: 'nobody', customers: [] },
    { name: 'one customer', customers: [{ repeats: 3, last: 20, observed: 30 }] },
    { name: 'all on their first day', customers: Array.from({ length: 100 }, () => ({ repeats: 0, last: 0, observed: 0 })) },
    { name: 'nobody came again', customers: Array.from({ length: 100 }, (_, i) => ({ repeats: 0, last: 0, observed: i })) },
    { name: 'repeats without any time', customers: Array.from({ length: 100 }, () => ({ repeats: 1, last: 0, observed: 0 })) },
  ])('is not fitted to $name', ({ customers }) => {
    expect(fitBgNbd(customers)).toBeNull();
  });

  test('says something finite of customers that are all alike', () => {
    const model = fitBgNbd(Array.from({ length: 100 }, () => ({ repeats: 10, last: 50, observed: 51 })));
    const customer: Purchases = { repeats: 10, last: 50, observed: 51 };
    expect(model).not.toBeNull();
    if (model === null) return;
    expect(aliveness(model, customer)).toBeGreaterThan(0.9);
    expect(expectedPurchases(model, customer, 51)).toBeGreaterThan(7);
    expect(expectedPurchases(model, customer, 51)).toBeLessThan(12);
  });

  test('gives no churn risk to who came once', () => {
    expect(aliveness(CDNOW, { repeats: 0, last: 0, observed: 30 })).toBeNull();
  });
});

describe('gamma-gamma', () => {
  test('what the authors expect of the first customers of CDNOW', () => {
    const known: readonly (readonly [Spending, number])[] = [
      [{ purchases: 2, mean: 22.35 }, 24.65],
      [{ purchases: 1, mean: 11.77 }, 18.91],
      [{ purchases: 0, mean: 0 }, 35.17],
      [{ purchases: 7, mean: 73.74 }, 71.46],
      [{ purchases: 2, mean: 25.55 }, 27.28],
    ];
    for (const [customer, value] of known) expect(Math.abs(expectedValue(SPENDING, customer) - value)).toBeLessThan(0.1);
  });

  test('the expectation is the mean of what a customer’s own rate makes of it', () => {
    const { p, q, gamma: scale } = SPENDING;
    const customer: Spending = { purchases: 4, mean: 52 };
    // ν given the customer is gamma(px + q, γ + xm); a purchase is worth p/ν.
    const shape = p * customer.purchases + q;
    const rate = scale + customer.purchases * customer.mean;
    const density = (nu: number) => Math.exp(shape * Math.log(rate) - logGamma(shape) + (shape - 1) * Math.log(nu) - rate * nu);
    expect(expectedValue(SPENDING, customer)).toBeCloseTo(
      integrate((nu) => (p / nu) * density(nu), 1e-6, 1),
      6,
    );
  });

  test('finds again what customers were drawn by, whatever the currency', () => {
    const random = createRandom(11, 'customers');
    const drawn = Array.from({ length: 6_000 }, (_, i): Spending => {
      const nu = gamma(random, SPENDING.q) / SPENDING.gamma;
      const purchases = 1 + (i % 6);
      return { purchases, mean: gamma(random, SPENDING.p * purchases) / nu / purchases };
    });
    const model = fitGammaGamma(drawn);
    const cents = fitGammaGamma(drawn.map(({ purchases, mean }) => ({ purchases, mean: mean * 100 })));
    for (const name of ['p', 'q', 'gamma'] as const) expect(Math.abs((model?.[name] ?? 0) / SPENDING[name] - 1), name).toBeLessThan(0.08);
    expect((cents?.gamma ?? 0) / (model?.gamma ?? 1)).toBeCloseTo(100, 1);
  });

  test.each([
    { name: 'nobody', customers: [] },
    { name: 'one spender', customers: [{ purchases: 3, mean: 20 }] },
    { name: 'people who paid nothing', customers: Array.from({ length: 100 }, () => ({ purchases: 2, mean: 0 })) },
    { name: 'people who never came again', customers: Array.from({ length: 100 }, () => ({ purchases: 0, mean: 0 })) },
  ])('is not fitted to $name', ({ customers }) => {
    expect(fitGammaGamma(customers)).toBeNull();
  });
});

describe('lifetime value', () => {
  test.each([
    { m: 100, r: 0.8, d: 0.1, value: 266.666_667 },
    { m: 34, r: 0.5, d: 0.08, value: 29.310_345 },
    { m: 100, r: 0, d: 0.1, value: 0 },
    { m: 100, r: 1, d: 0.1, value: 1_000 },
  ])('of $m kept with $r and discounted with $d is $value', ({ m, r, d, value }) => {
    expect(simpleValue(m, r, d)).toBeCloseTo(value, 5);
    // The closed form is the sum of what comes, period by period.
    let sum = 0;
    for (let k = 1; k < 2_000; k++) sum += m * (r / (1 + d)) ** k;
    expect(sum).toBeCloseTo(value, 5);
  });

  test('has no end where customers never leave and money keeps its worth', () => {
    expect(simpleValue(100, 1, 0)).toBeNull();
  });

  test('by the models is purchases times worth, less as time goes by', () => {
    const customer = { repeats: 3, last: 20, observed: 30, spent: { purchases: 3, mean: 40 } };
    const undiscounted = modelValue(CDNOW, SPENDING, customer, { margin: 0.5, discount: 0, months: 12 }, 7);
    const purchases = expectedPurchases(CDNOW, customer, (12 * MONTH_DAYS) / 7);
    expect(undiscounted).toBeCloseTo(purchases * expectedValue(SPENDING, customer.spent) * 0.5, 9);
    const discounted = modelValue(CDNOW, SPENDING, customer, { margin: 0.5, discount: 0.01, months: 12 }, 7);
    expect(discounted).toBeLessThan(undiscounted);
    expect(discounted).toBeGreaterThan(undiscounted / 1.01 ** 12);
  });
});

type Random = ReturnType<typeof createRandom>;

const exponential = (random: Random, rate: number): number => -Math.log(1 - random.next()) / rate;

/** A gamma deviate of scale 1, by Marsaglia and Tsang (2000). */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * normal ** 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
