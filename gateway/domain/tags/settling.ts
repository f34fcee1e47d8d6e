import type { Evidence } from '../events.ts';
import type { AntennaPlace } from '../floor-plan.ts';
import type { SectionId, ZoneId } from '../ids.ts';
import { sigmoid } from '../statistics.ts';
import { cellsOf, noCells } from './cells.ts';
import { ANTENNAS_KEPT, SETTLED } from './fingerprint.ts';
import type { Rest } from './rest-test.ts';
import type { Tag, Trip, TripCell } from './tag.ts';
import { placeAt, restClock, say, type TagWorld } from './world.ts';

/** A pause in the hand is so much more common than a put, nats. */
const PAUSES = 2.5;

const homeSectionIn = (world: TagWorld, tag: Tag, zone: ZoneId | null, antenna: AntennaPlace | null): SectionId | null => {
  if (tag.home !== null && world.plan.sections.get(tag.home)?.zone === zone) return tag.home;
  return antenna?.section ?? null;
};

export const rest = (world: TagWorld, tag: Tag, at: number): void => {
  tag.trip = null;
  tag.state = 'present';
  tag.llr = SETTLED;
  tag.lastHome = at;
  tag.calmAt = at;
  tag.upAt = restClock(world, tag);
  // Look at it within the minute: a fresh fingerprint knows little of the usual gaps.
  world.wheel.schedule(tag, at + 60_000);
};

export const learnFingerprint = (tag: Tag, trip: Trip, under: TripCell, at: number): void => {
  const heard = trip.cells.filter((cell) => at - cell.last < 60_000).slice(0, ANTENNAS_KEPT);
  tag.cells = cellsOf(heard.map(({ antenna, steady, mean, last }) => ({ antenna, reads: steady, at: last, pending: 0, mean })));
  tag.primary = Math.max(0, heard.indexOf(under));
  tag.fingerprintReads = heard.reduce((sum, cell) => sum + cell.steady, 0);
  tag.exposure = Math.max(1_000, at - Math.min(...heard.map((cell) => cell.steadySince)));
};

export const sayPut = (world: TagWorld, tag: Tag, trip: Trip, why: Evidence, at: number): void => {
  say(world, tag, 'item.put', {
    at: Math.max(at, trip.saidAt),
    from: trip.fromZone,
    confidence: Math.min(0.99, sigmoid(why.nats - PAUSES)),
    why: [why],
  });
};

/** The tag rests in a zone, and what was heard on the trip is the beginning of its fingerprint. Says nothing. */
export const restIn = (world: TagWorld, tag: Tag, trip: Trip, { cell, zone }: Rest, at: number): void => {
  placeAt(world, tag, zone, homeSectionIn(world, tag, zone, loudestIn(world, trip, zone)));
  learnFingerprint(tag, trip, cell, at);
  rest(world, tag, at);
};

/** A scale has felt the item being put: it is at rest there from now on, and its new place is yet to be learned. */
export const putBy = (world: TagWorld, tag: Tag, section: SectionId, at: number, why: Evidence): void => {
  const { trip } = tag;
  if (trip === null) return;
  const zone = world.plan.sections.get(section)?.zone ?? tag.zone;
  placeAt(world, tag, zone, section);
  const last = tag.lastRead;
  tag.cells = noCells;
  tag.primary = 0;
  tag.fingerprintReads = 0;
  tag.exposure = 0;
  say(world, tag, 'item.put', {
    at: Math.max(at, trip.saidAt),
    from: trip.fromZone,
    confidence: Math.min(0.95, sigmoid(why.nats)),
    why: [why],
  });
  rest(world, tag, Math.max(last, at));
};

/** The antenna of a zone that hears a trip best. */
const loudestIn = (world: TagWorld, trip: Trip, zone: ZoneId | null): AntennaPlace | null => {
  let best: AntennaPlace | null = null;
  let top = Number.NEGATIVE_INFINITY;
  for (const { antenna: index, mean } of trip.cells) {
    const antenna = world.plan.antennas[index];
    if (antenna?.zone?.id !== zone || mean <= top) continue;
    best = antenna ?? null;
    top = mean;
  }
  return best;
};
