import type { AntennaPlace } from '../floor-plan.ts';
import type { Epc } from '../ids.ts';
import { isGate } from './gate.ts';
import type { EarlyRead } from './heard.ts';
import { Tag } from './tag.ts';
import { addRead, beginTrip, decideZone } from './trip.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/** Reads of one tag by one antenna closer than this are one. */
export const DEDUPE_MS = 250;

/** The tag begins to be in the shop: it is somewhere, and not yet at rest. */
export const enter = (world: TagWorld, tag: Tag, reads: readonly EarlyRead[], type: 'item.arrived' | 'item.returned'): void => {
  const first = reads[0]?.[0] ?? tag.lastRead;
  const trip = beginTrip(tag, first, true, 0, []);
  for (const [at, antenna, rssi] of reads) addRead(trip, antenna, rssi, at);
  const last = reads.at(-1);
  // Fewer than two reads per zone are no lead, unless there is nothing else to go by.
  const best = decideZone(tag, trip, world.plan, tag.lastRead, world.plan.shop.settings.tags, 0);
  const heard = best?.zone ?? world.plan.antennas[last?.[1] ?? -1]?.zone?.id ?? null;
  // An item that its own shelf hears is there, however well another zone hears it: most things are where they belong.
  const home = tag.home === null ? undefined : world.plan.sections.get(tag.home)?.zone;
  const atHome = home !== undefined && reads.some(([, antenna]) => world.plan.antennas[antenna]?.zone?.id === home);
  const zone = atHome ? home : heard;
  tag.trip = trip;
  tag.state = 'present';
  tag.comeback = null;
  tag.upAt = world.uptime.upAnywhere();
  placeAt(world, tag, zone, null);
  world.wheel.schedule(tag, tag.lastRead + world.plan.shop.settings.tags.departedAfter);
  say(world, tag, type, {
    at: first,
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
  world.tags.set(epc, tag);
  return tag;
};
