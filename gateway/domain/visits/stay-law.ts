import { clip, logNormal } from '../statistics.ts';

/** Usual length, s, and deviation of its natural log, until the shop has taught its own; and between what lengths that may lie. */
interface FirstGuess {
  readonly median: number;
  readonly sd: number;
  readonly bounds: readonly [number, number];
}

/** Of visits, with a spread that does not trust that much. */
const VISITS: FirstGuess = { median: 400, sd: 0.8, bounds: [60, 7_200] };
/** From coming in to taking up the first of what is carried out. */
export const LEADS: FirstGuess = { median: 90, sd: 0.9, bounds: [20, 1_800] };
const SD_BOUNDS = [0.45, 1.2] as const;
/** Sure visits that the first guess, and the law of the whole day for a part of it, count for. */
const PRIOR_VISITS = 10;
const REMEMBERED_VISITS = 500;
/** Nobody comes and goes within this time, s. */
const SHORTEST_S = 3;

interface Moments {
  readonly n: number;
  /** Of the natural log of seconds. */
  readonly mean: number;
  readonly variance: number;
}

export type SavedStays = readonly (readonly [string, Moments])[];

/** How long visits last, by kind (part of the day, with goods or without); learned from visits of which both ends are sure. */
export interface StayLaw {
  learn(kind: string, seconds: number, weight: number): void;
  /** Log density of a visit of this kind ending after `seconds`; -Infinity below three seconds. */
  ends(kind: string, seconds: number): number;
  /** Log probability that it lasts longer than `seconds`. */
  lasts(kind: string, seconds: number): number;
  /** The usual length, s. */
  median(kind: string): number;
  save(): SavedStays;
}

/** Upper tail of the standard normal law (Abramowitz and Stegun 26.2.17), log; exact enough to 6 sigma and beyond. */
const logTail = (z: number): number => {
  if (z > 6) return -0.5 * z * z - Math.log(z * 2.506_628);
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const sum = t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = Math.exp(-0.5 * z * z) * 0.398_942_28 * sum;
  return Math.log(z >= 0 ? tail : 1 - tail);
};

export const createStayLaw = (saved: SavedStays = [], { median, sd, bounds }: FirstGuess = VISITS): StayLaw => {
  const first: Moments = { n: 0, mean: Math.log(median), variance: sd ** 2 };
  const kinds = new Map(saved);

  /** What is known of a kind, drawn towards all visits where it is little; all visits towards the first guess. */
  const momentsOf = (kind: string): { readonly mean: number; readonly sd: number } => {
    const all = shrunk(kinds.get(''), first);
    const own = kind === '' ? all : shrunk(kinds.get(kind), all);
    const mean = clip(own.mean, Math.log(bounds[0]), Math.log(bounds[1]));
    return { mean, sd: clip(Math.sqrt(own.variance), ...SD_BOUNDS) };
  };

  const take = (kind: string, x: number, weight: number) => {
    const before = kinds.get(kind) ?? { n: 0, mean: x, variance: 0 };
    const n = Math.min(REMEMBERED_VISITS, before.n + weight);
    const step = weight / Math.max(n, weight);
    const delta = x - before.mean;
    const mean = before.mean + step * delta;
    kinds.set(kind, { n, mean, variance: (1 - step) * (before.variance + step * delta * delta) });
  };

  return {
    learn: (kind, seconds, weight) => {
      if (seconds < SHORTEST_S) return;
      take('', Math.log(seconds), weight);
      if (kind !== '') take(kind, Math.log(seconds), weight);
    },
    ends: (kind, seconds) => {
      if (seconds < SHORTEST_S) return Number.NEGATIVE_INFINITY;
      const { mean, sd } = momentsOf(kind);
      return logNormal(Math.log(seconds), mean, sd) - Math.log(seconds);
    },
    lasts: (kind, seconds) => {
      if (seconds <= SHORTEST_S) return 0;
      const { mean, sd } = momentsOf(kind);
      return logTail((Math.log(seconds) - mean) / sd);
    },
    median: (kind) => Math.exp(momentsOf(kind).mean),
    save: () => [...kinds],
  };
};

const shrunk = (own: Moments | undefined, towards: Moments): Moments => {
  if (own === undefined) return towards;
  const share = own.n / (own.n + PRIOR_VISITS);
  const mean = towards.mean + share * (own.mean - towards.mean);
  const apart = own.mean - towards.mean;
  const variance = share * own.variance + (1 - share) * towards.variance + share * (1 - share) * apart * apart;
  return { n: own.n, mean, variance };
};
