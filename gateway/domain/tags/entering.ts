import type { AntennaPlace } from '../floor-plan.ts';
import type { Epc, SectionId, ZoneId } from '../ids.ts';
import { isGate } from './gate.ts';
import type { EarlyRead } from './heard.ts';
import { DB_PER_NAT, isRestingPlace } from './placing.ts';
import { Tag } from './tag.ts';
import { restUnder } from './travelling.ts';
import { addRead, beginTrip, UNKNOWN_DBM } from './trip.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/** Reads of one tag by one antenna closer than this are one. */
export const DEDUPE_MS = 250;

/** What a zone has heard of a tag that comes in. */
interface Hearing {
  reads: number;
  level: number;
}

/** The zone that hears the tag best: the loudest mean, with the number of reads as weight. Null when no read names a zone. */
const bestHeard = (world: TagWorld, reads: readonly EarlyRead[]): ZoneId | null => {
  const zones = new Map<ZoneId, Hearing>();
  for (const [, antenna, rssi] of reads) {
    const zone = world.plan.antennas[antenna]?.zone?.id;
    if (zone === undefined) continue;
    const { reads: before, level } = zones.get(zone) ?? { reads: 0, level: 0 };
    zones.set(zone, { reads: before + 1, level: level + ((rssi ?? UNKNOWN_DBM) - level) / (before + 1) });
  }
  let best: ZoneId | null = null;
  let top = Number.NEGATIVE_INFINITY;
  for (const [zone, { reads: count, level }] of zones) {
    const score = Math.log(count) + level / DB_PER_NAT;
    if (score <= top) continue;
    best = zone;
    top = score;
  }
  return best;
};

/** True when nothing better can be known of the zone: its home hears the tag, or nobody knows a home that could. */
export const isPlaced = (world: TagWorld, epc: Epc, reads: readonly EarlyRead[]): boolean => {
  const { shop, sections, antennas } = world.plan;
  const home = sections.get(shop.home.get(epc) ?? ('' as SectionId))?.zone;
  if (home === undefined || !antennas.some((antenna) => antenna.zone?.id === home)) return true;
  return reads.some(([, antenna]) => antennas[antenna]?.zone?.id === home);
};

/** An item that its own shelf hears is there, however well another zone hears it: most things are where they belong. */
const arrivalZone = (world: TagWorld, tag: Tag, reads: readonly EarlyRead[]): ZoneId | null => {
  const home = tag.home === null ? undefined : world.plan.sections.get(tag.home)?.zone;
  const atHome = home !== undefined && reads.some(([, antenna]) => world.plan.antennas[antenna]?.zone?.id === home);
  return atHome ? home : bestHeard(world, reads);
};

/** The tag begins to be in the shop: at rest when a shelf hears it best, else somewhere on its way. */
export const enter = (world: TagWorld, tag: Tag, reads: readonly EarlyRead[], type: 'item.arrived' | 'item.returned'): void => {
  const first = reads[0]?.[0] ?? tag.lastRead;
  const zone = arrivalZone(world, tag, reads);
  const trip = beginTrip(tag, first, true, 0, []);
  for (const [at, antenna, rssi] of reads) addRead(trip, antenna, rssi, at);
  tag.state = 'present';
  tag.comeback = null;
  tag.upAt = world.uptime.upAnywhere();
  const under = trip.cells.find((cell) => world.plan.antennas[cell.antenna]?.zone?.id === zone);
  if (under !== undefined && isRestingPlace(world, zone)) restUnder(world, tag, trip, under, tag.lastRead);
  else {
    tag.trip = trip;
    placeAt(world, tag, zone, null);
    world.wheel.schedule(tag, tag.lastRead + world.plan.shop.settings.tags.departedAfter);
  }
  say(world, tag, type, {
    at: first,
    section: null,
    // One stray read in five is a generous guess; so many in a row are not strays.
    confidence: 1 - 0.2 ** reads.length,
    why: [{ code: 'reads-in-window', nats: reads.length, facts: { reads: reads.length, seconds: (tag.lastRead - first) / 1_000 } }],
  });
};

const withinWindow = (times: readonly number[], at: number, window: number): number => times.filter((time) => at - time <= window).length;

/** A departed or exited item is heard: with enough reads inside the shop it has returned. */
export const readAfterLeaving = (world: TagWorld, tag: Tag, antenna: AntennaPlace, rssi: number | null, at: number): void => {
  if (tag.state === 'exited' && isGate(antenna)) return;
  const { arrivalReads, arrivalWindow } = world.plan.shop.settings.tags;
  const times = tag.comeback ?? [];
  const previous = times.at(-1);
  if (previous !== undefined && at - previous < DEDUPE_MS) return;
  tag.comeback = [...times, at].slice(-arrivalReads);
  if (withinWindow(tag.comeback, at, arrivalWindow) < arrivalReads) return;
  enter(
    world,
    tag,
    tag.comeback.map((time) => [time, antenna.index, rssi] as const),
    'item.returned',
  );
};

/** Begins to track an item; it is nowhere yet. */
export const createTag = (world: TagWorld, serial: number, epc: Epc, first: number): Tag => {
  const { identify, home } = world.plan.shop;
  const tag = new Tag(serial, epc, world.shared(identify(epc).gtin), home.get(epc) ?? null);
  tag.firstRead = first;
  tag.lastRead = first;
  tag.lastHome = first;
  tag.calmAt = first;
  world.tags.set(epc, tag);
  return tag;
};
