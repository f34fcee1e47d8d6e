import type { Evidence, ItemFact } from '../events.ts';
import type { Epc, Gtin } from '../ids.ts';
import type { Instant } from '../units.ts';

/** A visit's end and an item's exit this near together belong together; nearer than the second says more. */
const SAME_PASSAGE_MS = 6_000;
const SAME_STEP_MS = 2_500;
/** Whose exit nobody claimed by then stays nobody's: a visit of a known card is closed only after its merge gap. */
const CLAIMED_WITHIN_MS = 300_000;
/** Kinds sold without an EPC are believed to be what leaves within this time. */
const BUDGET_MS = 900_000;

/** An item that left the shop with nobody known for sure to hold it. */
interface Unclaimed {
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly picked: Instant;
  readonly at: Instant;
  readonly bought: boolean;
  readonly why: readonly Evidence[];
}

interface Budget {
  readonly gtin: Gtin;
  readonly at: number;
  left: number;
}

interface Claim {
  readonly item: Unclaimed;
  /** Nats for having left with that visit. */
  readonly nats: number;
  readonly seconds: number;
}

export interface SavedUnclaimed {
  readonly picks: readonly (readonly [Epc, Instant])[];
  readonly sold: readonly Epc[];
  readonly exits: readonly Unclaimed[];
  readonly budgets: readonly Budget[];
}

/**
 * Items in nobody's hands that we know of, until the end of a visit tells whose they were: who crosses the door in the moment
 * in which an item does, carries it.
 */
export interface UnclaimedItems {
  picked(fact: ItemFact): void;
  sold(epc: Epc): void;
  /** A receipt line that names a kind only: one item of it per unit is paid, whoever carries it out. */
  soldKind(gtin: Gtin, quantity: number, at: number): void;
  /** Forgets an item that is back on a shelf. */
  settled(epc: Epc): void;
  exited(fact: ItemFact, pickedAt: Instant | null, bought: boolean): void;
  /** Takes out what left when a visit ended at `at`. */
  claim(at: number): readonly Claim[];
  forget(now: number): void;
  save(): SavedUnclaimed;
}

export const createUnclaimedItems = (saved?: SavedUnclaimed): UnclaimedItems => {
  const picks = new Map(saved?.picks);
  const sold = new Set(saved?.sold);
  let exits: readonly Unclaimed[] = saved?.exits ?? [];
  let budgets: readonly Budget[] = saved?.budgets.map((budget) => ({ ...budget })) ?? [];

  const payKind = (gtin: Gtin | null, at: number): boolean => {
    const budget = budgets.find((b) => b.gtin === gtin && b.left > 0 && at >= b.at && at - b.at < BUDGET_MS);
    if (budget === undefined) return false;
    budget.left--;
    return true;
  };

  return {
    picked: ({ epc, at }) => {
      picks.set(epc, at);
    },
    sold: (epc) => {
      sold.add(epc);
    },
    soldKind: (gtin, quantity, at) => {
      budgets = [...budgets, { gtin, at, left: quantity }];
    },
    settled: (epc) => {
      picks.delete(epc);
    },
    exited: ({ epc, gtin, at, why }, pickedAt, held) => {
      const bought = held || sold.has(epc) || payKind(gtin, at);
      exits = [...exits, { epc, gtin, at, picked: pickedAt ?? picks.get(epc) ?? at, bought, why: why.slice(0, 2) }];
      picks.delete(epc);
      sold.delete(epc);
    },
    claim: (at) => {
      const mine = exits.filter((exit) => Math.abs(exit.at - at) <= SAME_PASSAGE_MS);
      if (mine.length > 0) exits = exits.filter((exit) => !mine.includes(exit));
      return mine.map((item) => {
        const apart = Math.abs(item.at - at);
        return { item, nats: apart <= SAME_STEP_MS ? 2.5 : 0.5, seconds: apart / 1_000 };
      });
    },
    forget: (now) => {
      if (exits.some((exit) => now - exit.at > CLAIMED_WITHIN_MS)) exits = exits.filter((exit) => now - exit.at <= CLAIMED_WITHIN_MS);
      if (budgets.some((b) => now - b.at > BUDGET_MS)) budgets = budgets.filter((b) => now - b.at <= BUDGET_MS);
    },
    save: () => ({ picks: [...picks], sold: [...sold], exits, budgets }),
  };
};
