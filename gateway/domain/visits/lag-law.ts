import { clip, logNormal } from '../statistics.ts';

/** Until a place's own habit is known: an antenna hears a card about when it crosses the line, give or take two seconds. */
const RADIO = { mean: 0, sd: 2_200 };
/** A card is shown to a reader some seconds after its owner came in. */
const SHOWN = { mean: -2_500, sd: 3_000 };
const SD_BOUNDS_MS = [700, 4_000] as const;
const MEAN_BOUND_MS = 6_000;
/** A lag within so many deviations is usual. */
const USUAL_SDS = 1.65;
const PRIOR_CARDS = 4;
const REMEMBERED_CARDS = 200;

interface Lag {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** Where a card was seen. */
export interface CardPlace {
  /** The antenna or reader. */
  readonly key: string;
  /** True for an antenna that hears cards in pockets, false for a reader to which they are shown. */
  readonly isRadio: boolean;
}

export type SavedLags = readonly (readonly [string, Lag])[];

/**
 * How long after a reader first sees a card the counter counts its owner, ms; negative for readers that stand behind the counter. A
 * gate sees a card some steps before the line, a reader on a desk some seconds after it: each place learns its own.
 */
export interface LagLaw {
  learn(place: CardPlace, lag: number): void;
  /** Log density of a lag, per ms. */
  fits(place: CardPlace, lag: number): number;
  /** True for lags that are no more unusual than one in ten. */
  isUsual(place: CardPlace, lag: number): boolean;
  save(): SavedLags;
}

export const createLagLaw = (saved: SavedLags = []): LagLaw => {
  const lags = new Map(saved);
  const of = ({ key, isRadio }: CardPlace) => {
    const first = isRadio ? RADIO : SHOWN;
    const { n, mean, variance } = lags.get(key) ?? { n: 0, mean: 0, variance: 0 };
    const share = n / (n + PRIOR_CARDS);
    return {
      mean: share * mean + (1 - share) * first.mean,
      sd: clip(Math.sqrt(share * variance + (1 - share) * first.sd ** 2), ...SD_BOUNDS_MS),
    };
  };
  return {
    learn: (place, lag) => {
      const before = lags.get(place.key) ?? { n: 0, mean: 0, variance: 0 };
      const n = Math.min(REMEMBERED_CARDS, before.n + 1);
      const delta = clip(lag, -MEAN_BOUND_MS, MEAN_BOUND_MS) - before.mean;
      lags.set(place.key, { n, mean: before.mean + delta / n, variance: (1 - 1 / n) * (before.variance + (delta * delta) / n) });
    },
    fits: (place, lag) => {
      const { mean, sd } = of(place);
      return logNormal(lag, mean, sd);
    },
    isUsual: (place, lag) => {
      const { mean, sd } = of(place);
      return Math.abs(lag - mean) <= USUAL_SDS * sd;
    },
    save: () => [...lags],
  };
};
