import type { Evidence } from '../events.ts';
import type { AntennaPlace, FloorPlan } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import { type Tag, type Trip, TripCell } from './tag.ts';

/** Weight of the newest read in the quick level. */
const QUICK = 0.4;
/** What a read without a strength stands for, dBm. */
export const UNKNOWN_DBM = -65;
const CELLS_KEPT = 8;

const nothing: readonly TripCell[] = Object.freeze([]);

/** Begins a trip; an `arriving` one has no place to come from. */
export const beginTrip = (tag: Tag, at: number, arriving: boolean, nats: number, why: readonly Evidence[]): Trip => ({
  since: at,
  fromZone: arriving ? null : tag.zone,
  fromSection: arriving ? null : tag.section,
  tentative: !arriving,
  arriving,
  strong: 0,
  strongAt: 0,
  firstElsewhere: 0,
  back: 0,
  why,
  nats,
  cells: nothing,
  beliefs: null,
  believedAt: 0,
  leading: -1,
  leadSince: 0,
});

/** The cells without the one that was heard longest ago. */
const withoutOldest = (cells: readonly TripCell[]): readonly TripCell[] => {
  const oldest = cells.reduce((a, b) => (b.last < a.last ? b : a));
  return cells.filter((cell) => cell !== oldest);
};

const addCell = (trip: Trip, antenna: number, level: number, at: number): TripCell => {
  const cell = new TripCell(antenna, level, at);
  const kept = trip.cells.length < CELLS_KEPT ? trip.cells : withoutOldest(trip.cells);
  trip.cells = [...kept, cell];
  return cell;
};

/** Takes a read into the trip. A jump of more than 8 dB, or a minute unread, begins a new steady stretch. */
export const addRead = (trip: Trip, antenna: number, rssi: number | null, at: number): TripCell => {
  const level = rssi ?? UNKNOWN_DBM;
  const cell = trip.cells.find((c) => c.antenna === antenna) ?? addCell(trip, antenna, level, at);
  if (at - cell.last > 60_000 || Math.abs(level - cell.mean) > 8) cell.jump(level, at);
  cell.take(level, QUICK, at);
  return cell;
};

const canRest = (antenna: AntennaPlace | undefined): boolean => antenna?.zone?.kind === 'shelf' || antenna?.zone?.kind === 'storage';

const isSteady = (cell: TripCell, arriving: boolean): boolean => {
  const span = cell.last - cell.steadySince;
  // Nothing is claimed of an arriving item, but a fingerprint learned from too few reads explains too little later.
  if (arriving) return cell.steady >= 5 && span >= 30_000;
  return (cell.steady >= 4 && span >= 15_000 && cell.spread < 2.5) || (cell.steady >= 12 && span >= 60_000 && cell.spread < 4.5);
};

/**
 * The antenna under which the tag rests now, or null while it moves: a steady signal in a shelf or storage zone that holds
 * more than half of the reads of the last seconds. Its home pulls with 2.5 nats. Cabins and tills are no resting places.
 */
export const restingUnder = (tag: Tag, trip: Trip, plan: FloorPlan, at: number): TripCell | null => {
  const homeZone = tag.home === null ? null : (plan.sections.get(tag.home)?.zone ?? null);
  let best: TripCell | null = null;
  let top = 0;
  let all = 0;
  const byZone = new Map<ZoneId | null, number>();
  for (const cell of trip.cells) {
    if (at - cell.last > 20_000) continue;
    const antenna = plan.antennas[cell.antenna];
    const zone = antenna?.zone?.id ?? null;
    all += cell.steady;
    byZone.set(zone, (byZone.get(zone) ?? 0) + cell.steady);
    if (!canRest(antenna) || !isSteady(cell, trip.arriving)) continue;
    const score = Math.log(cell.steady) + (cell.mean + 90) / 8 + (zone === homeZone ? 2.5 : 0);
    if (score <= top) continue;
    best = cell;
    top = score;
  }
  const zone = best === null ? null : (plan.antennas[best.antenna]?.zone?.id ?? null);
  return best !== null && (byZone.get(zone) ?? 0) * 2 > all ? best : null;
};
