import type { Epc, Gtin, VisitId } from '../ids.ts';

/** A receipt without EPCs covers items of its kind that leave within this time, ms. */
const BUDGET_MS = 15 * 60_000;
/** Sold EPCs remembered; the oldest are forgotten first. */
const KEPT = 50_000;

/** Sold longer ago than this and on a shelf again: the customer gave it back. */
const GIVEN_BACK_MS = 3_600_000;

interface Budget {
  readonly gtin: Gtin;
  readonly at: number;
  readonly visit: VisitId | null;
  left: number;
}

/** What has been paid for, by EPC where the till knows it, else as a number of items of a kind. */
export interface Receipts {
  sell(epc: Epc | null, gtin: Gtin | null, quantity: number, visit: VisitId | null, at: number): void;
  /** Whether an item leaving now is paid for; a unit of a kind is used up by asking. The visit's own receipt comes first, then the newest. */
  covers(epc: Epc, gtin: Gtin | null, visit: VisitId | null, at: number): 'epc' | 'kind' | null;
  /** The item is picked from a shelf at `at`: when it was sold long before, it was given back and needs a new receipt. */
  pickedAgain(epc: Epc, at: number): void;
  save(): unknown;
}

interface SavedReceipts {
  readonly sold: readonly (readonly [Epc, number])[];
  readonly budgets: readonly Budget[];
}

export const createReceipts = (saved?: unknown): Receipts => {
  const before = (saved as SavedReceipts | undefined) ?? { sold: [], budgets: [] }; // Written by save() below.
  const sold = new Map(before.sold);
  let budgets: Budget[] = before.budgets.map((budget) => ({ ...budget }));

  const sellEpc = (epc: Epc, at: number) => {
    sold.set(epc, at);
    for (const oldest of sold.keys()) {
      if (sold.size <= KEPT) break;
      sold.delete(oldest);
    }
  };

  return {
    sell: (epc, gtin, quantity, visit, at) => {
      if (epc !== null) sellEpc(epc, at);
      else if (gtin !== null && quantity > 0)
        budgets = [...budgets.filter((b) => at - b.at < 2 * BUDGET_MS), { gtin, at, visit, left: quantity }];
    },
    covers: (epc, gtin, visit, at) => {
      if (sold.has(epc)) return 'epc';
      const open = budgets.filter((b) => b.gtin === gtin && b.left > 0 && Math.abs(at - b.at) <= BUDGET_MS);
      const own = open.findLast((b) => visit !== null && b.visit === visit) ?? open.at(-1);
      if (own === undefined) return null;
      own.left--;
      return 'kind';
    },
    pickedAgain: (epc, at) => {
      if (at - (sold.get(epc) ?? at) > GIVEN_BACK_MS) sold.delete(epc);
    },
    save: (): SavedReceipts => ({ sold: [...sold], budgets }),
  };
};
