import type { Fact } from '../events.ts';

/** A shelf that only changes its count is no new occasion; one whose state changes is. */
export interface ShelfNews {
  /** False for a shelf in the state in which it was; true for every other fact. */
  isNews(fact: Fact): boolean;
  save(): unknown;
}

export const createShelfNews = (saved?: unknown): ShelfNews => {
  const states = new Map(saved as (readonly [string, string])[] | undefined); // Written by save() below.
  return {
    isNews: (fact) => {
      if (fact.type !== 'shelf.changed') return true;
      const key = `${fact.section}|${fact.sku}`;
      const known = states.get(key);
      states.set(key, fact.state);
      return known !== fact.state;
    },
    save: () => [...states],
  };
};
