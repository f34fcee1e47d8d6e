import type { Evidence } from '../events.ts';
import type { SectionId, ZoneId } from '../ids.ts';
import { clip, rounded, sigmoid } from '../statistics.ts';
import { listCells } from './cells.ts';
import type { Tag } from './tag.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/** Most things are where they belong; and what is nowhere at home rests on a shelf rather than in an aisle. */
const HOME_NATS = 3.5;
/** A stock count that placed an item is seldom wrong: before anybody carried it, nats. */
const COUNTED_NATS = 5;
const SHELF_NATS = 1;
/** What reads by one antenna are worth: they share what stands in its way, so four count as one, and many hardly as two. */
const worth = (reads: number): number => Math.min(1, reads / 4) * (1 + 0.5 * clip((reads - 12) / 60, 0, 1));
/** Deviation that the learned levels of a zone may be wrong by, dB. */
const UNSURE_DB = 3;
/** What was heard longer ago may have been heard elsewhere, ms. */
const LATELY_MS = 180_000;
/** Lead in nats that moves a tag which rests in another zone than was said. */
const LEAD = 3;
/** Reads in its fingerprint from which a place that nobody told is as good as one that was. */
const AT_HOME_READS = 96;
/** A place hears its goods at least this often, of all their reads; its strays on goods elsewhere are rarer. */
const OWN_SHARE = 0.05;

/** Share of its reads by the antennas that hear its neighbours too, from which it sounds like one of them. */
const ALIKE = 0.4;

/** What an antenna heard of one tag: mean level in dBm (null without levels) and number of reads. */
export interface Heard {
  readonly antenna: number;
  readonly level: number | null;
  readonly reads: number;
}

/** How well a zone explains what was heard of a tag, nats, with what is usual: a tag is at home, or at least on a shelf. */
const scoreOf = (world: TagWorld, home: ZoneId | null, heard: readonly Heard[], zone: number, homeNats: number): number => {
  const { id = null } = world.plan.shop.zones[zone] ?? {};
  let score = id === home ? homeNats : world.plan.rests(id, home) ? 0 : -SHELF_NATS;
  for (const { antenna, level, reads } of heard) {
    score += worth(reads) * world.hearing.likelihood(antenna, zone, level, 0, UNSURE_DB);
  }
  return score;
};

/** The zone that explains best what was heard of a tag, of those in which it may be, and its lead over `present`, nats. */
export const bestZone = (
  world: TagWorld,
  home: ZoneId | null,
  heard: readonly Heard[],
  present: ZoneId | null = null,
  homeNats = HOME_NATS,
): { readonly zone: ZoneId | null; readonly lead: number; readonly score: number } => {
  let best: ZoneId | null = null;
  let top = Number.NEGATIVE_INFINITY;
  let here = Number.NEGATIVE_INFINITY;
  for (const [index, { id }] of world.plan.shop.zones.entries()) {
    if (!world.plan.antennas.some(({ zone }) => zone?.id === id)) continue;
    if (present !== null && !world.plan.rests(id, home)) continue;
    const score = scoreOf(world, home, heard, index, homeNats);
    if (id === present) here = score;
    if (score <= top) continue;
    best = id;
    top = score;
  }
  return { zone: best, lead: top - here, score: top };
};

export const homeZone = (world: TagWorld, home: SectionId | null): ZoneId | null =>
  home === null ? null : (world.plan.sections.get(home)?.zone ?? null);

/**
 * True when the tag rests where it belongs and the antennas there hear it, or it is heard as its neighbours are. However loud a neighbour's antenna is, nothing is moved
 * without being carried, and that would have been a trip. Where it belongs: its home, else wherever it has rested for long.
 */
const isWhereItBelongs = (world: TagWorld, tag: Tag): boolean => {
  const home = homeZone(world, tag.home);
  const belongs = home === null ? tag.fingerprintReads > AT_HOME_READS : home === tag.zone;
  if (!belongs) return false;
  let own = 0;
  let alike = 0;
  for (const { antenna, reads } of listCells(tag.cells)) {
    if (world.plan.antennas[antenna]?.zone?.id === tag.zone) own += reads;
    alike += Math.min(reads / Math.max(1, tag.fingerprintReads), world.groups.share(antenna, tag.group));
  }
  return own > OWN_SHARE * tag.fingerprintReads || alike > ALIKE;
};

/**
 * Looks, once its fingerprint has doubled, whether the tag rests where the shop was told: a few first reads may have named
 * another zone. Says `item.moved` when another resting place leads clearly.
 */
export const correctPlace = (world: TagWorld, tag: Tag, at: number): void => {
  if (isWhereItBelongs(world, tag)) return;
  const heard = listCells(tag.cells)
    .filter(({ reads, at: last }) => reads > 0 && at - last < LATELY_MS)
    .map(({ antenna, mean, reads }) => ({ antenna, level: mean, reads }));
  const home = homeZone(world, tag.home);
  const { zone: best, lead } = bestZone(world, home, heard, tag.zone, tag.zone === home ? COUNTED_NATS : HOME_NATS);
  if (best === null || best === tag.zone || lead < LEAD) return;
  const nats = Math.min(12, lead);
  const why: Evidence = { code: 'settled-elsewhere', nats: rounded(nats), facts: { reads: tag.fingerprintReads } };
  const from = tag.zone;
  placeAt(world, tag, best, home === best ? tag.home : loudestSection(world, tag, best));
  say(world, tag, 'item.moved', { at, from, confidence: sigmoid(nats - LEAD), why: [why] });
};

const loudestSection = (world: TagWorld, tag: Tag, zone: ZoneId) => {
  const own = listCells(tag.cells).filter((cell) => world.plan.antennas[cell.antenna]?.zone?.id === zone);
  const loudest = own.reduce<(typeof own)[number] | null>((a, b) => (a === null || b.mean > a.mean ? b : a), null);
  return loudest === null ? null : (world.plan.antennas[loudest.antenna]?.section ?? null);
};
