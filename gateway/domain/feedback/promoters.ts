import { Z_95 } from '../experiments/distributions.ts';
import type { Interval } from '../experiments/wilson.ts';

/** 0 to 6 would warn others, 7 and 8 say nothing, 9 and 10 recommend. */
export type Stance = 'detractor' | 'passive' | 'promoter';

/** The stance of an answer of 0 to 10. */
export const stanceOf = (score: number): Stance => (score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor');

/** Answers that are thought to be there already, so that few answers promise nothing: 3/4, 3/2 and 3/4 of the three stances. */
const BEFORE = 3;

/**
 * Net promoter score of counted answers: share of promoters less share of detractors, -100 to 100, with its 95 % interval (adjusted
 * Wald). Null without answers.
 *
 * @see Rocks, The American Statistician 70 (2016)
 */
export const netPromoters = (counts: Readonly<Record<Stance, number>>): (Interval & { readonly score: number }) | null => {
  const { promoter, passive, detractor } = counts;
  const n = promoter + passive + detractor;
  if (n === 0) return null;
  const all = n + BEFORE;
  const [for_, against] = [(promoter + BEFORE / 4) / all, (detractor + BEFORE / 4) / all];
  const half = Z_95 * Math.sqrt((for_ + against - (for_ - against) ** 2) / all);
  return {
    score: ((promoter - detractor) / n) * 100,
    low: Math.max(-1, for_ - against - half) * 100,
    high: Math.min(1, for_ - against + half) * 100,
  };
};
