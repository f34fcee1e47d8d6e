import type { ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { instant } from '../units.ts';
import { inOneBag } from './co-movers.ts';
import type { Holders } from './holders.ts';
import type { PeopleSeen } from './people-seen.ts';
import type { Receipts } from './receipts.ts';
import type { Settling } from './settling.ts';
import type { Statements } from './statements.ts';
import { lastStay, stayIn, type Trip } from './trip.ts';
import type { TripLaw } from './trip-law.ts';
import type { Trips } from './trips.ts';

/** How long after an exit it is known which visits have ended: the gate's silence, the counter's burst and their match. */
export const EXIT_KNOWN_MS = 12_000;
/** Another visit that leads by this over the one that laid an item down took it up itself, nats. */
const SAME_PAUSE_NATS = 1.5;

interface ItemWaysOptions {
  readonly plan: FloorPlan;
  readonly trips: Trips;
  readonly holders: Holders;
  readonly people: PeopleSeen;
  readonly tripLaw: TripLaw;
  readonly settling: Settling;
  readonly statements: Statements;
  readonly receipts: Receipts;
  readonly settle: (trip: Trip, now: number, final?: boolean) => void;
}

/** Follows each item from hand to shelf to door: where a trip begins, goes on, pauses and ends. */
export interface ItemWays {
  follow(fact: ItemFact): void;
}

export const createItemWays = (options: ItemWaysOptions): ItemWays => {
  const { plan, trips, holders, people, tripLaw, settling, statements, receipts, settle } = options;
  const { home: homes, settings } = plan.shop;

  const begin = (fact: ItemFact): Trip => {
    const { epc, gtin, at, zone, confidence: surely } = fact;
    return trips.begin({ epc, gtin, at, zone, surely, alone: zone !== null && people.alone(zone, at) });
  };

  /** Goes on with a trip that had only paused: laid down a moment ago, by the same people as far as anybody can tell. */
  const resumed = (fact: ItemFact, trip: Trip): boolean => {
    const { end, said } = trip;
    if (end?.how !== 'put' || fact.at - end.at > settings.custody.pauseInHand) return false;
    // Nobody else comes so soon for what lies where it does not belong.
    if (said !== null && end.home) {
      const anew = begin(fact);
      const ranked = settling.rank(anew, fact.at);
      const mine = ranked.find((one) => one.holder.id === said.visit);
      trips.drop(anew, trip);
      const lead = Math.log((ranked[0]?.confidence ?? 1) / Math.max(1e-6, mine?.confidence ?? 0));
      if (lead > SAME_PAUSE_NATS) return false;
    }
    trip.end = null;
    return true;
  };

  const picked = (fact: ItemFact) => {
    const known = trips.of(fact.epc);
    const goesOn = known !== null && (known.end === null || resumed(fact, known));
    const trip = goesOn ? known : begin(fact);
    if (goesOn && fact.zone !== null) stayIn(trip, fact.zone, fact.at);
    if (goesOn) statements.reopen(trip);
    settle(trip, fact.at);
  };

  /** Someone else took up what a visit left behind: the one's way ended there, another's begins. */
  const abandoned = (fact: ItemFact, trip: Trip): boolean => {
    const holder = trip.said === null ? null : holders.get(trip.said.visit);
    if (holder === null || holder.ended === null || !holder.isOver || fact.at - holder.ended < EXIT_KNOWN_MS) return false;
    const top = settling.rank(trip, fact.at)[0];
    return top?.holder.id === holder.id;
  };

  const isHome = (fact: ItemFact, trip: Trip | null): boolean => {
    const home = homes.get(fact.epc);
    if (fact.section !== null && home !== undefined) return fact.section === home;
    return fact.zone === (trip?.stays[0]?.zone ?? fact.zone);
  };

  const moved = (fact: ItemFact) => {
    const known = trips.of(fact.epc);
    // A move of what nobody took up is the gateway's better knowledge of where it lies, or a delivery.
    if (fact.zone === null || known === null) return;
    if (known.end?.how === 'put' && fact.section !== null) {
      known.end = { ...known.end, zone: fact.zone, home: isHome(fact, known) };
      settle(known, fact.at, true);
      return;
    }
    if (known.end !== null) {
      picked(fact);
      return;
    }
    if (abandoned(fact, known)) {
      const stay = lastStay(known);
      known.end = { at: instant(stay?.from ?? fact.at), how: 'put', zone: stay?.zone ?? null, home: false, surely: fact.confidence };
      settle(known, fact.at, true);
      settle(begin(fact), fact.at);
      return;
    }
    stayIn(known, fact.zone, fact.at);
    known.stale = true;
  };

  const put = (fact: ItemFact, how: 'put' | 'silence') => {
    const known = trips.of(fact.epc);
    if (how === 'put' && (known === null || known.end !== null)) return;
    // Silent for good, and nobody was seen taking it: out of its place and out of the shop without a word.
    const trip = known === null || known.end?.how === 'put' ? begin(fact) : known;
    if (trip.end !== null) return;
    trip.end = { at: fact.at, how, zone: fact.zone, home: how === 'put' && isHome(fact, trip), surely: fact.confidence };
    if (how === 'put') tripLaw.ended(trip, false, fact.confidence);
    if (how === 'put') receipts.release(trip);
    // One bag: what vanished with it before is judged anew.
    else for (const other of inOneBag(trip, trips.all())) other.stale = true;
    if (trip.said === null) trip.stale = true;
    else settle(trip, fact.at, true);
  };

  const exited = (fact: ItemFact) => {
    const known = trips.of(fact.epc);
    const trip = known === null || known.end?.how === 'put' ? begin(fact) : known;
    trip.end = { at: fact.at, how: 'exit', zone: fact.zone, home: false, surely: fact.confidence };
    tripLaw.ended(trip, true, fact.confidence);
    trip.due = fact.at + EXIT_KNOWN_MS;
    receipts.cover(trip, fact.at);
    settle(trip, fact.at);
  };

  /** It was out and is in again: either it came back, or it never left. */
  const returned = (fact: ItemFact) => {
    const trip = trips.of(fact.epc);
    if (trip === null || trip.end === null || trip.end.how === 'put' || fact.at - trip.end.at > settings.custody.pauseInHand) return;
    trip.end =
      fact.section === null ? null : { at: fact.at, how: 'put', zone: fact.zone, home: isHome(fact, trip), surely: fact.confidence };
    statements.reopen(trip);
    settle(trip, fact.at, true);
  };

  const follow = (fact: ItemFact) => {
    if (fact.type === 'item.picked') picked(fact);
    else if (fact.type === 'item.moved') moved(fact);
    else if (fact.type === 'item.put') put(fact, 'put');
    else if (fact.type === 'item.departed') put(fact, 'silence');
    else if (fact.type === 'item.exited') exited(fact);
    else if (fact.type === 'item.returned') returned(fact);
  };

  return { follow };
};
