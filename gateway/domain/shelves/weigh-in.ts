import type { Grams } from '../units.ts';

/** One product on a section that is weighed. */
export interface Weighable {
  readonly grams: Grams;
  /** Items that the radio believes to be there. */
  readonly count: number;
  /** What it costs to believe in one, two ... fewer, nats: the surest doubts first. Also says how many there are to take away. */
  readonly fewer: () => readonly number[];
}

/** Spread of a scale and of one item's weight, grams. */
const SCALE_G = 6;
const ITEM_G = 5;
/** What it costs to believe in an item that the radio does not hear: its tag is dead, or it has only just been put there. */
const UNHEARD = 3;
/** A scale on which somebody leans says nothing: no disagreement speaks louder than this, nats. */
const MOST = 14;
/** Items that one weighing may add or take away, over what the tags say. */
const MOST_ITEMS = 6;

export interface WeighedIn {
  /** Counts of the products, in the order given. */
  readonly counts: readonly number[];
  /** Grams that no number of items explains; 0 when the scale agrees or was believed. */
  readonly unexplained: number;
}

/**
 * Brings tags and scale together: the counts near those of the radio whose weight fits best. Maximises the posterior under
 * N(total - sum of weights; 6 g + 5 g sqrt(items)), with the radio's own doubts as the prior; a disagreement of less than half of the
 * lightest item changes nothing. Products of one section compete for the same grams: the lightest change in belief wins.
 */
export const weighIn = (products: readonly Weighable[], total: Grams): WeighedIn => {
  const counts = products.map(({ count }) => count);
  const items = counts.reduce((a, b) => a + b, 0);
  const expected = products.reduce((sum, { grams, count }) => sum + grams * count, 0);
  const lightest = Math.min(...products.map(({ grams }) => grams));
  const residual = total - expected;
  const sd = Math.hypot(SCALE_G, ITEM_G * Math.sqrt(Math.max(1, items)));
  if (products.length === 0 || Math.abs(residual) < Math.max(lightest / 2, 1.5 * sd)) return { counts, unexplained: 0 };
  const misfit = (grams: number): number => Math.min(MOST, (grams / sd) ** 2 / 2);
  // Most of the time the scale agrees, and nobody asks for it.
  const fewer = products.map((product) => product.fewer());
  let best = { cost: misfit(residual), counts: counts as readonly number[], rest: residual };
  const look = (index: number, now: readonly number[], rest: number, cost: number, left: number): void => {
    if (cost + misfit(rest) < best.cost) best = { cost: cost + misfit(rest), counts: now, rest };
    const product = products[index];
    if (product === undefined || left === 0) return;
    look(index + 1, now, rest, cost, left);
    // More of what is missing in weight, fewer of what is there too much: the other way never fits better.
    const sign = Math.sign(rest);
    let spent = cost;
    for (let n = 1; n <= left && Math.sign(rest - sign * (n - 1) * product.grams) === sign; n++) {
      const price = sign > 0 ? UNHEARD : fewer[index]?.[n - 1];
      if (price === undefined) break;
      spent += price;
      if (spent > MOST) break;
      look(index + 1, now.with(index, product.count + sign * n), rest - sign * n * product.grams, spent, left - n);
    }
  };
  look(0, counts, residual, 0, MOST_ITEMS);
  return { counts: best.counts, unexplained: Math.abs(best.rest) > Math.max(lightest / 2, 3 * sd) ? best.rest : 0 };
};
