import type { VisitItem, VisitLine } from '../truth/lines.ts';
import { type Door, visitLine } from './door.ts';
import type { Till } from './till.ts';
import type { Trip } from './trips.ts';

/** An item and a party that left within this time left together. */
const LEFT_TOGETHER = 20_000;
/** A card seen in the zone of a pick within this time was there. */
const WAS_THERE = 30_000;

type OpenVisit = Door['visits'][number];

/**
 * Gives every trip to the nearest visit: of the card on the receipt; else, for what left, the one that ended nearest to it; else one whose card was
 * in the zone of the pick; else the one that had come in last. What no visit was there for is nobody's.
 */
export function giveTrips(trips: readonly Trip[], visits: readonly OpenVisit[], till: Till): VisitLine[] {
  const held = new Map<OpenVisit, VisitItem[]>();
  for (const trip of trips) {
    const visit = byReceipt(trip, visits, till) ?? (hasLeft(trip) ? endedNearest(trip, visits) : atThePick(trip, visits));
    if (!visit) continue;
    const { item, from, to, outcome } = trip;
    const list = held.get(visit) ?? [];
    held.set(visit, list);
    list.push({ epc: item.epc, from, to, outcome, confidence: 0.5 });
  }
  return visits.map((visit) => ({ ...visitLine(visit), items: held.get(visit) ?? [] }));
}

const hasLeft = ({ outcome }: Trip): boolean => outcome === 'bought' || outcome === 'taken';

const isInside = (visit: OpenVisit, at: number): boolean => visit.start <= at && (visit.end ?? Infinity) >= at;

function byReceipt(trip: Trip, visits: readonly OpenVisit[], till: Till): OpenVisit | null {
  const card = till.cardOf(trip.item);
  if (card === null || !hasLeft(trip)) return null;
  const before = (trip.to ?? trip.from) + LEFT_TOGETHER;
  return visits.findLast((visit) => visit.card === card && visit.start <= before) ?? null;
}

function endedNearest({ to }: Trip, visits: readonly OpenVisit[]): OpenVisit | null {
  if (to === null) return null;
  const apart = (visit: OpenVisit): number => Math.abs((visit.end ?? Infinity) - to);
  const near = visits.filter((visit) => apart(visit) <= LEFT_TOGETHER);
  return near.toSorted((a, b) => apart(a) - apart(b))[0] ?? null;
}

function atThePick({ from, zones }: Trip, visits: readonly OpenVisit[]): OpenVisit | null {
  const inside = visits.filter((visit) => isInside(visit, from));
  const zone = zones[0]?.zone;
  const wasThere = inside.find((visit) =>
    visit.zones.some((stay) => stay.zone === zone && stay.from - WAS_THERE <= from && (stay.to ?? Infinity) + WAS_THERE >= from),
  );
  return wasThere ?? inside.at(-1) ?? null;
}
