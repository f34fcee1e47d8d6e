import type { ZoneId } from '../ids.ts';
import { bestZone, homeZone } from './placing.ts';
import type { Tag, Trip, TripCell } from './tag.ts';
import type { TagWorld } from './world.ts';

/** Where a trip has come to rest: the steadiest antenna, and the zone. */
export interface Rest {
  readonly cell: TripCell;
  readonly zone: ZoneId | null;
}

/** A pause in the hand looks like a shelf, but is rarely this long, ms. */
const REST_MS = 40_000;
const ARRIVING_MS = 30_000;
const REST_READS = 4;
/** What arrived is laid down by then, ms, and so many reads tell where. */
const LAID_DOWN_MS = 120_000;
const LAID_DOWN_READS = 6;
/** How much more a read may deviate than at rest. */
const STEADY = 1.5;
/** An antenna unheard for this long, and for this many of its usual gaps, no longer tells where the tag is. */
const FRESH_MS = 20_000;
const FRESH_GAPS = 4;
/** What is put is at home rather than on any other shelf, nats. */
const PUT_HOME_NATS = 1;
/** Goods hang so much more often in a cabin, or stand at the till, than they are put on a shelf beside it, nats. */
const PAUSES_THERE = 2;
/** Probability of the zone from which it is believed. */
const SURE = 0.6;

const isSteady = (cell: TripCell, arriving: boolean, noise: number): boolean => {
  const span = cell.last - cell.steadySince;
  // Nothing is claimed of an arriving item, but a fingerprint learned from too few reads explains too little later.
  if (arriving) return cell.steady >= 5 && span >= ARRIVING_MS;
  return cell.steady >= REST_READS && span >= REST_MS && cell.spread < STEADY * noise;
};

const isFresh = (cell: TripCell, at: number): boolean => {
  const gap = (cell.last - cell.steadySince) / Math.max(1, cell.steady - 1);
  return at - cell.last <= Math.max(FRESH_MS, FRESH_GAPS * gap);
};

/**
 * Where the tag rests now, or null while it moves: an antenna hears it as steadily as goods at rest, and the most probable zone
 * is one where goods rest. Cabins and tills are no resting places.
 */
export const restingUnder = (world: TagWorld, tag: Tag, trip: Trip, at: number): Rest | null => {
  // What was paid for a short while ago goes out, however still it is held before the till or the door.
  if (world.gate.sold.has(tag.epc)) return null;
  if (trip.arriving && at - trip.since >= LAID_DOWN_MS) return laidDown(world, tag, trip, at);
  const believed = world.filter.best(trip);
  if (believed === null || believed.share < SURE) return null;
  const { id: zone } = believed.zone;
  if (!world.plan.rests(zone, homeZone(world, tag.home))) return null;
  let best: TripCell | null = null;
  for (const cell of trip.cells) {
    if (!isFresh(cell, at) || !isSteady(cell, trip.arriving, world.groups.antennaNoise(cell.antenna))) continue;
    if (best === null || cell.steady > best.steady) best = cell;
  }
  return best === null ? null : restAmong(world, tag, trip, best, zone, at);
};

/** Nobody carries a delivery for so long: it lies where it is heard, however weakly. */
const laidDown = (world: TagWorld, tag: Tag, trip: Trip, at: number): Rest | null => {
  const cells = trip.cells.filter((cell) => isFresh(cell, at));
  const cell = cells.reduce<TripCell | null>((a, b) => (a === null || b.steady > a.steady ? b : a), null);
  if (cell === null || cells.reduce((sum, { steady }) => sum + steady, 0) < LAID_DOWN_READS) return null;
  const heard = cells.map(({ antenna, mean, steady }) => ({ antenna, level: mean, reads: steady }));
  const home = homeZone(world, tag.home);
  const { zone } = bestZone(world, home, heard, tag.zone);
  return zone !== null && world.plan.rests(zone, home) ? { cell, zone } : null;
};

/**
 * At rest it is heard like goods at rest, which tells zones apart better than a hand does. Most goods are put where they belong, but
 * less surely so once they were carried about. What may as well hang in a cabin, or stand at the till, does not rest.
 */
const restAmong = (world: TagWorld, tag: Tag, trip: Trip, cell: TripCell, believed: ZoneId, at: number): Rest | null => {
  const heard = trip.cells.filter((one) => isFresh(one, at)).map(({ antenna, mean, steady }) => ({ antenna, level: mean, reads: steady }));
  const home = homeZone(world, tag.home);
  const rests = bestZone(world, home, heard, believed, PUT_HOME_NATS);
  const anywhere = bestZone(world, home, heard, null, PUT_HOME_NATS);
  if (!world.plan.rests(anywhere.zone, home) && anywhere.score > rests.score - PAUSES_THERE) return null;
  return { cell, zone: rests.zone ?? believed };
};
