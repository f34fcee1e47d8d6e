import type { Epc, SectionId, Sku } from '../ids.ts';

/** A stock count is forgotten with this mean life where no reader bears it out, ms: a week. */
const FORGOTTEN_MS = 7 * 86_400_000;

/** Items of the stock count that no reader has heard: their tags are dead, or they are not there. */
export interface Unheard {
  /** Heard, sold or gone: what is known of it now is no stock count any more. */
  known(epc: Epc): void;
  /** Unheard items of a product that belong to a section. */
  of(section: SectionId, sku: Sku): number;
  /**
   * That one of them is there all the same, at `now`, 0..1. As many unheard tags as die in any shop are dead and there; beyond that
   * share the stock count is wrong. It fades with the age of the count.
   */
  probability(now: number): number;
  /** The section with its products of which something is unheard, for a list to count by hand. */
  places(): Iterable<readonly [section: SectionId, sku: Sku, items: number]>;
  save(): unknown;
}

interface Saved {
  readonly since: number | null;
  readonly known: readonly Epc[];
}

/** `home`: the stock count; `skuOf`: the product of an item, null where the shop does not sell it. */
export const createUnheard = (
  home: ReadonlyMap<Epc, SectionId>,
  skuOf: (epc: Epc) => Sku | null,
  deadTags: number,
  saved?: unknown,
): Unheard => {
  const before = (saved as Saved | undefined) ?? { since: null, known: [] }; // Written by save() below.
  // Of thousands of items, only those that nobody has heard yet: soon there are few.
  const waiting = new Set(home.keys());
  for (const epc of before.known) waiting.delete(epc);
  const places = new Map<SectionId, Map<Sku, number>>();
  let since = before.since;
  let count = 0;
  const change = (epc: Epc, by: number) => {
    const section = home.get(epc);
    const sku = skuOf(epc);
    if (section === undefined || sku === null) return;
    count += by;
    const skus = places.get(section) ?? new Map<Sku, number>();
    places.set(section, skus.set(sku, (skus.get(sku) ?? 0) + by));
  };
  for (const epc of waiting) change(epc, 1);
  const dead = deadTags * home.size;
  return {
    known: (epc) => {
      if (waiting.delete(epc)) change(epc, -1);
    },
    of: (section, sku) => places.get(section)?.get(sku) ?? 0,
    probability: (now) => {
      since ??= now;
      return count === 0 ? 0 : Math.min(1, dead / count) * Math.exp(-(now - since) / FORGOTTEN_MS);
    },
    *places() {
      for (const [section, skus] of places) for (const [sku, items] of skus) if (items > 0) yield [section, sku, items];
    },
    save: (): Saved => ({ since, known: [...home.keys()].filter((epc) => !waiting.has(epc)) }),
  };
};
