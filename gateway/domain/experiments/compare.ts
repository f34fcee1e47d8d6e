import { alwaysValid } from './always-valid.ts';
import { differenceOfMeans, differenceOfShares, ratioOfShares, twoProportionP } from './lift.ts';
import { liftedShare } from './sample-size.ts';
import { type Measure, meanOf, shareOf, type Totals } from './totals.ts';
import type { Interval } from './wilson.ts';

/** One arm against another in one outcome, per observation. Shares and lifts are 0..1 and -1..1, money is in minor units. */
export interface Comparison {
  readonly treatment: number | null;
  readonly control: number | null;
  /** `treatment - control`; null until both arms have two units. */
  readonly lift: number | null;
  /** Of the lift, 95 %, for one look. */
  readonly interval: Interval | null;
}

export interface ShareComparison extends Comparison {
  /** `treatment / control - 1`; null while nobody of the control has the outcome. */
  readonly relative: number | null;
  /** Of the relative lift; `high` null where there is no upper end. */
  readonly relativeInterval: { readonly low: number; readonly high: number | null } | null;
  /** Of the lift, 95 % over all looks together. */
  readonly alwaysValid: Interval | null;
  /** Of the two-proportion z test, two-sided. */
  readonly p: number | null;
}

interface Arms {
  readonly treatment: Totals;
  readonly control: Totals;
}

const perObservation = (totals: Totals, { sum }: Measure): number | null => (totals.observations === 0 ? null : sum / totals.observations);

/** Compares the shares with an outcome; `worthKnowing` is the relative lift that the experiment is to find. */
export const compareShares = (arms: Arms, outcome: 'picked' | 'bought', worthKnowing: number): ShareComparison => {
  const { treatment, control } = arms;
  const shares = { treatment: perObservation(treatment, treatment[outcome]), control: perObservation(control, control[outcome]) };
  const t = shareOf(treatment, treatment[outcome]);
  const c = shareOf(control, control[outcome]);
  if (t === null || c === null) {
    return { ...shares, lift: null, interval: null, relative: null, relativeInterval: null, alwaysValid: null, p: null };
  }
  const ratio = ratioOfShares(t, c);
  const effect = liftedShare({ baseline: c.share, lift: worthKnowing }) - c.share;
  return {
    ...shares,
    lift: t.share - c.share,
    interval: differenceOfShares(t, c),
    relative: c.share === 0 ? null : t.share / c.share - 1,
    relativeInterval: ratio && { low: ratio.low - 1, high: ratio.high === null ? null : ratio.high - 1 },
    alwaysValid: effect > 0 ? alwaysValid(t, c, effect) : null,
    p: twoProportionP(t, c),
  };
};

/** Compares what was spent per observation. */
export const compareSpending = ({ treatment, control }: Arms): Comparison => {
  const means = { treatment: perObservation(treatment, treatment.spent), control: perObservation(control, control.spent) };
  const t = meanOf(treatment, treatment.spent);
  const c = meanOf(control, control.spent);
  if (t === null || c === null) return { ...means, lift: null, interval: null };
  return { ...means, lift: t.mean - c.mean, interval: differenceOfMeans(t, c) };
};
