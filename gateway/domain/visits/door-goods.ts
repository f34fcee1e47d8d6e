import type { Fact } from '../events.ts';
import type { Epc, VisitId } from '../ids.ts';

/** Goods belong to people who cross the door within this time of them; they are last heard after the door, so later counts less. */
const BEFORE_PEOPLE_MS = 4_000;
const AFTER_PEOPLE_MS = 6_000;
const REMEMBERED_MS = 180_000;

/** Who is believed to hold an item, and how surely (0..1). */
export interface Held {
  readonly visit: VisitId;
  readonly confidence: number;
}

/** An item that went through the door. */
export interface Passage {
  readonly epc: Epc;
  /** When it was last heard at the door. */
  readonly at: number;
  /** When it was taken up; null when nobody saw that. */
  readonly picked: number | null;
  readonly holder: Held | null;
  /** That it left at all, 0..1. */
  readonly confidence: number;
}

/** What went through the door, and since when it was in somebody's hands: whoever carries it was in the shop before that. */
export interface DoorGoods {
  /** What left, when the fact says so; else null. */
  heard(fact: Fact): Passage | null;
  /** What left while people crossed the door from `from` to `to`. */
  with(from: number, to: number): readonly Passage[];
  save(): SavedGoods;
}

export interface SavedGoods {
  readonly picks: readonly (readonly [Epc, number])[];
  readonly passages: readonly Passage[];
}

/** `holder` tells whom custody believes to hold an item at this moment. */
export const createDoorGoods = (holder: (epc: Epc) => Held | null, saved?: SavedGoods): DoorGoods => {
  const picks = new Map(saved?.picks);
  let passages: readonly Passage[] = saved?.passages ?? [];
  return {
    heard: (fact) => {
      if (fact.type === 'item.picked') picks.set(fact.epc, fact.at);
      else if (fact.type === 'item.put' || fact.type === 'item.departed' || fact.type === 'item.returned') picks.delete(fact.epc);
      else if (fact.type === 'item.exited') {
        const { epc, at, confidence } = fact;
        const kept = passages.filter((passage) => at - passage.at < REMEMBERED_MS && passage.epc !== epc);
        const passage = { epc, at, picked: picks.get(epc) ?? null, holder: holder(epc), confidence };
        passages = [...kept, passage];
        picks.delete(epc);
        return passage;
      }
      return null;
    },
    with: (from, to) => passages.filter(({ at }) => at >= from - BEFORE_PEOPLE_MS && at <= to + AFTER_PEOPLE_MS),
    save: () => ({ picks: [...picks], passages }),
  };
};
