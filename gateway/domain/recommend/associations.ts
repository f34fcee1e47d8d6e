import { wilson } from '../experiments/wilson.ts';
import type { Sku } from '../ids.ts';

/** Receipts of so many days ago count half. */
const HALF_LIFE_DAYS = 60;
const FADE = 0.5 ** (1 / HALF_LIFE_DAYS);
/** Products of one receipt that are paired: a trolley of hundreds says little of any two of them. */
const MOST_PER_RECEIPT = 24;
/** Pairs kept; beyond that the rarest quarter goes. */
const MOST_PAIRS = 20_000;
/** A pair or product that has faded below this is forgotten. */
const FORGOTTEN = 0.3;
/** Receipts, faded, that a rule needs at least. */
const LEAST_RECEIPTS = 3;

/**
 * `a` → `b`: who buys `a` buys `b` too. Of receipts, newer ones counting more: support is the share with both, confidence the share
 * of those with `a` that hold `b`, lift how many times more often that is than `b` is bought anyway.
 */
interface Rule {
  readonly a: Sku;
  readonly b: Sku;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
}

interface Partner {
  readonly sku: Sku;
  /** A careful estimate of the confidence: the lower end of its 95 % interval. */
  readonly score: number;
}

/** What the shop's receipts hold together. Memory is bounded; the same receipts in the same order give the same rules. */
export interface Associations {
  sold(skus: readonly Sku[]): void;
  /** A day has passed: what was counted before weighs a little less. */
  fade(): void;
  confidence(a: string, b: string): number;
  lift(a: string, b: string): number;
  /** What goes with `sku` surely more often than chance would have it, the likeliest first. */
  partners(sku: string): readonly Partner[];
  /** The rules that hold best, of all products. */
  rules(limit: number): readonly Rule[];
  sizes(): { readonly pairs: number };
  save(): unknown;
}

interface Saved {
  readonly receipts: number;
  readonly skus: readonly (readonly [Sku, number])[];
  readonly pairs: readonly (readonly [Sku, Sku, number])[];
}

type Counts = Map<Sku, number>;

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

export const createAssociations = (saved?: unknown): Associations => {
  const before = (saved as Saved | undefined) ?? { receipts: 0, skus: [], pairs: [] }; // Written by save() below.
  let { receipts } = before;
  const counts: Counts = new Map(before.skus);
  /** Both directions, so that the partners of a product are found in one look. */
  const together = new Map<Sku, Counts>();
  let pairs = 0;

  const put = (a: Sku, b: Sku, count: number) => {
    const own = together.get(a) ?? new Map<Sku, number>();
    together.set(a, own.set(b, count));
  };
  const drop = (a: Sku, b: Sku) => {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const own = together.get(x);
      own?.delete(y);
      if (own?.size === 0) together.delete(x);
    }
    pairs--;
  };
  const count = (a: Sku, b: Sku) => {
    const n = together.get(a)?.get(b);
    if (n === undefined) pairs++;
    put(a, b, (n ?? 0) + 1);
    put(b, a, (n ?? 0) + 1);
  };
  const eachPair = function* (): Generator<readonly [Sku, Sku, number]> {
    for (const [a, own] of together) for (const [b, n] of own) if (a < b) yield [a, b, n];
  };
  for (const [a, b, n] of before.pairs) {
    put(a, b, n);
    put(b, a, n);
    pairs++;
  }

  /** The rarest go; of equally rare ones those that come later in the alphabet, so that chance has no say. */
  const prune = () => {
    if (pairs <= MOST_PAIRS) return;
    const rare = [...eachPair()].sort((x, y) => x[2] - y[2] || byText(y[0], x[0]) || byText(y[1], x[1]));
    for (const [a, b] of rare.slice(0, pairs - Math.floor(MOST_PAIRS * 0.75))) drop(a, b);
  };

  const countOf = (sku: string): number => counts.get(sku as Sku) ?? 0;
  const bothOf = (a: string, b: string): number => together.get(a as Sku)?.get(b as Sku) ?? 0;
  const confidence = (a: string, b: string): number => (countOf(a) === 0 ? 0 : bothOf(a, b) / countOf(a));
  const shareOf = (sku: string): number => (receipts === 0 ? 0 : countOf(sku) / receipts);
  const lift = (a: string, b: string): number => (shareOf(b) === 0 ? 0 : confidence(a, b) / shareOf(b));

  /** Asked at every moment, changed by a receipt only. */
  const known = new Map<string, readonly Partner[]>();
  const partners = (sku: string): readonly Partner[] => {
    const before = known.get(sku);
    if (before !== undefined) return before;
    const found: Partner[] = [];
    const n = countOf(sku);
    for (const [b, both] of together.get(sku as Sku) ?? []) {
      if (both < LEAST_RECEIPTS) continue;
      const { low } = wilson(Math.min(1, both / n), n);
      if (low > shareOf(b)) found.push({ sku: b, score: low });
    }
    found.sort((x, y) => y.score - x.score || byText(x.sku, y.sku));
    known.set(sku, found);
    return found;
  };

  return {
    sold: (skus) => {
      const once = [...new Set(skus)].sort().slice(0, MOST_PER_RECEIPT);
      if (once.length === 0) return;
      known.clear();
      receipts++;
      for (const sku of once) counts.set(sku, countOf(sku) + 1);
      for (const [i, a] of once.entries()) for (const b of once.slice(i + 1)) count(a, b);
      prune();
    },
    fade: () => {
      known.clear();
      receipts *= FADE;
      for (const [sku, n] of counts) {
        if (n * FADE < FORGOTTEN) counts.delete(sku);
        else counts.set(sku, n * FADE);
      }
      for (const [a, b, n] of [...eachPair()]) {
        if (n * FADE < FORGOTTEN) drop(a, b);
        else {
          put(a, b, n * FADE);
          put(b, a, n * FADE);
        }
      }
    },
    confidence,
    lift,
    partners,
    rules: (limit) => {
      const all: (Rule & Partner)[] = [];
      for (const a of together.keys()) {
        for (const partner of partners(a)) {
          const b = partner.sku;
          all.push({ a, b, support: bothOf(a, b) / receipts, confidence: confidence(a, b), lift: lift(a, b), ...partner });
        }
      }
      const best = all.sort((x, y) => y.score - x.score || byText(x.a, y.a) || byText(x.b, y.b));
      return best
        .slice(0, limit)
        .map(({ a, b, support, confidence: share, lift: times }) => ({ a, b, support, confidence: share, lift: times }));
    },
    sizes: () => ({ pairs }),
    // In an order that does not tell how the table came about: a state that was restored saves the same.
    save: (): Saved => ({ receipts, skus: [...counts], pairs: [...eachPair()].sort((x, y) => byText(x[0], y[0]) || byText(x[1], y[1])) }),
  };
};
