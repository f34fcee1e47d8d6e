import { normalTails, studentQuantile } from './distributions.ts';
import type { Mean, Share } from './totals.ts';
import { type Interval, wilson } from './wilson.ts';

/**
 * The 95 % interval of `treatment - control`, two shares: Newcombe's hybrid of the two Wilson intervals. Chosen over share ± error
 * because offers convert seldom: it stays inside -1..1, is no single point when nobody bought, and keeps its promise for few visits.
 *
 * @see Newcombe, Statistics in Medicine 17 (1998), method 10
 */
export const differenceOfShares = (treatment: Share, control: Share): Interval => {
  const [p, q] = [treatment.share, control.share];
  const t = wilson(p, treatment.worth);
  const c = wilson(q, control.worth);
  return { low: p - q - Math.hypot(p - t.low, c.high - q), high: p - q + Math.hypot(t.high - p, q - c.low) };
};

/**
 * The 95 % interval of `treatment / control`, two shares, from the same Wilson intervals (MOVER-R), so that it leaves out 1 exactly when
 * the difference leaves out 0. `high` is null where the control may be 0: then there is no upper end. Null when both shares are 0.
 *
 * @see Donner and Zou, Statistical Methods in Medical Research 21 (2012); Newcombe, Statistics in Medicine 35 (2016)
 */
export const ratioOfShares = (treatment: Share, control: Share): { readonly low: number; readonly high: number | null } | null => {
  const [p, q] = [treatment.share, control.share];
  if (p === 0 && q === 0) return null;
  const t = wilson(p, treatment.worth);
  const c = wilson(q, control.worth);
  const low = ratioLimit(p * q, t.low * (2 * p - t.low), c.high * (2 * q - c.high), -1);
  const high = ratioLimit(p * q, t.high * (2 * p - t.high), c.low * (2 * q - c.low), 1);
  return { low: Math.max(0, low ?? 0), high };
};

/** A root of `below·x² - 2·product·x + above = 0`, the limit of the ratio: the smaller one (side -1) or the larger one. */
const ratioLimit = (product: number, above: number, below: number, side: -1 | 1): number | null => {
  const root = Math.sqrt(Math.max(0, product * product - above * below));
  if (side === 1) return below <= 0 ? null : (product + root) / below;
  // Written so that nothing cancels, and so that it holds on both sides of below = 0.
  return product + root === 0 ? null : above / (product + root);
};

/** The 95 % interval of `treatment - control`, two means of any unit; degrees of freedom by Welch. Null when neither arm varies. */
export const differenceOfMeans = (treatment: Mean, control: Mean): Interval | null => {
  const variance = treatment.variance + control.variance;
  if (variance === 0) return null;
  const df = (variance * variance) / (treatment.variance ** 2 / treatment.df + control.variance ** 2 / control.df);
  const difference = treatment.mean - control.mean;
  const half = studentQuantile(df) * Math.sqrt(variance);
  return { low: difference - half, high: difference + half };
};

/** Two-sided p of the two-proportion z test, pooled: how often chance alone parts equal arms this far. 1 when neither arm varies. */
export const twoProportionP = (treatment: Share, control: Share): number => {
  const { share: p, worth: n } = treatment;
  const { share: q, worth: m } = control;
  const pooled = (p * n + q * m) / (n + m);
  const variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  return variance <= 0 ? 1 : normalTails((p - q) / Math.sqrt(variance));
};
