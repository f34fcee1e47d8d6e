import type { RawSale } from '../../devices/kit/define-device.ts';
import type { Item } from './goods.ts';

/** For how long units on a receipt wait for the items that they were. */
const BUDGET_LASTS = 15 * 60_000;

export interface Till {
  sell(sale: RawSale, at: number): void;
  /** Takes the item as sold by other means than a receipt. */
  mark(item: Item): void;
  /** Whether an item that leaves now was paid: it stands on a receipt, or its product does with a unit that nobody took yet, which it takes. */
  isPaid(item: Item, at: number): boolean;
  /** The card on the receipt of the item, once it was found paid; null without one. */
  cardOf(item: Item): string | null;
}

/** Receipts: items by their code, and products as a budget of units. */
export function createTill(): Till {
  const byEpc = new Map<string, string | null>();
  const units: { readonly gtin: string; readonly at: number; readonly card: string | null; left: number }[] = [];
  const marked = new Set<string>();
  return {
    sell({ lines, card }, at) {
      for (const { epc, gtin, quantity } of lines) {
        if (epc !== null) byEpc.set(epc, card);
        else if (gtin !== null) units.push({ gtin, at, card, left: quantity });
      }
    },
    mark: (item) => marked.add(item.epc),
    isPaid(item, at) {
      if (byEpc.has(item.epc)) return true;
      const unit = units.find(({ gtin, at: sold, left }) => gtin === item.gtin && left > 0 && at - sold <= BUDGET_LASTS);
      if (!unit) return marked.has(item.epc);
      unit.left--;
      byEpc.set(item.epc, unit.card);
      return true;
    },
    cardOf: (item) => byEpc.get(item.epc) ?? null,
  };
}
