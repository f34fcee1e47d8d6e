import type { StockState } from '../events.ts';
import type { Facing } from '../shop.ts';

/** What a count means for a product's place: `out` at 0, `low` at or below the plan's minimum. */
export const stockState = (onShelf: number, plan: Pick<Facing, 'minimum'>): StockState => {
  if (onShelf <= 0) return 'out';
  return onShelf <= plan.minimum ? 'low' : 'ok';
};

/** Net grams must disagree with the tags by more than this share of one item's weight to be believed instead. */
const MORE_THAN = 0.6;

/**
 * Items on a section that holds one product, from the scale, where it contradicts the tags; else the tags' count.
 * `grams` is the net weight. A scale that reads below zero was tared wrongly and is not believed.
 */
export const reconcile = (tags: number, grams: number | null, itemGrams: number | null): number => {
  if (grams === null || itemGrams === null || itemGrams <= 0 || grams < -0.5 * itemGrams) return tags;
  if (Math.abs(grams - tags * itemGrams) <= MORE_THAN * itemGrams) return tags;
  return Math.max(0, Math.round(grams / itemGrams));
};
