import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Sku, VisitId, VisitorId } from '../ids.ts';
import type { OfferContext } from '../offers/offer.ts';
import type { CustomerBooked, CustomerForgotten, CustomerTold } from '../readings.ts';
import type { Member } from '../shop.ts';
import type { Instant } from '../units.ts';
import { type Account, agrees } from './account.ts';
import { createAccounts, type SavedAccounts } from './accounts.ts';
import { dayNumber, monthNumber } from './calendar.ts';
import { noHabits, notePurchase, noteVisit } from './habits.ts';
import { pointsForTier, tierOf } from './points.ts';
import { createProgramme } from './programme.ts';
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
  /** Whom the shop's file of members still names although they wanted to be forgotten: it says nothing of them any more. */
  readonly gone: readonly VisitorId[];
  /** The local date of the last tick; '' before the first. */
  readonly date: string;
}

export const createLoyalty = (plan: FloorPlan, emit: Emit, saved?: unknown): Loyalty => {
  const before = saved as State | undefined; // Written by save() below.
  const { loyalty: settings, members, localTime, identify } = plan.shop;
  const accounts = createAccounts(settings.maxCustomers, before?.book);
  /** Whose the newest visits are, for receipts that carry no card; a till may tell of one that is over. */
  const visitors = new Map(before?.visitors);
  const views = new WeakMap<Account, { readonly date: string; readonly dayPart: string; readonly view: OfferContext['visitor'] }>();
  const gone = new Set(before?.gone);
  let date = before?.date ?? '';

  const memberOf = (visitor: VisitorId): Member | undefined => (gone.has(visitor) ? undefined : members.get(visitor));

  const agreesTo = (visitor: VisitorId | null, purpose: Purpose): boolean =>
    visitor !== null && agrees(purpose, accounts.of(visitor), memberOf(visitor), settings);

  const consents = (visitor: VisitorId): readonly Purpose[] => PURPOSES.filter((purpose) => agreesTo(visitor, purpose));

  const currentTier = (visitor: VisitorId, now: Instant): string => {
    const account = accounts.of(visitor);
    const told = account?.tierTold ?? memberOf(visitor)?.tier ?? null;
    const month = monthNumber(localTime(now).date);
    return tierOf(told, account === null ? 0 : pointsForTier(account, month, settings), settings.tiers);
  };
  const monthOf = (at: Instant): number => monthNumber(localTime(at).date);
  const programme = createProgramme({ settings, emit, tier: currentTier, consents });

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

  const visited = (visitor: VisitorId, visit: VisitId, at: Instant) => {
    const account = open(visitor);
    const { date, dayPart } = localTime(at);
    const day = dayNumber(date);
    account.visits++;
    account.seenBefore = account.lastSeen;
    account.lastSeen = Math.max(account.lastSeen, day);
    if (account.habits !== null) noteVisit(account.habits, dayPart);
    programme.say(visitor, account, at);
    emit({ type: 'customer.visited', at, visitor, visit, day, dayPart, agrees: account.agreed });
  };

  /** Category by SKU of the products on a receipt. */
  const productsOf = ({ lines }: SaleFact): ReadonlyMap<Sku, string> => {
    const products = new Map<Sku, string>();
    for (const { gtin, epc, quantity } of lines) {
      const product = quantity > 0 ? plan.product(gtin ?? (epc === null ? null : identify(epc).gtin)) : null;
      if (product !== null) products.set(product.sku, product.category);
    }
    return products;
  };

  const bought = (visitor: VisitorId, fact: SaleFact) => {
    const { at, sale, total } = fact;
    const account = open(visitor);
    const { date, dayPart } = localTime(at);
    const day = dayNumber(date);
    const products = productsOf(fact);
    account.lastSeen = Math.max(account.lastSeen, day);
    // Goods that are brought back are no purchase.
    if (total >= 0) {
      account.receipts++;
      if (day > account.lastBuy) account.buyDays++;
      if (account.firstBuy < 0) account.firstBuy = day;
      account.lastBuy = Math.max(account.lastBuy, day);
    }
    const { habits } = account;
    if (habits !== null) for (const [sku, category] of products) notePurchase(habits, sku, category, dayPart, day);
    programme.say(visitor, account, at);
    emit({ type: 'customer.bought', at, visitor, sale, day, dayPart, total, skus: [...products.keys()], agrees: account.agreed });
    programme.receipt(visitor, account, sale, total, at, monthOf(at));
  };

  const told = (input: CustomerTold) => {
    const { visitor, receivedAt: at, user } = input;
    const account = accounts.tell(visitor);
    if (account === null) {
      emit({ type: 'customer.refused', at, visitor, because: 'no-room', ref: null, user });
      return;
    }
    gone.delete(visitor);
    programme.told(account, input, monthOf(at));
    // Without consent nothing that was learned stays.
    if (!agreesTo(visitor, 'profiling')) account.habits = null;
    views.delete(account);
  };

  const booked = (input: CustomerBooked) => {
    const account = accounts.seen(input.visitor);
    programme.book(account, input, monthOf(input.receivedAt));
    views.delete(account);
  };

  const forget = ({ visitor, receivedAt: at, user }: CustomerForgotten) => {
    accounts.erase(visitor);
    for (const [visit, whose] of visitors) if (whose === visitor) visitors.delete(visit);
    if (members.has(visitor)) gone.add(visitor);
    emit({ type: 'customer.forgotten', at, visitor, user });
  };

  /** Time alone lets points expire and tiers end; and a changed file of members is heard of. */
  const night = (now: Instant) => {
    const month = monthOf(now);
    for (const [visitor, account] of accounts.all()) {
      programme.expire(visitor, account, now, month);
      programme.say(visitor, account, now);
    }
    for (const visitor of gone) if (!members.has(visitor)) gone.delete(visitor);
  };

  return {
    on: {
      tick: ({ receivedAt }) => {
        const today = localTime(receivedAt).date;
        if (today === date) return;
        if (date !== '') night(receivedAt);
        date = today;
      },
      'customer-told': told,
      'customer-booked': booked,
      'customer-forgotten': forget,
    },
    heard: (fact) => {
      switch (fact.type) {
        case 'visit.identified':
          remember(fact.visit, fact.visitor);
          visited(fact.visitor, fact.visit, fact.at);
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
      const view = visitorViewOf(account, currentTier(visitor, now), consents(visitor), { date, dayPart }, settings.stages);
      views.set(account, { date, dayPart, view });
      return view;
    },
    tier: currentTier,
    agrees: agreesTo,
    sizes: () => ({ knownCustomers: accounts.size, forgottenCustomers: accounts.forgotten }),
    save: (): State => ({ book: accounts.save(), visitors: [...visitors], gone: [...gone], date }),
  };
};
