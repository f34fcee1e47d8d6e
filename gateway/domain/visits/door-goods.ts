import type { Fact } from '../events.ts';
import type { Epc } from '../ids.ts';

/** Goods belong to people who cross the door within this time of them. */
const WITH_PEOPLE_MS = 4_000;
const REMEMBERED_MS = 30_000;

/** An item that went through the door. */
interface Passage {
  readonly at: number;
  readonly picked: number;
}

/** What went through the door, and since when it was in somebody's hands: whoever carries it was in the shop before that. */
export interface DoorGoods {
  heard(fact: Fact): void;
  /** When the first of the items that left around `at` was taken up; null when none left then. */
  firstPick(at: number): number | null;
  save(): SavedGoods;
}

export interface SavedGoods {
  readonly picks: readonly (readonly [Epc, number])[];
  readonly passages: readonly Passage[];
}

export const createDoorGoods = (saved?: SavedGoods): DoorGoods => {
  const picks = new Map(saved?.picks);
  let passages: readonly Passage[] = saved?.passages ?? [];
  return {
    heard: (fact) => {
      if (fact.type === 'item.picked') picks.set(fact.epc, fact.at);
      else if (fact.type === 'item.put' || fact.type === 'item.departed' || fact.type === 'item.returned') picks.delete(fact.epc);
      else if (fact.type === 'item.exited') {
        const kept = passages.filter((passage) => fact.at - passage.at < REMEMBERED_MS);
        passages = [...kept, { at: fact.at, picked: picks.get(fact.epc) ?? fact.at }];
        picks.delete(fact.epc);
      }
    },
    firstPick: (at) => {
      const near = passages.filter((passage) => Math.abs(passage.at - at) <= WITH_PEOPLE_MS);
      return near.length === 0 ? null : Math.min(...near.map((passage) => passage.picked));
    },
    save: () => ({ picks: [...picks], passages }),
  };
};
