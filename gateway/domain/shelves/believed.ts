/** What is believed of the number of items in a place, from the probability of each to be there. */
export interface Believed {
  /** The most probable set of items: those that are more probably there than not. */
  readonly count: number;
  /** Standard deviation of the number, items (Poisson-binomial). */
  readonly spread: number;
  /** That none is there, 0..1. */
  readonly none: number;
}

/**
 * Sums up items that are there with the given probabilities, independently. The sum of probabilities is not the count: a hundred
 * items of which each is 99 % sure are a hundred items, not 99.
 */
export const believe = (probabilities: Iterable<number>): Believed => {
  let count = 0;
  let variance = 0;
  let none = 1;
  for (const p of probabilities) {
    if (p > 0.5) count++;
    variance += p * (1 - p);
    none *= 1 - p;
  }
  return { count, spread: Math.sqrt(variance), none };
};
