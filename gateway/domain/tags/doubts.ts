import { clip } from '../statistics.ts';

/** How much must speak for a tag having left its place before the shop is told, learned from what became of earlier doubts. */
export interface Doubts {
  /** Nats that reads alone must give before a pick is told in this shop. */
  bar(): number;
  /** Log-odds that an item for whose having left reads give so many nats is gone: even at one nat below the bar. */
  odds(nats: number): number;
  /**
   * A pick that reads alone had told, by so many nats over the bar, came true (the item left the shop or was paid for), or was back in
   * its old place as if nothing had happened. Most of the latter were no picks but the backs of people before the shelf.
   */
  proved(over: number): void;
  returned(over: number): void;
  save(): SavedDoubts;
}

export interface SavedDoubts {
  readonly bar: number;
}

/**
 * The bar before the shop has taught anything, and its bounds, nats. It moves until a fifth of the picks that only just clear it are
 * proved: about half of all true picks are, the rest is put back where it was.
 */
const BAR = { start: 9, least: 8.5, most: 13 };
const JUST_OVER = 2;
const PROVED_SHARE = 0.2;
const STEP = 0.15;
/** Reads of one tag depend on each other: how much of their nats are log-odds. */
const TRUST = 0.4;
const EVEN_BELOW = 1;

export const createDoubts = (saved: SavedDoubts = { bar: BAR.start }): Doubts => {
  let { bar } = saved;
  const move = (over: number, by: number) => {
    if (over < JUST_OVER) bar = clip(bar + STEP * by, BAR.least, BAR.most);
  };
  return {
    bar: () => bar,
    odds: (nats) => TRUST * (nats - bar + EVEN_BELOW),
    proved: (over) => move(over, PROVED_SHARE - 1),
    returned: (over) => move(over, PROVED_SHARE),
    save: () => ({ bar }),
  };
};
