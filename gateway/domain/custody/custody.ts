import type { Calibration } from '../calibration/calibration.ts';
import type { Capability, Emit } from '../capability.ts';
import type { Fact, ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, VisitId } from '../ids.ts';
import type { CardSeen, PresenceSensed, TagRead } from '../readings.ts';
import type { Visits } from '../visits/visits.ts';
import { createCardTrails, type SavedTrails } from './card-trails.ts';
import { createHolders, type SavedHolders } from './holders.ts';
import { createItemWays, EXIT_KNOWN_MS } from './item-ways.ts';
import { createPeopleSeen, type SavedPeople } from './people-seen.ts';
import { createReceipts, type SavedReceipts } from './receipts.ts';
import { createSettling } from './settling.ts';
import { createStatements, type Holding } from './statements.ts';
import { lastStay, type Trip } from './trip.ts';
import { createTripLaw, type SavedTripLaw } from './trip-law.ts';
import { createTrips, type SavedTrips } from './trips.ts';
import { createZoneLaw, type SavedZoneLaw } from './zone-law.ts';

/** Trips judged again in one second, at most: the others wait for the next. */
const JUDGED_AT_ONCE = 8;
/** How long after a visit an item that stayed behind is surely heard. */
const STAYED_KNOWN_MS = 45_000;
const EVERY_MS = 10_000;
/** From this confidence on an exit tells which visit ends. */
const EXIT_TELLS = 0.5;

export interface CustodyOptions {
  readonly plan: FloorPlan;
  readonly visits: Visits;
  readonly emit: Emit;
  readonly calibration: Calibration;
  /** When an item was read last, epoch ms; null when it never was. */
  readonly lastHeard: (epc: Epc) => number | null;
  readonly saved?: unknown;
}

export interface Custody extends Capability {
  /** What is in the hands of visits now, as far as it was said. */
  readonly holdings: ReadonlyMap<Epc, Holding>;
  /** What a visit holds now, as surely as the shop needs it to act: confidence of at least `actAt`. */
  surelyHeldBy(visit: VisitId): readonly Holding[];
}

interface State {
  readonly trips: SavedTrips;
  readonly holders: SavedHolders;
  readonly trails: SavedTrails;
  readonly people: SavedPeople;
  readonly law: SavedZoneLaw;
  readonly tripLaw: SavedTripLaw;
  readonly receipts: SavedReceipts;
  readonly forgotten: number;
}

const isItem = (fact: Fact): fact is ItemFact => fact.type.startsWith('item.');

