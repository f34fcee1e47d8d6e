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
  /** Whether an item that leaves is paid for. A unit of a kind: the visit's own receipt comes first, then the newest. Uses nothing up. */
  covers(epc: Epc, gtin: Gtin | null, visit: VisitId | null, at: number): 'epc' | 'kind' | null;
  /** The same, and the unit is used up: it has left. */
  take(epc: Epc, gtin: Gtin | null, visit: VisitId | null, at: number): 'epc' | 'kind' | null;
  /** It has not left after all: the unit that it used up is there for another. */
  giveBack(epc: Epc): void;
  /** The item lies on a shelf at `at`: when it was sold long before, it was given back and needs a new receipt. */
  onShelf(epc: Epc, at: number): void;
  save(): unknown;
}

interface SavedReceipts {
  readonly sold: readonly (readonly [Epc, number])[];
  readonly budgets: readonly Budget[];
  /** Index of the budget that an item used up. */
  readonly used: readonly (readonly [Epc, number])[];
}

export const createReceipts = (saved?: unknown): Receipts => {
  const before = (saved as SavedReceipts | undefined) ?? { sold: [], budgets: [], used: [] }; // Written by save() below.
  const sold = new Map(before.sold);
  let budgets: readonly Budget[] = before.budgets.map((budget) => ({ ...budget }));
  const used = new Map<Epc, Budget>();
  for (const [epc, index] of before.used) {
    const budget = budgets[index];
    if (budget !== undefined) used.set(epc, budget);
  }

  const sellEpc = (epc: Epc, at: number) => {
    sold.set(epc, at);
    for (const oldest of sold.keys()) {
      if (sold.size <= KEPT) break;
      sold.delete(oldest);
    }
  };

  const find = (gtin: Gtin | null, visit: VisitId | null, at: number): Budget | undefined => {
    const open = budgets.filter((b) => b.gtin === gtin && b.left > 0 && Math.abs(at - b.at) <= BUDGET_MS);
    return open.findLast((b) => visit !== null && b.visit === visit) ?? open.at(-1);
  };

  const forgetOld = (at: number) => {
    budgets = budgets.filter((b) => at - b.at < 2 * BUDGET_MS);
    for (const [epc, budget] of used) if (!budgets.includes(budget)) used.delete(epc);
  };

  return {
    sell: (epc, gtin, quantity, visit, at) => {
      if (epc !== null) sellEpc(epc, at);
      else if (gtin !== null && quantity > 0) {
        forgetOld(at);
        budgets = [...budgets, { gtin, at, visit, left: quantity }];
      }
    },
    covers: (epc, gtin, visit, at) => (sold.has(epc) ? 'epc' : find(gtin, visit, at) === undefined ? null : 'kind'),
    take: (epc, gtin, visit, at) => {
      if (sold.has(epc)) return 'epc';
      const own = find(gtin, visit, at);
      if (own === undefined) return null;
      own.left--;
      used.set(epc, own);
      return 'kind';
    },
    giveBack: (epc) => {
      const budget = used.get(epc);
      if (budget !== undefined) budget.left++;
      used.delete(epc);
    },
    onShelf: (epc, at) => {
      if (at - (sold.get(epc) ?? at) > GIVEN_BACK_MS) sold.delete(epc);
    },
    save: (): SavedReceipts => ({ sold: [...sold], budgets, used: [...used].map(([epc, budget]) => [epc, budgets.indexOf(budget)]) }),
  };
};
