import type { AntennaPlace } from '../layout/layout.ts';
import type { Item } from './goods.ts';
import type { CreateLocator } from './locator.ts';

/** An epoch, ms: each is one trial in which the item is read or not. */
const EPOCH = 1_000;
/** Chance to miss an item that is there for a whole window. */
const DELTA = 0.05;
/** A window grows to this many epochs at most: an item that is read once in two minutes still has one. */
const LONGEST = 120;
const SHORTEST = 3;
/** Epochs over which an item's read rate is averaged; the reports of readers do not say how often they asked. */
const MEMORY = 60;

/** One item in one zone. */
interface Smoothed {
  readonly antenna: AntennaPlace;
  /** Epochs in which it was read, oldest first, within the window. */
  readonly epochs: number[];
  /** Mean share of epochs with a read, while it was there. */
  rate: number;
  window: number;
}

/**
 * SMURF: reads are a random sample of an item's presence, and each item has a window in each zone that is long enough to find it
 * (w >= ln(1/δ)/p) but halves when fewer were read than binomially likely (n < w p - 2 √(w p (1 - p))): then it has left. Of the zones
 * in which it is present the one in which it is read most often has it; by the same two deviations, or else it stays.
 * @see Jeffery, Garofalakis, Franklin: Adaptive Cleaning for RFID Data Streams, VLDB 2006, sections 4 and 5
 */
export const createSmurf: CreateLocator = (found) => {
  const items = new Map<Item, Map<string, Smoothed>>();
  const zoneOf = new Map<Item, Smoothed>();
  let epoch = 0;
  return {
    hear(item, antenna, _rssi, at) {
      const now = Math.floor(at / EPOCH);
      const zones = items.get(item) ?? new Map<string, Smoothed>();
      if (zones.size === 0) items.set(item, zones);
      const zone = zones.get(antenna.zone);
      if (!zone) zones.set(antenna.zone, { antenna, epochs: [now], rate: 0.5, window: SHORTEST });
      else {
        if (zone.epochs.at(-1) !== now) zone.epochs.push(now);
        // Which antenna of the zone: the last one, as the gate needs it.
        zones.set(antenna.zone, Object.assign(zone, { antenna }));
      }
    },
    tick(now) {
      const current = Math.floor(now / EPOCH);
      if (current === epoch) return;
      epoch = current;
      for (const [item, zones] of items) {
        const best = smooth(zones, epoch);
        const own = zoneOf.get(item);
        if (!best || (own && own !== best && isPresent(own) && !isReadMoreOften(best, own))) continue;
        zoneOf.set(item, best);
        found(item, best.antenna, Math.max(now - best.window * EPOCH, (best.epochs[0] ?? epoch) * EPOCH));
      }
    },
  };
};

const isPresent = ({ epochs }: Smoothed): boolean => epochs.length > 0;
const rateOf = ({ epochs, window }: Smoothed): number => epochs.length / window;

/** By more than chance makes of two samples. */
function isReadMoreOften(one: Smoothed, other: Smoothed): boolean {
  const variance = (zone: Smoothed): number => (rateOf(zone) * (1 - rateOf(zone)) + 1 / zone.window) / zone.window;
  return rateOf(one) - rateOf(other) > 2 * Math.sqrt(variance(one) + variance(other));
}

/** Moves all windows of an item on by an epoch and gives the zone in which it is read most often; null when it is nowhere present. */
function smooth(zones: Map<string, Smoothed>, epoch: number): Smoothed | null {
  let best: Smoothed | null = null;
  for (const [name, zone] of zones) {
    adapt(zone, epoch);
    if (!isPresent(zone)) zones.delete(name);
    else if (best === null || rateOf(zone) > rateOf(best)) best = zone;
  }
  return best;
}

function adapt(zone: Smoothed, epoch: number): void {
  const wasRead = zone.epochs.at(-1) === epoch - 1 || zone.epochs.at(-1) === epoch;
  zone.rate += ((wasRead ? 1 : 0) - zone.rate) / MEMORY;
  const p = Math.min(0.99, Math.max(Math.log(1 / DELTA) / LONGEST, zone.rate));
  const complete = Math.ceil(Math.log(1 / DELTA) / p);
  forget(zone, epoch);
  const expected = zone.window * p;
  const hasLeft = expected - zone.epochs.length > 2 * Math.sqrt(expected * (1 - p));
  if (hasLeft) zone.window = Math.max(SHORTEST, Math.floor(zone.window / 2));
  else if (zone.window < complete) zone.window = Math.min(complete, zone.window + 2, LONGEST);
  forget(zone, epoch);
}

function forget(zone: Smoothed, epoch: number): void {
  while ((zone.epochs[0] ?? epoch) <= epoch - zone.window) zone.epochs.shift();
}