/** Which visit holds which item, and how it ends. */
export const createCustody = ({ plan, visits, emit, calibration, lastHeard, saved }: CustodyOptions): Custody => {
  const before = saved as State | undefined; // Written by save() below.
  const { shop } = plan;
  const { staff, settings, standsIn } = shop;
  const trips = createTrips(before?.trips);
  const holders = createHolders(visits.open, before?.holders);
  const trails = createCardTrails(before?.trails);
  const people = createPeopleSeen(before?.people);
  const law = createZoneLaw(plan, before?.law);
  const tripLaw = createTripLaw(before?.tripLaw);
  const statements = createStatements(emit, trips.all());
  let forgotten = before?.forgotten ?? 0;
  const settling = createSettling({
    plan,
    holders,
    trips,
    trails,
    law,
    tripLaw,
    statements,
    badges: [...staff.tags, ...staff.cards],
    lastHeard: (trip) => lastHeard(trip.epc),
    adjust: (p) => calibration.adjust('holder', p),
  });

  /** Tells the visit what it probably carries: where that is, and that it cannot have left before. */
  const tellVisit = (trip: Trip, visit: VisitId, confidence: number) => {
    const holder = visits.open.get(visit);
    if (holder === undefined) return;
    if (trip.end?.how === 'exit' && confidence >= EXIT_TELLS) holder.exitSeen = trip.end.at;
    if (confidence < settings.custody.actAt) return;
    holder.firstPick = Math.min(holder.firstPick ?? trip.picked, trip.picked);
    const stay = lastStay(trip);
    if (stay !== null && trip.end === null) visits.carriedTo(holder, stay.zone, stay.from);
  };

  const settle = (trip: Trip, now: number, final = false) => {
    trip.stale = false;
    const top = settling.settle(trip, now, final);
    if (top !== null) tellVisit(trip, top.holder.id, top.confidence);
  };

  const receipts = createReceipts({
    plan,
    trips,
    holders,
    trails,
    law,
    settling,
    settle,
    visits,
    calibration,
    emit,
    saved: before?.receipts,
  });

  const ways = createItemWays({
    plan,
    trips,
    holders,
    people,
    tripLaw,
    settling,
    statements,
    receipts,
    settle,
  });

  const enrich = (fact: Fact): Fact => {
    if (!isItem(fact)) return fact;
    ways.follow(fact);
    const said = trips.of(fact.epc)?.said ?? null;
    return said === null ? fact : { ...fact, visit: said.visit };
  };

  const closed = (visit: VisitId, at: number) => {
    for (const trip of trips.all()) {
      const leftNear = trip.end?.how === 'exit' && Math.abs(trip.end.at - at) < 4 * EXIT_KNOWN_MS;
      if (leftNear || trip.said?.visit === visit || trip.beliefs.some(([id]) => id === visit)) trip.stale = true;
      if (trip.said?.visit !== visit) continue;
      settle(trip, at, true);
      if (trip.end === null) trip.due = at + STAYED_KNOWN_MS;
    }
  };

  const heard = (fact: Fact) => {
    if (fact.type === 'visit.opened') holders.opened(fact.visit, fact.party);
    else if (fact.type === 'visit.identified') holders.identified(fact.visit, fact.visitor);
    else if (fact.type === 'visit.closed') {
      holders.closed(fact.visit, fact.opened, fact.at, fact.by);
      closed(fact.visit, fact.at);
    }
  };

  /** A card came into a zone: what is in hands there may be its holder's. */
  const sighted = (card: string, zone: Parameters<typeof law.cameInto>[0] | null, at: number) => {
    if (zone === null || !trails.seen(card, zone, at)) return;
    law.cameInto(zone);
    for (const trip of trips.all()) if (trip.end === null && lastStay(trip)?.zone === zone) trip.stale = true;
  };

  const seeCard = (card: CardSeen) => {
    const zone = plan.antenna(card.device, card.antenna)?.zone?.id ?? standsIn.get(card.device) ?? null;
    sighted(card.visitor, zone, Math.min(card.at, card.receivedAt));
  };

  const seeBadge = (read: TagRead) => {
    if (!staff.tags.has(read.epc)) return;
    sighted(read.epc, plan.antenna(read.device, read.antenna)?.zone?.id ?? null, Math.min(read.at, read.receivedAt));
  };

  const seePeople = (reading: PresenceSensed) => {
    const zone = standsIn.get(reading.device);
    if (zone !== undefined && reading.counted) people.seen(zone, reading.people, Math.min(reading.at, reading.receivedAt));
  };

  const tick = (now: number) => {
    let left = JUDGED_AT_ONCE;
    for (const trip of trips.all()) {
      const isDue = trip.due !== 0 && now >= trip.due;
      if (!isDue && !(trip.stale && left > 0)) continue;
      left--;
      if (isDue) trip.due = 0;
      settle(trip, now, isDue || trip.end !== null);
    }
    if (now - forgotten < EVERY_MS) return;
    forgotten = now;
    trips.forget(now);
    holders.forget(now);
    receipts.forget(now);
  };

  return {
    on: {
      ...(staff.tags.size === 0 ? {} : { tag: seeBadge }),
      card: seeCard,
      presence: seePeople,
      sale: receipts.record,
      tick: ({ receivedAt }) => tick(receivedAt),
    },
    enrich,
    heard,
    holdings: statements.holdings,
    surelyHeldBy: (visit) =>
      [...statements.holdings.values()].filter((one) => one.visit === visit && one.confidence >= settings.custody.actAt),
    sizes: () => ({ heldItems: statements.holdings.size }),
    save: (): State => ({
      trips: trips.save(),
      holders: holders.save(),
      trails: trails.save(),
      people: people.save(),
      law: law.save(),
      tripLaw: tripLaw.save(),
      receipts: receipts.save(),
      forgotten,
    }),
  };
};
