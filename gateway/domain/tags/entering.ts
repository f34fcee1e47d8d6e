import type { AntennaPlace } from '../floor-plan.ts';
import type { Epc, SectionId, ZoneId } from '../ids.ts';
import { heardAfterExit } from './gate/coming-back.ts';
import { isGate } from './gate.ts';
import type { EarlyRead } from './heard.ts';
import { bestZone, homeZone } from './placing.ts';
import { restIn } from './settling.ts';
import { Tag } from './tag.ts';
import { addRead, beginTrip } from './trip.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/** Reads of one tag by one antenna closer than this are one. */
export const DEDUPE_MS = 250;

/** The shop's first two minutes, ms since the base, a day before which it began: all that is heard lies there already. */
const COLD_UNTIL_MS = 86_400_000 + 120_000;

/** True when nothing better can be known of the zone: its home hears the tag, or nobody knows a home that could. */
export const isPlaced = (world: TagWorld, epc: Epc, reads: readonly EarlyRead[]): boolean => {
  const { shop, sections, antennas } = world.plan;
  const home = sections.get(shop.home.get(epc) ?? ('' as SectionId))?.zone;
  if (home === undefined || !antennas.some((antenna) => antenna.zone?.id === home)) return true;
  return reads.some(([, antenna]) => antennas[antenna]?.zone?.id === home);
};

/** An item that its own shelf hears is there: most things are where they belong. Else the zone that explains best what was heard. */
const arrivalZone = (world: TagWorld, tag: Tag, reads: readonly EarlyRead[]): ZoneId | null => {
  const named = reads.filter(([, antenna]) => world.plan.antennas[antenna]?.zone);
  if (named.length === 0) return null;
  const home = homeZone(world, tag.home);
  if (home !== null && tag.firstRead < COLD_UNTIL_MS) return home;
  if (named.some(([, antenna]) => world.plan.antennas[antenna]?.zone?.id === home)) return home;
  const heard = named.map(([, antenna, level]) => ({ antenna, level, reads: 4 }));
  return bestZone(world, home, heard).zone;
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
  const cell = trip.cells.find(({ antenna }) => world.plan.antennas[antenna]?.zone?.id === zone) ?? trip.cells[0];
  // Later than in its first minutes the shop hears goods being carried in: only one that is at home already rests.
  const settled = first < COLD_UNTIL_MS || zone === homeZone(world, tag.home);
  if (cell !== undefined && settled && world.plan.rests(zone, homeZone(world, tag.home)))
    restIn(world, tag, trip, { cell, zone }, tag.lastRead);
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
  if (heardAfterExit(world, tag, antenna, rssi, at)) return;
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
