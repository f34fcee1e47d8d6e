import { clip } from '../statistics.ts';
import type { Trip } from './trip.ts';

/** For each item that leaves the shop about so many are taken up and laid back at once, and carried for a while before. */
const TOUCHED_PER_LEFT = 0.8;
const CARRIED_BACK_PER_LEFT = 0.25;
/** Laid back sooner than this, an item was only touched. */
const CARRIED_MS = 30_000;
/** A pick is sure, or doubtful, from this confidence of the tags on. */
const SURE_PICK = 0.75;
/** Start values for doubtful and sure picks, and for sure ones that were heard in several zones: on their way, touched, carried and back at home. */
const DOUBTFUL = { onItsWay: 0.7, touched: 0.5, back: 0.4 } as const;
const SURE = { onItsWay: 0.85, touched: 0.6, back: 0.5 } as const;
const SURE_AND_MOVED = { onItsWay: 0.85, touched: 0.7, back: 0.6 } as const;
/** How many trips the start values weigh. */
const PRIOR_TRIPS = 8;
const REAL_LEAST = 0.03;
const REAL_MOST = 0.95;
/** What was silent for so long that it is given up may have been carried out in a bag that no reader hears through. */
const SILENT_REAL = 0.6;
/** Counts are halved when they reach this. */
const FORGET_AT = 500;

interface Tally {
  /** Trips that ended outside or on a receipt: those were real. */
  left: number;
  /** Trips that ended where the item belongs: real ones, and tags that were out of sight for a while. */
  touched: number;
  back: number;
}

/**
 * How probable a trip is no trick of the radio. What leaves or is paid for was truly carried; what is said to have been laid
 * back was so in a known proportion to it, and what goes beyond that proportion was never taken up. Counted apart for picks of
 * which the tags were sure and others, and for items heard in one zone only and in several.
 */
export interface TripLaw {
  /** A trip ended; `surely`, 0..1, is how sure its end is. */
  ended(trip: Trip, left: boolean, surely: number): void;
  /** That the trip is real, before anything speaks for a holder. */
  real(trip: Trip): number;
  save(): SavedTripLaw;
}

export type SavedTripLaw = readonly Tally[];

const KINDS = 4;
const nothing: Tally = { left: 0, touched: 0, back: 0 };

const hasMoved = (trip: Trip): boolean => trip.stays.some((stay) => stay.zone !== trip.stays[0]?.zone);
const isSure = (trip: Trip): boolean => trip.surely >= SURE_PICK;
const isTouch = (trip: Trip): boolean => trip.end !== null && trip.end.at - trip.picked < CARRIED_MS;

/** Real ones of those seen, drawn towards the start value where they are few. */
const share = (real: number, all: number, prior: number): number =>
  clip((Math.min(real, all) + prior * PRIOR_TRIPS) / (all + PRIOR_TRIPS), REAL_LEAST, REAL_MOST);

export const createTripLaw = (saved?: SavedTripLaw): TripLaw => {
  const tallies = Array.from({ length: KINDS }, (_, i): Tally => ({ ...(saved?.[i] ?? nothing) }));
  const tallyOf = (trip: Trip): Tally => tallies[Number(hasMoved(trip)) + 2 * Number(isSure(trip))] ?? { ...nothing };

  return {
    ended: (trip, left, surely) => {
      const tally = tallyOf(trip);
      if (left) tally.left += surely;
      else if (trip.end?.home === true && isTouch(trip)) tally.touched++;
      else if (trip.end?.home === true) tally.back++;
      if (tally.left + tally.touched + tally.back < FORGET_AT) return;
      tally.left /= 2;
      tally.touched /= 2;
      tally.back /= 2;
    },
    real: (trip) => {
      const { end } = trip;
      if (trip.paid !== null) return REAL_MOST;
      if (end?.how === 'exit') return clip(end.surely, REAL_LEAST, REAL_MOST);
      if (end?.how === 'silence') return SILENT_REAL;
      const { left, touched, back } = tallyOf(trip);
      const priors = !isSure(trip) ? DOUBTFUL : hasMoved(trip) ? SURE_AND_MOVED : SURE;
      if (end?.home === true && isTouch(trip)) return share(TOUCHED_PER_LEFT * left, touched, priors.touched);
      if (end?.home === true) return share(CARRIED_BACK_PER_LEFT * left, back, priors.back);
      const real = left + Math.min(touched, TOUCHED_PER_LEFT * left) + Math.min(back, CARRIED_BACK_PER_LEFT * left);
      return share(real, left + touched + back, priors.onItsWay);
    },
    save: () => tallies,
  };
};
