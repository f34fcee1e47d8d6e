import { type Comparison, compareShares, compareSpending, type ShareComparison } from './compare.ts';
import { plannedSize } from './sample-size.ts';
import { checkSplit, type SplitCheck } from './split-check.ts';
import { NO_TOTALS, shareOf, type Totals } from './totals.ts';

/** What is known of an experiment so far. */
export interface Evidence {
  readonly treatment: Totals;
  readonly control: Totals;
  /** Held back from all offers; counts for the split only. */
  readonly holdout?: Totals;
  /** Units that were meant for the control and the hold-out: sums of the chances with which each unit was assigned. */
  readonly expected: { readonly control: number; readonly holdout?: number };
  /** Days from the first assignment to now, at least 0. */
  readonly days: number;
}

interface Size {
  /** Observations of both arms that find the lift worth knowing; null while the baseline is unknown. */
  readonly planned: number | null;
  readonly have: number;
  /** How many are missing, and about how many days that takes at the pace so far. */
  readonly more: number | null;
  readonly days: number | null;
}

/**
 * `no-control`: nothing was held back, so nothing can be said. `split-broken`: units are missing or counted twice.
 * `interim`: fewer observations than planned, so the interval is no result yet. `final`: as many as planned.
 */
type State = 'no-control' | 'split-broken' | 'interim' | 'final';
/** What a final result says of the share that bought. */
type Verdict = 'better' | 'worse' | 'undecided';

export interface Experiment {
  readonly state: State;
  /** Null before the result is final. */
  readonly verdict: Verdict | null;
  readonly picked: ShareComparison;
  readonly bought: ShareComparison;
  readonly spent: Comparison;
  readonly split: SplitCheck & { readonly expected: { readonly treatment: number; readonly control: number; readonly holdout: number } };
  readonly size: Size;
}

/**
 * What an offer is worth against its control, by intention to treat: every unit counts in the arm that it was assigned to, whether a
 * display then proved anything or not. That keeps the arms comparable, since the control has no proof of play to be picked by.
 * `worthKnowing` is the smallest relative lift to be found, above 0. Without any unit all is null and the state is `no-control`.
 */
export const judge = (evidence: Evidence, worthKnowing: number): Experiment => {
  const split = splitOf(evidence);
  const bought = compareShares(evidence, 'bought', worthKnowing);
  const size = sizeOf(evidence, split.expected, worthKnowing);
  const state = stateOf(evidence, split, size);
  return {
    state,
    verdict: state === 'final' ? verdictOf(bought) : null,
    picked: compareShares(evidence, 'picked', worthKnowing),
    bought,
    spent: compareSpending(evidence),
    split,
    size,
  };
};

const splitOf = ({ treatment, control, holdout = NO_TOTALS, expected: meant }: Evidence): Experiment['split'] => {
  const units = treatment.units + control.units + holdout.units;
  const out = meant.holdout ?? 0;
  const expected = { treatment: units - meant.control - out, control: meant.control, holdout: out };
  const check = checkSplit([
    { units: treatment.units, expected: expected.treatment },
    { units: control.units, expected: expected.control },
    { units: holdout.units, expected: expected.holdout },
  ]);
  return { ...check, expected };
};

const stateOf = ({ control }: Evidence, split: Experiment['split'], { more }: Size): State => {
  if (split.expected.control === 0 && control.units === 0) return 'no-control';
  if (split.state === 'broken') return 'split-broken';
  return more === 0 ? 'final' : 'interim';
};

const verdictOf = ({ interval }: ShareComparison): Verdict => {
  if (interval === null || (interval.low <= 0 && interval.high >= 0)) return 'undecided';
  return interval.low > 0 ? 'better' : 'worse';
};

const sizeOf = ({ treatment, control, days }: Evidence, expected: Experiment['split']['expected'], lift: number): Size => {
  const have = treatment.observations + control.observations;
  const baseline = shareOf(control, control.bought);
  if (baseline === null) return { planned: null, have, more: null, days: null };
  const design = Math.max(1, control.observations / baseline.worth);
  const share = expected.control / (expected.control + expected.treatment);
  const planned = plannedSize({ baseline: baseline.share, lift, control: share, design });
  if (planned === null) return { planned, have, more: null, days: null };
  const more = Math.max(0, planned - have);
  return { planned, have, more, days: days > 0 && have > 0 ? Math.ceil(more / (have / days)) : null };
};
