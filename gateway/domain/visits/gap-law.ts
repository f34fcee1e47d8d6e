import { clip } from '../statistics.ts';

/** Within one party people follow each other at about this time, ms, until the shop's own door has taught better. */
const FIRST_WITHIN_MS = 1_000;
const WITHIN_BOUNDS = [300, 2_500] as const;
/** Parties follow each other at random, at first about this far apart, ms. */
const FIRST_BETWEEN_MS = 60_000;
const BETWEEN_BOUNDS = [5_000, 1_800_000] as const;
const FIRST_SHARE = 0.4;
/** Gaps that the first guess counts for. */
const PRIOR_GAPS = 12;
const REMEMBERED_GAPS = 400;
/** Shape of the gamma law of gaps within a party: people keep a step's distance, so very short gaps are rare too. */
const FIRST_SHAPE = 6;
const SHAPE_BOUNDS = [3, 16] as const;
/** A gap that may still be one party: wider than any usual threshold, so that what is undecided is decided with all evidence. */
const WIDEST_MS = 4_500;
/** Two parties taken for one are two mistakes, one taken for two is one: undecided gaps divide. Nats. */
const MERGES_BELOW = -0.7;

export interface SavedGaps {
  readonly within: number;
  /** Mean square of the gaps within a party over their squared mean, less 1: the inverse of the law's shape. */
  readonly spread: number;
  readonly between: number;
  /** Share of gaps that lie within a party. */
  readonly share: number;
  readonly seen: number;
}

/** How far apart people of one party cross the door, and how far apart parties do; learned from the gaps themselves. */
export interface GapLaw {
  /** Takes in the time between one crossing and the next in the same direction, ms, above 0. */
  learn(gap: number): void;
  /** How much speaks for a gap lying between two parties rather than within one, nats. */
  apart(gap: number): number;
  /** Crossings further apart than this are different parties beyond doubt, ms. */
  widest(): number;
  /** From which gap on crossings are taken for two parties, ms. */
  threshold(): number;
  /** Parties come this far apart, on average, ms. */
  between(): number;
  save(): SavedGaps;
}

const firstGaps: SavedGaps = {
  within: FIRST_WITHIN_MS,
  spread: 1 / FIRST_SHAPE,
  between: FIRST_BETWEEN_MS,
  share: FIRST_SHARE,
  seen: 0,
};

/** Natural log of the gamma function by Stirling's series, for x of 3 and more. */
const logGamma = (x: number): number => (x - 0.5) * Math.log(x) - x + 0.918_938_5 + 1 / (12 * x);

/** Mixture of a gamma law within parties and an exponential one between them, refined by each gap (online EM). */
export const createGapLaw = (saved: SavedGaps = firstGaps): GapLaw => {
  let { within, spread, between, share, seen } = saved;

  const apart = (gap: number): number => {
    // Two people in one step are one party: shorter than half a step says no more than half a step does.
    const x = Math.max(within / 2, gap);
    const shape = clip(1 / spread, ...SHAPE_BOUNDS);
    const rate = shape / within;
    const one = Math.log(share) + shape * Math.log(rate) + (shape - 1) * Math.log(x) - rate * x - logGamma(shape);
    const two = Math.log(1 - share) - Math.log(between) - x / between;
    return two - one;
  };

  const threshold = (): number => {
    let gap = within;
    while (gap < WIDEST_MS && apart(gap) < MERGES_BELOW) gap += 50;
    return gap;
  };

  return {
    learn: (gap) => {
      const isBetween = 1 / (1 + Math.exp(-apart(gap)));
      seen = Math.min(seen + 1, REMEMBERED_GAPS);
      const weight = 1 / (PRIOR_GAPS + seen);
      share = clip(share + weight * (1 - isBetween - share), 0.05, 0.9);
      const relative = Math.min(gap, WIDEST_MS) / within - 1;
      spread = clip(
        spread + ((weight * (1 - isBetween)) / share) * (relative * relative - spread),
        1 / SHAPE_BOUNDS[1],
        1 / SHAPE_BOUNDS[0],
      );
      within = clip(within + ((weight * (1 - isBetween)) / share) * (Math.min(gap, WIDEST_MS) - within), ...WITHIN_BOUNDS);
      between = clip(between + ((weight * isBetween) / (1 - share)) * (Math.min(gap, BETWEEN_BOUNDS[1]) - between), ...BETWEEN_BOUNDS);
    },
    apart,
    threshold,
    widest: () => Math.min(WIDEST_MS, Math.max(2_300, 1.5 * threshold())),
    between: () => between,
    save: () => ({ within, spread, between, share, seen }),
  };
};
