import type { Epc, Gtin, ZoneId } from '../ids.ts';
import type { Instant } from '../units.ts';
import { stayIn, type Trip } from './trip.ts';

/** A trip that is over is remembered for this long: later evidence may still tell whose it was. */
const REMEMBERED_MS = 600_000;
/** One that nobody was said to have made matters for as long as a pause in the hand lasts. */
const REMEMBERED_UNSAID_MS = 180_000;
/** Trips kept; the oldest are forgotten first, ended ones before those under way. */
const KEPT = 500;

/** How a trip begins. */
interface Beginning {
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly at: Instant;
  readonly zone: ZoneId | null;
  readonly alone: boolean;
  /** That it was taken up at all, 0..1. */
  readonly surely: number;
}

/** The items on their way and those that lately were, the oldest first. */
export interface Trips {
  /** The newest trip of an item; null when it has not moved lately. */
  of(epc: Epc): Trip | null;
  all(): readonly Trip[];
  begin(beginning: Beginning): Trip;
  /** Takes back a beginning that turned out to be none. */
  drop(trip: Trip, instead: Trip): void;
  forget(now: number): void;
  save(): SavedTrips;
}

export interface SavedTrips {
  readonly trips: readonly Trip[];
  readonly serial: number;
}

const isUnsaid = (trip: Trip): boolean => trip.said === null && trip.end?.how === 'put';

const copy = (trip: Trip): Trip => ({
  ...trip,
  stays: trip.stays.map((stay) => ({ ...stay })),
  said: trip.said === null ? null : { ...trip.said },
});

export const createTrips = (saved?: SavedTrips): Trips => {
  let trips = saved?.trips.map(copy) ?? [];
  const newest = new Map(trips.map((trip) => [trip.epc, trip]));
  let serial = saved?.serial ?? 0;

  const keep = (kept: Trip[]): void => {
    if (kept.length === trips.length) return;
    trips = kept;
    newest.clear();
    for (const trip of trips) newest.set(trip.epc, trip);
  };

  return {
    of: (epc) => newest.get(epc) ?? null,
    all: () => trips,
    begin: ({ epc, gtin, at, zone, alone, surely }) => {
      const trip: Trip = {
        serial: ++serial,
        epc,
        gtin,
        picked: at,
        surely,
        alone,
        stays: [],
        end: null,
        paid: null,
        said: null,
        beliefs: [],
        stale: true,
        due: 0,
      };
      if (zone !== null) stayIn(trip, zone, at);
      trips.push(trip);
      newest.set(epc, trip);
      return trip;
    },
    drop: (trip, instead) => {
      trips = trips.filter((one) => one !== trip);
      newest.set(instead.epc, instead);
    },
    forget: (now) => {
      keep(trips.filter((trip) => trip.end === null || now - trip.end.at < (isUnsaid(trip) ? REMEMBERED_UNSAID_MS : REMEMBERED_MS)));
      if (trips.length <= KEPT) return;
      const over = new Set(
        trips.toSorted((a, b) => Number(a.end === null) - Number(b.end === null) || a.serial - b.serial).slice(0, trips.length - KEPT),
      );
      keep(trips.filter((trip) => !over.has(trip)));
    },
    save: () => ({ trips, serial }),
  };
};
