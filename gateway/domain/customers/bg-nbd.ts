import { minimise } from './nelder-mead.ts';
import { hypergeometric, logGamma } from './special-functions.ts';

/**
 * When a customer bought, from the first purchase on. `repeats`: days with a purchase after the first; `last`: time from the first to
 * the newest purchase, 0 without repeats; `observed`: time from the first purchase to the end of what is known. Times in one unit of
 * the caller's choice.
 */
export interface Purchases {
  readonly repeats: number;
  readonly last: number;
  readonly observed: number;
}

/**
 * The BG/NBD model of how customers come and when they drop out. Purchasing rates are gamma (`r`, `alpha`, of the unit of time), the
 * chance to drop out after a purchase is beta (`a`, `b`).
 */
export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  readonly logLikelihood: number;
}

/** Below this the estimates mean nothing: customers in all, and of these some who came again. */
export const LEAST_CUSTOMERS = 50;
const LEAST_REPEATERS = 20;

/** Logs of the parameters that the search looks at: beyond them a share of the likelihood is flat. */
const LOG_BOUND = 9;
/** So close to 1 the formula of the expectation divides 0 by 0; from this far off it is continuous to ten digits. */
const NEAR_ONE = 1e-6;

interface Group extends Purchases {
  readonly customers: number;
}

/**
 * The model by maximum likelihood; null with fewer than 50 customers, or fewer than 20 who came again: that is not enough data.
 *
 * @see Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005, equation 6
 */
export const fitBgNbd = (customers: readonly Purchases[]): BgNbd | null => {
  if (customers.length < LEAST_CUSTOMERS || customers.filter(({ repeats }) => repeats > 0).length < LEAST_REPEATERS) return null;
  const groups = grouped(customers);
  const counts = [...new Set(groups.map(({ repeats }) => repeats))];
  const meanObserved = customers.reduce((sum, { observed }) => sum + observed, 0) / customers.length;
  if (meanObserved <= 0) return null;
  const cost = (logs: readonly number[]): number => {
    if (logs.some((log) => Math.abs(log) > LOG_BOUND)) return Number.POSITIVE_INFINITY;
    const [r = 1, scale = 1, a = 1, b = 1] = logs.map(Math.exp);
    return -logLikelihoodOf(groups, counts, { r, alpha: scale * meanObserved, a, b });
  };
  const { at, value } = minimise(cost, [0, 0, 0, 0]);
  const [r = 1, scale = 1, a = 1, b = 1] = at.map(Math.exp);
  return Number.isFinite(value) ? { r, alpha: scale * meanObserved, a, b, logLikelihood: -value } : null;
};

/** Customers with the same history count together: one term each, however many they are. */
const grouped = (customers: readonly Purchases[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const { repeats, last, observed } of customers) {
    const key = `${repeats} ${last} ${observed}`;
    groups.set(key, { repeats, last, observed, customers: (groups.get(key)?.customers ?? 0) + 1 });
  }
  return [...groups.values()];
};

const logLikelihoodOf = (groups: readonly Group[], counts: readonly number[], model: Omit<BgNbd, 'logLikelihood'>): number => {
  const { r, alpha, a, b } = model;
  const byRepeats = new Map(
    counts.map((x) => [
      x,
      logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x),
    ]),
  );
  let sum = 0;
  for (const { repeats, last, observed, customers } of groups) {
    // Still there after the last purchase; and the log of the odds that they dropped out with it, against that.
    const stayed = -(r + repeats) * Math.log(alpha + observed);
    const left = (r + repeats) * Math.log((alpha + observed) / (alpha + last)) + Math.log(a / (b + repeats - 1));
    sum += customers * ((byRepeats.get(repeats) ?? 0) + stayed + (repeats === 0 ? 0 : softplus(left)));
  }
  return sum;
};

/** ln(1 + e^x), where e^x alone would run over too. */
const softplus = (x: number): number => (x > 30 ? x : Math.log1p(Math.exp(x)));

/**
 * The chance, 0..1, that a customer will still buy at some time; 1 minus it is the churn risk. Null for a customer without repeats: the
 * model lets people drop out after a repeat only, and would call every one of them alive.
 *
 * @see Fader, Hardie and Lee, "Computing P(alive) Using the BG/NBD Model", 2008
 */
export const aliveness = ({ r, alpha, a, b }: BgNbd, { repeats, last, observed }: Purchases): number | null =>
  repeats === 0 ? null : 1 / (1 + (a / (b + repeats - 1)) * ((alpha + observed) / (alpha + last)) ** (r + repeats));

/**
 * Purchases to be expected of a customer within the next `time`, 0 or more, in the unit of the fit. It is equation 10 of the paper with
 * Euler's transformation of the hypergeometric function, so that no power of it runs over.
 *
 * @see Fader, Hardie and Lee 2005, equation 10; Abramowitz and Stegun 15.3.3
 */
export const expectedPurchases = (model: BgNbd, customer: Purchases, time: number): number => {
  const { r, alpha, b } = model;
  const a = Math.abs(model.a - 1) < NEAR_ONE ? 1 + NEAR_ONE : model.a;
  const { repeats, observed } = customer;
  // Of somebody without repeats it may be 0, where the series has no terms and the factor before it no value.
  const c = a + b + repeats - 1 || NEAR_ONE;
  const z = time / (alpha + observed + time);
  const gone = (1 - z) ** (a - 1) * hypergeometric(c - repeats - r, a - 1, c, z);
  return Math.max(0, (c / (a - 1)) * (1 - gone) * (aliveness(model, customer) ?? 1));
};
