import type { Capability } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { VisitId, VisitorId } from '../ids.ts';
import type { OfferContext } from '../offers/offer.ts';
import type { Instant } from '../units.ts';
import { type Account, agrees } from './account.ts';
import { createAccounts, type SavedAccounts } from './accounts.ts';
import { dayNumber, monthNumber } from './calendar.ts';
import { noHabits, notePurchase, noteVisit } from './habits.ts';
import { pointsForTier, tierOf } from './points.ts';
import { PURPOSES, type Purpose } from './settings.ts';
import { unknownVisitor, visitorViewOf } from './visitor-view.ts';

/** Visits whose customer is remembered. */
const VISITS_KEPT = 1_000;

type SaleFact = Extract<Fact, { type: 'sale.recorded' }>;

/** Who comes again: what is known of customers by their pseudonyms, for whoever asks while they are in the shop. */
export interface Loyalty extends Capability {
  /** What a condition may ask of a visitor; of somebody unknown, that nothing is known. */
  view(visitor: VisitorId | null, now: Instant): OfferContext['visitor'];
  /** '' for a stranger. */
  tier(visitor: VisitorId, now: Instant): string;
  agrees(visitor: VisitorId | null, purpose: Purpose): boolean;
}

interface State {
  readonly book: { readonly accounts: SavedAccounts; readonly forgotten: number };
  readonly visitors: readonly (readonly [VisitId, VisitorId])[];
}

export const createLoyalty = (plan: FloorPlan, saved?: unknown): Loyalty => {
  const before = saved as State | undefined; // Written by save() below.
  const { loyalty: settings, members, localTime, identify } = plan.shop;
  const accounts = createAccounts(settings.maxCustomers, before?.book);
  /** Whose the newest visits are, for receipts that carry no card; a till may tell of one that is over. */
  const visitors = new Map(before?.visitors);
  const views = new WeakMap<Account, { readonly date: string; readonly dayPart: string; readonly view: OfferContext['visitor'] }>();

  const agreesTo = (visitor: VisitorId | null, purpose: Purpose): boolean =>
    visitor !== null && agrees(purpose, accounts.of(visitor), members.get(visitor), settings);

  const currentTier = (visitor: VisitorId, now: Instant): string => {
    const account = accounts.of(visitor);
    const told = account?.tierTold ?? members.get(visitor)?.tier ?? null;
    const month = monthNumber(localTime(now).date);
    return tierOf(told, account === null ? 0 : pointsForTier(account, month, settings), settings.tiers);
  };

  /** The account of somebody who is here, with habits as far as they may be learned. */
  const open = (visitor: VisitorId): Account => {
    const account = accounts.seen(visitor);
    if (!agreesTo(visitor, 'profiling')) account.habits = null;
    else account.habits ??= noHabits();
    views.delete(account);
    return account;
  };

  const remember = (visit: VisitId, visitor: VisitorId) => {
    visitors.set(visit, visitor);
    for (const oldest of visitors.keys()) {
      if (visitors.size <= VISITS_KEPT) break;
      visitors.delete(oldest);
    }
  };

  const visited = (visitor: VisitorId, at: Instant) => {
    const account = open(visitor);
    const { date, dayPart } = localTime(at);
    account.visits++;
    account.seenBefore = account.lastSeen;
    account.lastSeen = Math.max(account.lastSeen, dayNumber(date));
    if (account.habits !== null) noteVisit(account.habits, dayPart);
  };

  const bought = (visitor: VisitorId, { at, lines }: SaleFact) => {
    const account = open(visitor);
    const { date, dayPart } = localTime(at);
    const day = dayNumber(date);
    account.receipts++;
    if (day > account.lastBuy) account.buyDays++;
    if (account.firstBuy < 0) account.firstBuy = day;
    account.lastBuy = Math.max(account.lastBuy, day);
    account.lastSeen = Math.max(account.lastSeen, day);
    if (account.habits === null) return;
    const products = new Map<string, string>();
    for (const { gtin, epc, quantity } of lines) {
      const product = quantity > 0 ? plan.product(gtin ?? (epc === null ? null : identify(epc).gtin)) : null;
      if (product !== null) products.set(product.sku, product.category);
    }
    for (const [sku, category] of products) notePurchase(account.habits, sku, category, dayPart, day);
  };

  return {
    on: {},
    heard: (fact) => {
      switch (fact.type) {
        case 'visit.identified':
          remember(fact.visit, fact.visitor);
          visited(fact.visitor, fact.at);
          break;
        case 'sale.recorded': {
          const visitor = fact.visitor ?? (fact.visit === null ? null : (visitors.get(fact.visit) ?? null));
          if (visitor !== null && !plan.shop.staff.cards.has(visitor)) bought(visitor, fact);
          break;
        }
      }
    },
    view: (visitor, now) => {
      if (visitor === null) return unknownVisitor;
      const account = accounts.of(visitor) ?? accounts.seen(visitor);
      const { date, dayPart } = localTime(now);
      const known = views.get(account);
      if (known?.date === date && known.dayPart === dayPart) return known.view;
      const consents = PURPOSES.filter((purpose) => agreesTo(visitor, purpose));
      const view = visitorViewOf(account, currentTier(visitor, now), consents, { date, dayPart }, settings.stages);
      views.set(account, { date, dayPart, view });
      return view;
    },
    tier: currentTier,
    agrees: agreesTo,
    sizes: () => ({ knownCustomers: accounts.size, forgottenCustomers: accounts.forgotten }),
    save: (): State => ({ book: accounts.save(), visitors: [...visitors] }),
  };
};
