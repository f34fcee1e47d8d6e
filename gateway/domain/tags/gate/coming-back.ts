import type { AntennaPlace } from '../../floor-plan.ts';
import { listCells } from '../cells.ts';
import type { Tag } from '../tag.ts';
import { placeAt, restClock, say, type TagWorld } from '../world.ts';
import type { LeftPlace } from './gate-watch.ts';
import { watchGate } from './passing.ts';

/** A read so near to the old level is one of the old place, dB. */
const SAME_DB = 4;
const KNOWN_READS = 3;
/** Reads at the gate so soon after the exit belong to it, ms. */
const STILL_LEAVING_MS = 8_000;

const isOldPlace = (place: LeftPlace, antenna: AntennaPlace, rssi: number | null): boolean =>
  place.rested &&
  listCells(place.cells).some(
    (cell) => cell.antenna === antenna.index && cell.reads >= KNOWN_READS && (rssi === null || Math.abs(rssi - cell.mean) < SAME_DB),
  );

/** What lay on the shelf all the time never left: it is where it was, with all that was known of its place. */
const restore = (world: TagWorld, tag: Tag, place: LeftPlace, at: number): void => {
  placeAt(world, tag, place.zone, place.section);
  tag.state = 'present';
  tag.cells = place.cells;
  tag.primary = place.primary;
  tag.fingerprintReads = place.fingerprintReads;
  tag.exposure = place.exposure;
  tag.llr = -5;
  tag.lastHome = at;
  tag.calmAt = at;
  tag.upAt = restClock(world, tag);
  tag.comeback = null;
  world.gate.left.delete(tag.epc);
  world.wheel.schedule(tag, at + 60_000);
  say(world, tag, 'item.returned', {
    at,
    confidence: 0.95,
    why: [{ code: 'old-place-again', nats: 3, facts: { seconds: Math.round((at - place.at) / 1_000) } }],
  });
};

/**
 * A tag that is believed to have left is heard. True when that settles it: its old place hears it as ever, so it never left.
 * Heard at the gate again, it may be that it only leaves now; the pass is judged like any other.
 */
export const heardAfterExit = (world: TagWorld, tag: Tag, antenna: AntennaPlace, rssi: number | null, at: number): boolean => {
  const place = world.gate.left.get(tag.epc);
  if (place === undefined || tag.state !== 'exited') return false;
  if (world.gate.gates[antenna.index] !== null) {
    if (at - place.at > STILL_LEAVING_MS) watchGate(world, tag, antenna, rssi, at);
    return false;
  }
  if (tag.gate !== null) watchGate(world, tag, antenna, rssi, at);
  if (!isOldPlace(place, antenna, rssi)) return false;
  restore(world, tag, place, at);
  return true;
};
