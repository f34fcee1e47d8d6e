import { studentQuantile, Z_95 } from './distributions.ts';

/** A measure summed over units: its total, the squares of the units' totals, and these times the units' observations. */
export interface Measure {
  readonly sum: number;
  readonly squares: number;
  readonly cross: number;
}

/**
 * All that is kept of one arm's units: enough for every interval, adding up over days, naming nobody. A unit is what chance assigned
 * (a visit, or a display for a quarter of an hour); an observation is a visit inside it. Where the visit is the unit, every unit has one.
 */
export interface Totals {
  readonly units: number;
  readonly observations: number;
  /** Sum of the squares of the units' observations. */
  readonly squares: number;
  /** Observations with proof of play. */
  readonly shown: number;
  readonly picked: Measure;
  readonly bought: Measure;
  /** Minor units of currency. */
  readonly spent: Measure;
}

/** A unit's own sums. */
export interface Unit {
  readonly observations: number;
  readonly shown: number;
  readonly picked: number;
  readonly bought: number;
  readonly spent: number;
}

const NO_MEASURE: Measure = { sum: 0, squares: 0, cross: 0 };
export const NO_TOTALS: Totals = {
  units: 0,
  observations: 0,
  squares: 0,
  shown: 0,
  picked: NO_MEASURE,
  bought: NO_MEASURE,
  spent: NO_MEASURE,
};

const addMeasures = (a: Measure, b: Measure): Measure => ({
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
  cross: a.cross + b.cross,
});

export const addTotals = (a: Totals, b: Totals): Totals => ({
  units: a.units + b.units,
  observations: a.observations + b.observations,
  squares: a.squares + b.squares,
  shown: a.shown + b.shown,
  picked: addMeasures(a.picked, b.picked),
  bought: addMeasures(a.bought, b.bought),
  spent: addMeasures(a.spent, b.spent),
});

/** The totals of a single unit. */
export const totalsOf = ({ observations: n, shown, picked, bought, spent }: Unit): Totals => {
  const measure = (sum: number): Measure => ({ sum, squares: sum * sum, cross: sum * n });
  return { units: 1, observations: n, squares: n * n, shown, picked: measure(picked), bought: measure(bought), spent: measure(spent) };
};

/** A mean per observation with the variance of that mean; `df` its degrees of freedom, units less one. */
export interface Mean {
  readonly mean: number;
  readonly variance: number;
  readonly df: number;
}

/**
 * The mean of a measure per observation, its variance from how whole units differ: a ratio of two sums, linearised (delta method), so
 * that visits before one screen in one quarter of an hour do not pass for independent. With one observation per unit it is the usual
 * mean and its squared standard error. Null for fewer than two units.
 *
 * @see Cochran, Sampling Techniques, 3rd edition (1977), 6.4
 */
export const meanOf = (totals: Totals, { sum, squares, cross }: Measure): Mean | null => {
  const { units, observations: n } = totals;
  if (units < 2 || n === 0) return null;
  const mean = sum / n;
  const spread = Math.max(0, squares - 2 * mean * cross + mean * mean * totals.squares);
  return { mean, variance: ((units / (units - 1)) * spread) / (n * n), df: units - 1 };
};

/** A share of observations and how many independent ones it is worth. */
export interface Share {
  readonly share: number;
  /** At most the observations; fewer where those of one unit resemble each other. Above 0. */
  readonly worth: number;
}

/**
 * The share of observations with an outcome, and the number of independent observations that would tell it as well: observations
 * through the design effect, with Student's t for few units. Where nobody or everybody has the outcome nothing tells the design effect,
 * and each unit counts once. Null for fewer than two units.
 *
 * @see Korn and Graubard, Survey Methodology 24 (1998)
 */
export const shareOf = (totals: Totals, outcome: Measure): Share | null => {
  const mean = meanOf(totals, outcome);
  if (mean === null) return null;
  const { units, observations: n } = totals;
  const share = mean.mean;
  if (totals.squares === n) return { share, worth: n };
  const simple = (share * (1 - share)) / (n - 1);
  const design = simple > 0 ? Math.max(1, mean.variance / simple) : n / units;
  const t = Z_95 / studentQuantile(mean.df);
  return { share, worth: (n / design) * t * t };
};
