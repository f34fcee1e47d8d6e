import type { Calibration } from '../calibration/calibration.ts';
import type { Emit } from '../capability.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { SaleId, VisitId, ZoneId } from '../ids.ts';
import type { SaleLine, SaleMade } from '../readings.ts';
import { type Instant, instant, minorCurrency } from '../units.ts';
import type { Visits } from '../visits/visits.ts';
import { type Budget, createBudgets } from './budgets.ts';
import type { CardTrails } from './card-trails.ts';
import type { Holder, Holders } from './holders.ts';
import type { Settling } from './settling.ts';
import { type Belief, type Payment, stayEnd, type Trip } from './trip.ts';
import type { Trips } from './trips.ts';
import type { ZoneLaw } from './zone-law.ts';

/** Receipts remembered, so that a till that reports twice sells once. */
const RECEIPTS_KEPT = 500;
/** A card at the till this long before or after a receipt may be the payer's. */
const AT_TILL_MS = 30_000;
/** A till may report a sale this long after its goods have left. */
const LATE_MS = 900_000;
/** From this share on a receipt without a card has a payer. */
const PAYER_AT = 0.3;
/** Around a stay, for learning how often a card is heard with its holder's goods. */
const AROUND_STAY_MS = 8_000;

export interface ReceiptOptions {
  readonly plan: FloorPlan;
  readonly trips: Trips;
  readonly holders: Holders;
  readonly trails: CardTrails;
  readonly law: ZoneLaw;
  readonly settling: Settling;
  readonly settle: (trip: Trip, now: number, final?: boolean) => void;
  readonly visits: Visits;
  readonly calibration: Calibration;
  readonly emit: Emit;
  readonly saved?: SavedReceipts | undefined;
}

export interface SavedReceipts {
  readonly receipts: readonly SaleId[];
  readonly budgets: readonly Budget[];
}

/** What the tills say: who paid for what, and by it who held it. */
export interface Receipts {
  record(sale: SaleMade): void;
  /** An item leaves: pays for it from a receipt that names its kind only. */
  cover(trip: Trip, now: number): void;
  /** The item is back on a shelf. */
  release(trip: Trip): void;
  forget(now: number): void;
  save(): SavedReceipts;
}

export const createReceipts = (options: ReceiptOptions): Receipts => {
  const { plan, trips, holders, trails, law, settling, settle, visits, calibration, emit, saved } = options;
  const receipts = new Set(saved?.receipts);
  const budgets = createBudgets(saved?.budgets);

  /** The trip that a line with an EPC means; one is begun for an item that nobody saw leave its place. */
  const tripOf = (line: SaleLine, till: ZoneId | null, at: Instant): Trip | null => {
    if (line.epc === null) return null;
    const known = trips.of(line.epc);
    if (known === null || (known.end !== null && known.end.how === 'put') || (known.end !== null && at - known.end.at > LATE_MS)) {
      return trips.begin({
        epc: line.epc,
        gtin: line.gtin ?? plan.shop.identify(line.epc).gtin,
        at,
        zone: till,
        alone: false,
        surely: 1,
      });
    }
    return known;
  };

  /** A receipt with card and EPC tells who held the item: what was thought before it is measured, and learned from. */
  const learn = (trip: Trip, payer: Holder, at: Instant) => {
    const top = settling.rank(trip, at)[0];
    if (top === undefined || trip.picked === at) return;
    calibration.learn('holder', top.confidence, top.holder.id === payer.id, at);
    const card = payer.visitor;
    if (card === null) return;
    for (const [i, stay] of trip.stays.entries()) {
      const { here, elsewhere } = trails.company(card, stay.zone, stay.from - AROUND_STAY_MS, stayEnd(trip, i, at) + AROUND_STAY_MS);
      if (here + elsewhere > 0) law.learn(stay.zone, here > elsewhere);
    }
  };

  /** Who paid without a card: whoever held the goods of the receipt, else whose card is at the till. */
  const payersOf = (paid: readonly Trip[], till: ZoneId | null, at: number): readonly Belief[] => {
    const shares = new Map<VisitId, number>();
    for (const trip of paid) for (const [visit, share] of trip.beliefs) shares.set(visit, (shares.get(visit) ?? 0) + share / paid.length);
    if (paid.length === 0 && till !== null) {
      const near = holders
        .all()
        .filter(({ visitor }) => visitor !== null && trails.company(visitor, till, at - AT_TILL_MS, at + AT_TILL_MS).here > 0);
      for (const holder of near) shares.set(holder.id, 1 / (near.length + 1));
    }
    return [...shares].sort((a, b) => b[1] - a[1]).slice(0, 16);
  };

  const book = (sale: SaleMade, payment: Payment, payers: readonly Belief[]): readonly Trip[] => {
    const found: Trip[] = [];
    for (const { epc, gtin, quantity } of sale.lines) {
      if (epc !== null || gtin === null || quantity <= 0) continue;
      found.push(...budgets.book({ ...payment, byEpc: false, gtin, payers, left: quantity }, trips.all(), payment.at));
    }
    return found;
  };

  const payFor = (sale: SaleMade, at: Instant) => {
    const till = plan.shop.standsIn.get(sale.device) ?? null;
    const payer = sale.visitor === null ? null : holders.ofVisitor(sale.visitor);
    const payment: Payment = { sale: sale.sale, at, till, visitor: sale.visitor, byEpc: true };
    const paid = sale.lines.map((line) => tripOf(line, till, at)).filter((trip) => trip !== null);
    for (const trip of paid) {
      if (payer !== null) learn(trip, payer, at);
      trip.paid = payment;
      trip.end = trip.end?.how === 'exit' ? trip.end : null;
    }
    // All of them are on the receipt before the first is judged: they speak for each other.
    for (const trip of paid) settling.rank(trip, at);
    const payers: readonly Belief[] = payer === null ? payersOf(paid, till, at) : [[payer.id, 1]];
    const kinds = book(sale, payment, payers);
    for (const trip of kinds) settling.rank(trip, at);
    for (const trip of [...paid, ...kinds]) settle(trip, at, trip.end !== null);
    return { till, payers };
  };

  const record = (sale: SaleMade) => {
    if (receipts.has(sale.sale)) return;
    receipts.add(sale.sale);
    for (const oldest of receipts) {
      if (receipts.size <= RECEIPTS_KEPT) break;
      receipts.delete(oldest);
    }
    const at = instant(Math.min(sale.at, sale.receivedAt));
    const { till, payers } = payFor(sale, at);
    const [visit = null, share = 0] = payers[0] ?? [];
    const paid = visit !== null && share >= PAYER_AT ? visit : null;
    const open = paid === null ? undefined : visits.open.get(paid);
    if (open !== undefined && till !== null) visits.carriedTo(open, till, at);
    const total = minorCurrency(sale.lines.reduce((sum, line) => sum + line.amount, 0));
    const lines = sale.lines.map(({ epc, gtin, quantity, amount }) => ({ epc, gtin, quantity, amount }));
    emit({ type: 'sale.recorded', at, sale: sale.sale, visit: paid, visitor: sale.visitor, total, lines });
  };

  return {
    record,
    cover: (trip, now) => {
      if (trip.paid !== null) return;
      const covered = budgets.cover(trip, trips.all(), now);
      if (covered?.robbed != null) covered.robbed.stale = true;
    },
    release: budgets.release,
    forget: budgets.forget,
    save: () => ({ receipts: [...receipts], budgets: budgets.save() }),
  };
};
