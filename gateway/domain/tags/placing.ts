import type { Evidence } from '../events.ts';
import type { ZoneId } from '../ids.ts';
import { rounded, sigmoid } from '../statistics.ts';
import type { Tag } from './tag.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/** A lead of so many dB in the mean speaks as much as three times the reads. */
export const DB_PER_NAT = 4;
/** Most things are where they belong. */
const HOME_NATS = 2.5;
/** Lead in nats that moves a tag which rests in another zone than was said. */
const LEAD = 1.2;

export const isRestingPlace = (world: TagWorld, zone: ZoneId | null): boolean => {
  const kind = zone === null ? undefined : world.plan.zones.get(zone)?.kind;
  return kind === 'shelf' || kind === 'storage';
};

/** How well each resting place explains the fingerprint, nats: the mean level over its antennas, with the reads as weight. */
const placeScores = (world: TagWorld, tag: Tag): Map<ZoneId, { score: number; reads: number }> => {
  const sums = new Map<ZoneId, { reads: number; level: number }>();
  for (const { antenna, reads, mean } of tag.cells) {
    const zone = world.plan.antennas[antenna]?.zone?.id;
    if (zone === undefined || reads === 0 || !isRestingPlace(world, zone)) continue;
    const before = sums.get(zone) ?? { reads: 0, level: 0 };
    sums.set(zone, { reads: before.reads + reads, level: before.level + reads * mean });
  }
  const home = tag.home === null ? null : world.plan.sections.get(tag.home)?.zone;
  const score = (zone: ZoneId, { reads, level }: { reads: number; level: number }) => ({
    reads,
    score: Math.log(reads) + level / reads / DB_PER_NAT + (zone === home ? HOME_NATS : 0),
  });
  return new Map([...sums].map(([zone, sum]) => [zone, score(zone, sum)]));
};

/**
 * Looks, once its fingerprint has doubled, whether the tag rests where the shop was told: a few first reads may have named
 * another zone. Says `item.moved` when another resting place leads clearly.
 */
export const correctPlace = (world: TagWorld, tag: Tag, at: number): void => {
  const scores = placeScores(world, tag);
  const here = tag.zone === null ? Number.NEGATIVE_INFINITY : (scores.get(tag.zone)?.score ?? Number.NEGATIVE_INFINITY);
  let best: ZoneId | null = null;
  let top = here + LEAD;
  for (const [zone, { score }] of scores) {
    if (zone === tag.zone || score <= top) continue;
    best = zone;
    top = score;
  }
  if (best === null) return;
  const lead = Math.min(12, top - here);
  const why: Evidence = { code: 'settled-elsewhere', nats: rounded(lead), facts: { reads: scores.get(best)?.reads ?? 0 } };
  const from = tag.zone;
  const home = tag.home !== null && world.plan.sections.get(tag.home)?.zone === best ? tag.home : null;
  placeAt(world, tag, best, home ?? loudestSection(world, tag, best));
  say(world, tag, 'item.moved', { at, from, confidence: sigmoid(lead), why: [why] });
};

const loudestSection = (world: TagWorld, tag: Tag, zone: ZoneId) => {
  const own = tag.cells.filter((cell) => world.plan.antennas[cell.antenna]?.zone?.id === zone);
  const loudest = own.reduce<(typeof own)[number] | null>((a, b) => (a === null || b.mean > a.mean ? b : a), null);
  return loudest === null ? null : (world.plan.antennas[loudest.antenna]?.section ?? null);
};
