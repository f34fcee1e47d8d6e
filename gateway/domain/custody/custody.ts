import type { Capability, Emit } from '../capability.ts';
import type { CustodyOutcome, Evidence, Fact, ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, Gtin, SaleId, VisitId, VisitorId, ZoneId } from '../ids.ts';
import type { SaleLine, SaleMade } from '../readings.ts';
import { rounded, sigmoid } from '../statistics.ts';
import { type Instant, instant, minorCurrency, probability } from '../units.ts';
import type { Visit } from '../visits/visit.ts';
import type { Visits } from '../visits/visits.ts';
import { rankCandidates } from './candidates.ts';
import { createUnclaimedItems, type SavedUnclaimed } from './unclaimed.ts';

/** From this share on a visit is said to hold an item; offers and pages may ask for more. */
const ASSIGN_AT = 0.4;
const CARRIED_AT = 0.6;
/** From this share on an exit needs no witness at the door to belong to the holder. */
const SURE_AT = 0.8;
/** A receipt that names item and card settles who had it. */
const BY_RECEIPT = 0.95;
/** Receipts are remembered this long, so that a till that reports twice sells once. */
const RECEIPTS_KEPT = 500;

/** One item in the hands of one visit. */
interface Holding {
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly visit: VisitId;
  readonly since: Instant;
  readonly from: ZoneId | null;
  confidence: number;
  bought: boolean;
  /** Has gone through the gate, with this visit or another. */
  left: boolean;
}

export interface Custody extends Capability {
  readonly holdings: ReadonlyMap<Epc, Holding>;
}

interface State {
  readonly holdings: readonly Holding[];
  readonly receipts: readonly SaleId[];
  readonly unclaimed: SavedUnclaimed;
}

