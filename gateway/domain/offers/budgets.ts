import type { Bill } from '../events.ts';
import type { OfferId } from '../ids.ts';
import type { Offer } from './offer.ts';

/** Thousandths of the smallest money unit: the price of a thousand showings is what one costs in these. */
export const PER_MINOR = 1_000;

/** Whom `cost` thousandths are billed to; null where the shop pays itself, or there is nothing to pay. */
export const billOf = ({ cost: { brand } }: Offer, cost: number): Bill | null => (brand === null || cost === 0 ? null : { brand, cost });

/** What offers have cost: showings by their CPM, purchases by their CPA and by what the price was lowered. */
export interface Budgets {
  /** True when the offer has cost all that it may, altogether or on this date. */
  isSpent(offer: Offer, date: string): boolean;
  /** A display proved a showing. */
  showed(offer: Offer, date: string): void;
  /** Somebody who saw it bought `quantity` pieces, each `rebate` minor units below its usual price. */
  bought(offer: Offer, quantity: number, rebate: number, date: string): void;
  save(): unknown;
}

interface Spent {
  all: number;
  date: string;
  today: number;
}

export const createBudgets = (saved?: unknown): Budgets => {
  const before = (saved as readonly (readonly [OfferId, Spent])[] | undefined) ?? []; // Written by save() below.
  const spent = new Map(before.map(([offer, own]) => [offer, { ...own }]));

  const on = (offer: OfferId, date: string): Spent => {
    const own = spent.get(offer) ?? { all: 0, date, today: 0 };
    spent.set(offer, own);
    if (own.date !== date) Object.assign(own, { date, today: 0 });
    return own;
  };
  const spend = (offer: Offer, date: string, thousandths: number) => {
    // Nothing is kept of offers without a budget: a shop may have hundreds.
    if (offer.limits.budget === null && offer.limits.budgetDay === null) return;
    const own = on(offer.id, date);
    own.all += thousandths;
    own.today += thousandths;
  };

  return {
    isSpent: ({ id, limits: { budget, budgetDay } }, date) => {
      if (budget === null && budgetDay === null) return false;
      const own = on(id, date);
      return (budget !== null && own.all >= budget * PER_MINOR) || (budgetDay !== null && own.today >= budgetDay * PER_MINOR);
    },
    showed: (offer, date) => spend(offer, date, offer.cost.cpm),
    bought: (offer, quantity, rebate, date) =>
      spend(offer, date, PER_MINOR * (offer.cost.cpa + Math.max(0, quantity) * Math.max(0, rebate))),
    save: () => [...spent],
  };
};
