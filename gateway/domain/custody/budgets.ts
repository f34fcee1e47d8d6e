import type { Gtin } from '../ids.ts';
import { type Belief, type Payment, stayEnd, type Trip } from './trip.ts';

/** Units of a kind that a receipt paid for and that no item was found for yet. */
export interface Budget extends Payment {
  readonly gtin: Gtin;
  /** Who paid, as far as that is known. */
  readonly payers: readonly Belief[];
  left: number;
}

/** A kind sold without an EPC is believed to be what leaves within this time, and what had left this shortly before. */
const BUDGET_MS = 900_000;
const TILL_LATE_MS = 60_000;

/** Goods are at the till around their receipt, ms before and after. */
const BEFORE_RECEIPT_MS = 60_000;
const AFTER_RECEIPT_MS = 15_000;
const AT_TILL = 2.5;
const NOT_AT_TILL = -1;
/** Nobody known: what is left for an item of the kind in hands that nobody thought of. */
const ANYBODY = 0.05;
/** An item agrees with a receipt from here on without having left yet. */
const AGREES = 1;

/** Receipts that name kinds only, matched with the items that fit them best. */
export interface Budgets {
  /** Books a line and pays for the items on their way that fit it best; what fits none waits for what leaves. */
  book(budget: Budget, trips: Iterable<Trip>, now: number): readonly Trip[];
  /** An unpaid item leaves: pays for it from what is left, or from an item that fits worse and has not left. Null when nothing covers it; else the item that lost its receipt, if any. */
  cover(trip: Trip, trips: Iterable<Trip>, now: number): { readonly robbed: Trip | null } | null;
  /** The item is back on a shelf: its receipt was another's. */
  release(trip: Trip): void;
  forget(now: number): void;
  save(): readonly Budget[];
}

const atTill = (trip: Trip, { till, at }: Budget, now: number): number => {
  if (till === null) return 0;
  let known = false;
  for (let i = trip.stays.length - 1; i >= 0; i--) {
    const stay = trip.stays[i];
    if (stay === undefined || stay.from > at + AFTER_RECEIPT_MS) continue;
    if (stayEnd(trip, i, now) < at - BEFORE_RECEIPT_MS) break;
    if (stay.zone === till) return AT_TILL;
    known = true;
  }
  return known ? NOT_AT_TILL : 0;
};

/** Nats for an item being one of those that the receipt means. */
const agreement = (trip: Trip, budget: Budget, now: number): number => {
  let shared = 0;
  for (const [visit, share] of budget.payers) shared += share * (trip.beliefs.find(([id]) => id === visit)?.[1] ?? 0);
  const byPayer = budget.payers.length === 0 ? 0 : Math.log((shared + ANYBODY) * (trip.beliefs.length + 1));
  return byPayer + atTill(trip, budget, now);
};

const mayBePaid = (trip: Trip, { gtin, at }: Budget): boolean => {
  if (trip.gtin !== gtin || trip.paid !== null || trip.end?.how === 'put' || trip.picked > at + AFTER_RECEIPT_MS) return false;
  return trip.end === null || trip.end.at >= at - TILL_LATE_MS;
};

const paymentOf = ({ sale, at, till, visitor }: Budget): Payment => ({ sale, at, till, visitor, byEpc: false });

export const createBudgets = (saved?: readonly Budget[]): Budgets => {
  let budgets: readonly Budget[] = saved?.map((budget) => ({ ...budget })) ?? [];

  const inTime = (budget: Budget, trip: Trip): boolean => {
    const left = trip.end?.at ?? 0;
    return budget.gtin === trip.gtin && left >= budget.at - TILL_LATE_MS && left - budget.at < BUDGET_MS;
  };

  return {
    book: (budget, trips, now) => {
      const fitting = [...trips]
        .filter((trip) => mayBePaid(trip, budget))
        .map((trip) => ({ trip, nats: agreement(trip, budget, now) }))
        .filter(({ trip, nats }) => nats >= AGREES || trip.end?.how === 'exit')
        .sort((a, b) => b.nats - a.nats || a.trip.serial - b.trip.serial)
        .slice(0, budget.left);
      for (const { trip } of fitting) trip.paid = paymentOf(budget);
      budget.left -= fitting.length;
      budgets = [...budgets, budget];
      return fitting.map(({ trip }) => trip);
    },
    cover: (trip, trips, now) => {
      const open = budgets
        .filter((budget) => budget.left > 0 && inTime(budget, trip))
        .toSorted((a, b) => agreement(trip, b, now) - agreement(trip, a, now) || b.at - a.at)[0];
      if (open !== undefined) {
        open.left--;
        trip.paid = paymentOf(open);
        return { robbed: null };
      }
      for (const other of trips) {
        const { paid } = other;
        if (paid === null || paid.byEpc || other.end !== null || other.gtin !== trip.gtin) continue;
        const budget = budgets.find((one) => one.sale === paid.sale && one.gtin === trip.gtin);
        if (budget === undefined || !inTime(budget, trip) || agreement(trip, budget, now) <= agreement(other, budget, now)) continue;
        trip.paid = paid;
        other.paid = null;
        return { robbed: other };
      }
      return null;
    },
    release: (trip) => {
      const { paid } = trip;
      if (paid === null || paid.byEpc) return;
      trip.paid = null;
      const budget = budgets.find((one) => one.sale === paid.sale && one.gtin === trip.gtin);
      if (budget !== undefined) budget.left++;
    },
    forget: (now) => {
      if (budgets.some((budget) => now - budget.at > BUDGET_MS)) budgets = budgets.filter((budget) => now - budget.at <= BUDGET_MS);
    },
    save: () => budgets,
  };
};
