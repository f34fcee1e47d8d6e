import type { CustodyOutcome } from '../events.ts';
import type { Epc, Gtin, SaleId, VisitId, VisitorId, ZoneId } from '../ids.ts';
import type { Instant } from '../units.ts';

/** A stretch of an item's way during which it was in one zone. */
export interface Stay {
  readonly zone: ZoneId;
  readonly from: number;
  to: number;
}

/** How an item's way ended: laid down in the shop, out of the door, or out of hearing. */
interface TripEnd {
  readonly at: Instant;
  readonly how: 'put' | 'exit' | 'silence';
  readonly zone: ZoneId | null;
  /** Laid down where it belongs. */
  readonly home: boolean;
  /** That it ended so, 0..1, as the tags say it. */
  readonly surely: number;
}

/** A receipt that holds the item. */
export interface Payment {
  readonly sale: SaleId;
  readonly at: number;
  readonly till: ZoneId | null;
  readonly visitor: VisitorId | null;
  /** False when the receipt names its kind only. */
  readonly byEpc: boolean;
}

/** Probability that a visit holds the item, from what is known of the item alone. */
export type Belief = readonly [VisitId, number];

/** What the shop was told of it. */
interface Statement {
  readonly visit: VisitId;
  readonly since: Instant;
  confidence: number;
  /** Null while it is held. */
  outcome: CustodyOutcome | null;
}

/** One item on its way through somebody's hands: from the pick until it is laid down or leaves, and a while after. */
export interface Trip {
  readonly serial: number;
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly picked: Instant;
  /** That it was taken up at all, 0..1, as the tags say it. */
  readonly surely: number;
  /** A people sensor saw one person in the zone at the pick. */
  readonly alone: boolean;
  /** Oldest first, at most `STAYS_KEPT`. */
  stays: Stay[];
  end: TripEnd | null;
  paid: Payment | null;
  said: Statement | null;
  /** The 16 most probable visits, and the share of nobody. */
  beliefs: readonly Belief[];
  /** To be judged again at the next tick. */
  stale: boolean;
  /** When it must be judged for good, because what it waits for is known by then; 0 for never. */
  due: number;
}

const STAYS_KEPT = 24;

/** Shorter gaps between two stays in one zone are a flicker of the radio, not a walk. */
const SAME_STAY_MS = 60_000;

export const lastStay = (trip: Trip): Stay | null => trip.stays.at(-1) ?? null;

/** The item was heard in a zone at `at`: a stay begins, or the present one goes on. */
export const stayIn = (trip: Trip, zone: ZoneId, at: number): void => {
  const last = lastStay(trip);
  if (last?.zone === zone) {
    last.to = Math.max(last.to, at);
    return;
  }
  if (last !== null) last.to = Math.max(last.from, Math.min(Math.max(last.to, at), at));
  const before = trip.stays.at(-2);
  if (before !== undefined && last !== null && before.zone === zone && at - before.to < SAME_STAY_MS && last.to - last.from < 3_000) {
    // There and back within three seconds: the zone between was heard through a wall.
    trip.stays.pop();
    before.to = at;
    return;
  }
  trip.stays.push({ zone, from: at, to: at });
  if (trip.stays.length > STAYS_KEPT) trip.stays.splice(1, 1);
};

/** Until when a stay is known to have lasted: the last one goes on while the item is in hand. */
export const stayEnd = (trip: Trip, index: number, now: number): number => {
  const stay = trip.stays[index];
  if (stay === undefined) return now;
  const next = trip.stays[index + 1];
  return next !== undefined ? next.from : trip.end !== null ? Math.max(stay.to, trip.end.at) : Math.max(stay.to, now);
};