/** Which visit holds which item, and how it ends. */
export const createCustody = (plan: FloorPlan, visits: Visits, emit: Emit, saved?: unknown): Custody => {
  const before = (saved as State | undefined) ?? { holdings: [], receipts: [], unclaimed: { picks: [], sold: [], exits: [], budgets: [] } }; // Written by save() below.
  const holdings = new Map(before.holdings.map((holding) => [holding.epc, { ...holding }]));
  const receipts = new Set(before.receipts);
  const unclaimed = createUnclaimedItems(before.unclaimed);

  const assign = (item: Pick<ItemFact, 'epc' | 'gtin' | 'zone' | 'at'>, visit: Visit, confidence: number, why: readonly Evidence[]) => {
    const { epc, gtin, at } = item;
    holdings.set(epc, { epc, gtin, visit: visit.id, since: at, from: item.zone, confidence, bought: false, left: false });
    visit.firstPick = Math.min(visit.firstPick ?? at, at);
    emit({ type: 'custody.assigned', at, visit: visit.id, epc, confidence: probability(confidence), why });
    if (item.zone !== null && confidence > CARRIED_AT) visits.carriedTo(visit, item.zone, at);
  };

  const end = (holding: Holding, at: Instant, outcome: CustodyOutcome, why: readonly Evidence[]) => {
    holdings.delete(holding.epc);
    const { visit, epc } = holding;
    emit({ type: 'custody.ended', at, visit, epc, outcome, confidence: probability(holding.confidence), why });
  };

  const picked = (fact: ItemFact) => {
    const known = holdings.get(fact.epc);
    if (known !== undefined) end(known, fact.at, known.bought ? 'bought' : 'unknown', [{ code: 'picked-again', nats: 0, facts: {} }]);
    const best = rankCandidates(visits.open.values(), fact.zone, fact.at)[0];
    if (best !== undefined && best.confidence > ASSIGN_AT) assign(fact, best.visit, best.confidence, best.why);
    else unclaimed.picked(fact);
  };

  const carried = (fact: ItemFact, holding: Holding) => {
    const visit = visits.open.get(holding.visit);
    if (visit !== undefined && fact.zone !== null && holding.confidence > CARRIED_AT) visits.carriedTo(visit, fact.zone, fact.at);
  };

  const put = (fact: ItemFact, holding: Holding) => {
    const home = plan.shop.home.get(fact.epc);
    const back = fact.section !== null && home !== undefined ? fact.section === home : fact.zone === holding.from;
    end(holding, fact.at, back ? 'returned' : 'left', [
      { code: back ? 'put-back' : 'put-elsewhere', nats: 2, facts: { zone: fact.zone ?? '' } },
    ]);
  };

  const exited = (fact: ItemFact, holding: Holding) => {
    const visit = visits.open.get(holding.visit);
    if (visit !== undefined && holding.confidence < SURE_AT) {
      // The end of a visit in the same moment tells better than a guess at the shelf did.
      holding.left = true;
      unclaimed.exited(fact, holding.since, holding.bought);
      return;
    }
    if (visit !== undefined) visit.exitSeen = fact.at;
    end(holding, fact.at, holding.bought ? 'bought' : 'taken', fact.why.slice(0, 2));
  };

  const follow = (fact: ItemFact, holding: Holding) => {
    if (fact.type === 'item.moved') carried(fact, holding);
    else if (fact.type === 'item.put') put(fact, holding);
    else if (fact.type === 'item.exited') exited(fact, holding);
    else if (fact.type === 'item.sold') holding.bought = true;
    else if (fact.type === 'item.departed') end(holding, fact.at, holding.bought ? 'bought' : 'unknown', fact.why);
  };

  const followUnheld = (fact: ItemFact) => {
    if (fact.type === 'item.sold') unclaimed.sold(fact.epc);
    else if (fact.type === 'item.exited') unclaimed.exited(fact, null, false);
    else if (fact.type === 'item.put' || fact.type === 'item.departed') unclaimed.settled(fact.epc);
  };

  const isItem = (fact: Fact): fact is ItemFact => fact.type.startsWith('item.');

  const enrich = (fact: Fact): Fact => {
    if (!isItem(fact)) return fact;
    if (fact.type === 'item.picked') picked(fact);
    const holding = holdings.get(fact.epc);
    if (holding === undefined) {
      followUnheld(fact);
      return fact;
    }
    if (fact.type !== 'item.picked') follow(fact, holding);
    return { ...fact, visit: holding.visit };
  };

  /** What left in the moment in which a visit ended was with it. */
  const claimExits = (visit: VisitId, at: Instant) => {
    for (const { item, nats, seconds } of unclaimed.claim(at)) {
      const { epc } = item;
      const guessed = holdings.get(epc);
      if (guessed?.visit === visit) {
        guessed.confidence = Math.max(guessed.confidence, sigmoid(nats));
        guessed.bought ||= item.bought;
        continue;
      }
      if (guessed !== undefined) end(guessed, item.at, 'unknown', [{ code: 'left-with-another', nats: -nats, facts: {} }]);
      const confidence = probability(sigmoid(nats));
      const why: Evidence[] = [{ code: 'left-together', nats, facts: { seconds: rounded(seconds) } }, ...item.why];
      emit({ type: 'custody.assigned', at: item.picked, visit, epc, confidence, why });
      emit({ type: 'custody.ended', at: item.at, visit, epc, outcome: item.bought ? 'bought' : 'taken', confidence, why });
    }
  };

  const closed = (visit: VisitId, at: Instant) => {
    for (const holding of [...holdings.values()]) {
      if (holding.visit !== visit) continue;
      const outcome = holding.bought ? 'bought' : holding.left ? 'taken' : 'unknown';
      end(holding, at, outcome, [{ code: 'visit-closed', nats: 0, facts: {} }]);
    }
  };

  const ofVisitor = (visitor: VisitorId | null): Visit | null => (visitor === null ? null : visits.ofVisitor(visitor));

  /** Marks what a receipt line sells: the item itself, or one item of its kind in the hands of the visit that paid. */
  const sellLine = (line: SaleLine, payer: Visit | null, at: Instant) => {
    const held = line.epc === null ? undefined : holdings.get(line.epc);
    if (line.epc !== null && payer !== null && held?.visit !== payer.id) {
      if (held !== undefined) end(held, at, 'unknown', [{ code: 'other-card-paid', nats: -4, facts: {} }]);
      assign({ epc: line.epc, gtin: line.gtin, zone: null, at }, payer, BY_RECEIPT, [{ code: 'receipt-and-card', nats: 4, facts: {} }]);
    }
    const now = line.epc === null ? undefined : holdings.get(line.epc);
    if (now !== undefined) {
      now.bought = true;
      if (payer?.id === now.visit) now.confidence = Math.max(now.confidence, BY_RECEIPT);
    }
    if (line.epc !== null || line.gtin === null) return;
    let left = line.quantity;
    if (payer === null) {
      unclaimed.soldKind(line.gtin, left, at);
      return;
    }
    for (const holding of holdings.values()) {
      if (left <= 0) break;
      if (holding.visit !== payer.id || holding.bought || holding.gtin !== line.gtin) continue;
      holding.bought = true;
      holding.confidence = Math.max(holding.confidence, BY_RECEIPT);
      left--;
    }
    if (left > 0) unclaimed.soldKind(line.gtin, left, at);
  };

  /** Without a card: the visit that holds what was paid, else the one last known to be at this till. */
  const payerOf = (sale: SaleMade, at: Instant): VisitId | null => {
    for (const { epc } of sale.lines) {
      const holding = epc === null ? undefined : holdings.get(epc);
      if (holding !== undefined) return holding.visit;
    }
    const till = plan.shop.standsIn.get(sale.device);
    let best: Visit | null = null;
    for (const visit of visits.open.values()) {
      if (till === undefined || visit.zone !== till || at - visit.zoneAt > 120_000) continue;
      if (best === null || visit.zoneAt > best.zoneAt) best = visit;
    }
    return best?.id ?? null;
  };

  const record = (sale: SaleMade) => {
    if (receipts.has(sale.sale)) return;
    receipts.add(sale.sale);
    for (const oldest of receipts) {
      if (receipts.size <= RECEIPTS_KEPT) break;
      receipts.delete(oldest);
    }
    const at = instant(Math.min(sale.at, sale.receivedAt));
    const payer = ofVisitor(sale.visitor);
    for (const line of sale.lines) sellLine(line, payer, at);
    const visit = payer?.id ?? payerOf(sale, at);
    const paid = visit === null ? null : (visits.open.get(visit) ?? null);
    const till = plan.shop.standsIn.get(sale.device);
    if (paid !== null && till !== undefined) visits.carriedTo(paid, till, at);
    const total = minorCurrency(sale.lines.reduce((sum, line) => sum + line.amount, 0));
    const lines = sale.lines.map(({ epc, gtin, quantity, amount }) => ({ epc, gtin, quantity, amount }));
    emit({ type: 'sale.recorded', at, sale: sale.sale, visit, visitor: sale.visitor, total, lines });
  };

  return {
    on: { sale: record, tick: ({ receivedAt }) => unclaimed.forget(receivedAt) },
    enrich,
    heard: (fact) => {
      if (fact.type !== 'visit.closed') return;
      if (fact.by !== 'silence' && fact.by !== 'closing') claimExits(fact.visit, fact.at);
      closed(fact.visit, fact.at);
    },
    holdings,
    sizes: () => ({ heldItems: holdings.size }),
    save: (): State => ({ holdings: [...holdings.values()], receipts: [...receipts], unclaimed: unclaimed.save() }),
  };
};
