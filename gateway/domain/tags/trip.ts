import type { Evidence } from '../events.ts';
import { type Tag, type Trip, TripCell } from './tag.ts';

/** Weight of the newest read in the quick level. */
const QUICK = 0.4;
/** What a read without a strength stands for, dBm. */
const UNKNOWN_DBM = -65;
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
  saidAt: 0,
  turnedAt: 0,
  over: 0,
  weighed: false,
  why,
  nats,
  cells: nothing,
  beliefs: null,
  believedAt: 0,
  path: null,
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

/** Takes a read into the trip. A jump of more than `jumpDb`, or a minute unread, begins a new steady stretch. */
export const addRead = (trip: Trip, antenna: number, rssi: number | null, at: number, jumpDb = 8): TripCell => {
  const level = rssi ?? UNKNOWN_DBM;
  const cell = trip.cells.find((c) => c.antenna === antenna) ?? addCell(trip, antenna, level, at);
  if (at - cell.last > 60_000 || Math.abs(level - cell.mean) > jumpDb) cell.jump(level, at);
  cell.take(level, QUICK, at);
  return cell;
};
