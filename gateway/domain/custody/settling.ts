import type { Evidence } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { instant } from '../units.ts';
import type { CardTrails } from './card-trails.ts';
import { matesOf, vanishedBy } from './co-movers.ts';
import { judge, judgeNobody, mayHold, type Row } from './evidence-table.ts';
import type { Holder, Holders } from './holders.ts';
import { beliefsFrom, type Ranked, rank } from './ledger.ts';
import type { Ending, Statements } from './statements.ts';
import { lastStay, type Trip } from './trip.ts';
import type { TripLaw } from './trip-law.ts';
import type { Trips } from './trips.ts';
import type { ZoneLaw } from './zone-law.ts';

/** Visits that began this close to each other are one party: it is reported when none of its members is sure alone. */
const ONE_PARTY_MS = 2_500;
/** What is said of a visit is taken back for another that leads by this, nats; less once all is known that will be known. */
const LEAD = 0.8;
const LEAD_AT_END = 0.2;
/** An exit needs no witness at the door from here on. */
const SURE_AT = 0.9;
/** Heard this long after a visit's end, an item stayed behind. */
const STAYED_MS = 15_000;

export interface SettlingOptions {
  readonly plan: FloorPlan;
  readonly holders: Holders;
  readonly trips: Trips;
  readonly trails: CardTrails;
  readonly law: ZoneLaw;
  readonly tripLaw: TripLaw;
  readonly statements: Statements;
  /** Names of the staff's badges in the trails. */
  readonly badges: readonly string[];
  /** When an item was read last; null when never. */
  readonly lastHeard: (trip: Trip) => number | null;
  /** What a probability proved to be worth. */
  readonly adjust: (p: number) => number;
}

export interface Settling {
  /** Who may hold the item, the most probable first. Also renews what the item alone tells. */
  rank(trip: Trip, now: number): readonly Ranked[];
  /** Says what is to be said of the item now. `final`: all is known that this waits for. Returns the most probable visit. */
  settle(trip: Trip, now: number, final: boolean): Ranked | null;
}

const takenBack = (trip: Trip, top: Ranked): readonly Evidence[] => {
  const paidByOther = trip.paid !== null && trip.paid.visitor !== null && trip.paid.visitor === top.holder.visitor;
  return [paidByOther ? { code: 'other-card-paid', nats: -4, facts: {} } : { code: 'left-with-another', nats: -2.5, facts: {} }];
};

/** Judges trips against visits and turns the verdicts into statements. */
export const createSettling = (options: SettlingOptions): Settling => {
  const { plan, holders, trips, trails, law, tripLaw, statements, badges, lastHeard, adjust } = options;
  const { custody } = plan.shop.settings;
  const endsAreSeen = plan.shop.counters.length > 0;

  const rankTrip = (trip: Trip, now: number): readonly Ranked[] => {
    const vanished = trip.end?.how === 'silence' ? vanishedBy(trip, trips.all()) : null;
    const witnesses = { trails, law, now, endsAreSeen, vanished };
    const rows: Row[] = [];
    for (const holder of holders.all()) if (mayHold(trip, holder)) rows.push(judge(trip, holder, witnesses));
    const first = trip.stays[0];
    const kind = first === undefined ? undefined : plan.zones.get(first.zone)?.kind;
    const doubt = { real: tripLaw.real(trip), visits: rows.length, badges, fromStaffRoom: kind === 'storage' || kind === 'fitting' };
    const nobody = judgeNobody(trip, doubt, witnesses);
    trip.beliefs = beliefsFrom(rows, nobody);
    return rank(rows, nobody, matesOf(trip, trips.all(), law, rows.length, now));
  };

  /** The visit to be named: probable enough alone, or the first of a party that is. */
  const choose = (ranked: readonly Ranked[]): Ranked | null => {
    const top = ranked[0];
    if (top === undefined) return null;
    let party = 0;
    for (const one of ranked) if (Math.abs(one.holder.opened - top.holder.opened) <= ONE_PARTY_MS) party += one.confidence;
    return party >= custody.reportAt ? top : null;
  };

  const afterVisit = (trip: Trip, holder: Holder): Ending => {
    const at = instant(holder.ended ?? lastStay(trip)?.to ?? trip.picked);
    const heard = lastHeard(trip) ?? 0;
    if (trip.paid !== null) return { outcome: 'bought', at, why: [{ code: 'on-receipt', nats: 6, facts: { sale: trip.paid.sale } }] };
    if (heard > at + STAYED_MS) {
      return { outcome: 'left', at, why: [{ code: 'put-elsewhere', nats: 2, facts: { zone: lastStay(trip)?.zone ?? '' } }] };
    }
    const wentUnseen = trip.end?.how === 'silence' && holder.seenLeaving;
    return { outcome: wentUnseen ? 'taken' : 'unknown', at, why: [{ code: 'visit-closed', nats: 0, facts: {} }] };
  };

  const endingOf = (trip: Trip, holder: Holder, why: readonly Evidence[]): Ending | null => {
    const { end, paid } = trip;
    if (end?.how === 'exit') return { outcome: paid === null ? 'taken' : 'bought', at: end.at, why };
    if (end?.how === 'put') {
      const code = end.home ? 'put-back' : 'put-elsewhere';
      return { outcome: end.home ? 'returned' : 'left', at: end.at, why: [{ code, nats: 2, facts: { zone: end.zone ?? '' } }] };
    }
    if (holder.isOver) return afterVisit(trip, holder);
    if (end === null) return null;
    return { outcome: paid === null ? 'unknown' : 'bought', at: end.at, why: [{ code: 'silent-everywhere', nats: 2, facts: {} }] };
  };

  const finish = (trip: Trip, top: Ranked, confidence: number, final: boolean): void => {
    if (trip.end?.how === 'exit' && !final && top.confidence < SURE_AT) return;
    const ending = endingOf(trip, top.holder, top.why);
    if (ending !== null) statements.end(trip, ending, confidence);
  };

  /** Keeps what was said unless another leads clearly: nobody believes a shop that changes its mind with every read. */
  const named = (trip: Trip, ranked: readonly Ranked[], final: boolean): Ranked | null => {
    const top = choose(ranked);
    const { said } = trip;
    if (said === null) return top;
    const now = ranked.find((one) => one.holder.id === said.visit);
    if (now === undefined || now === top) return top;
    if (top === null) return now.confidence < custody.reportAt / 2 ? null : now;
    return Math.log(top.confidence / Math.max(1e-6, now.confidence)) >= (final ? LEAD_AT_END : LEAD) ? top : now;
  };

  return {
    rank: rankTrip,
    settle: (trip, now, final) => {
      const ranked = rankTrip(trip, now);
      const top = named(trip, ranked, final);
      const { said } = trip;
      if (said !== null && said.visit !== top?.holder.id) {
        const left = ranked.find((one) => one.holder.id === said.visit)?.confidence ?? 0;
        statements.withdraw(trip, ranked[0] === undefined ? [] : takenBack(trip, ranked[0]), adjust(left));
      }
      if (top === null) return null;
      const confidence = adjust(top.confidence);
      if (trip.said === null || (trip.said.outcome === null && endingOf(trip, top.holder, []) === null))
        statements.assign(trip, top, confidence);
      finish(trip, top, confidence, final);
      return top;
    },
  };
};
