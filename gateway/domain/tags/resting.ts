import type { Evidence } from '../events.ts';
import type { AntennaPlace } from '../floor-plan.ts';
import { clip, rounded, sigmoid } from '../statistics.ts';
import { antennaIn, meanIn, nthRow, readsIn, rowOf } from './cells.ts';
import {
  believeStrays,
  CALM,
  fitsRest,
  isYoung,
  keepInMind,
  LEFT_AT,
  learnFitting,
  readEvidence,
  readRate,
  silenceEvidence,
} from './fingerprint.ts';
import { correctPlace } from './placing.ts';
import type { Tag } from './tag.ts';
import { leave, readOnTheWay } from './travelling.ts';
import { restClock, type TagWorld } from './world.ts';

/** Reads in the fingerprint at which its zone is looked at again. */
const PLACED_AT = [12, 24, 48, 96, 200, 300, 400];
/** Of a tag on its way that was not heard yet. */
const UNHEARD = 0.7;
/** Reads from which it teaches what its zone sounds like. */
const TEACHES = 24;

/** Milliseconds of proven listening of the tag's main reader since the tag was last read, without what its place as a whole was not heard. */
export const listenedInVain = (world: TagWorld, tag: Tag): number => Math.max(0, restClock(world, tag) - tag.upAt);

/** The most that the sound of its reads says against its place, nats: who stands before a shelf changes that of many. */
const MOST_UNLIKE = 6;
/** What a read elsewhere adds to a doubt that nobody was told of, nats. */
const ELSEWHERE = 0.9;

/**
 * How probable it is that a tag in the shop is where `item` says, between 0 and 1. At its place, and as long as nobody was told that it
 * left, it is
 *
 *     P(still there) = 1 - sigmoid(0.4 ((L + S) / 2 + E - B + 1))
 *
 * with L the log-odds of having left that its reads have given so far (-5 once it rests, between -6 and 6), S what the silence of
 * listening readers since its last read says (`silenceEvidence`), E .9 for each believable read elsewhere, and B the bar that such
 * evidence must clear in this shop before a pick is told (`doubts.bar`). On its way it is what the zone filter gives the zone, or 0.7
 * before the filter has heard it. O(1): a page or a shelf may ask for each tag.
 */
export const presence = (world: TagWorld, tag: Tag): number => {
  const { trip } = tag;
  if (trip !== null && !trip.tentative) return world.filter.probability(trip, tag.zone) ?? UNHEARD;
  const inVain = trip === null ? listenedInVain(world, tag) : world.uptime.upAnywhere() - tag.upAt;
  const left = trip === null ? tag.llr : Math.max(tag.llr, trip.nats);
  const nats = (Math.min(MOST_UNLIKE, left) + silenceEvidence(tag, inVain / 1_000)) / 2 + ELSEWHERE * (trip?.strong ?? 0);
  return 1 - sigmoid(world.doubts.odds(nats));
};

/** Why the tag is believed to have left, in words that a person checks. */
export const leftBecause = (tag: Tag, silent: number, at: number): Evidence[] => [
  {
    code: 'silent-at-home',
    nats: rounded(silenceEvidence(tag, Math.max(silent, (at - tag.lastHome) / 1_000))),
    facts: { seconds: rounded((at - tag.lastHome) / 1_000), usualEvery: rounded(1 / readRate(tag)) },
  },
  { code: 'unlike-its-place', nats: rounded(tag.llr + 5), facts: {} },
];

/** A place that was not looked at again, or whose own antennas do not hear the tag best, may be wrong and would teach its own mistake. */
const teaches = (world: TagWorld, tag: Tag): boolean =>
  tag.fingerprintReads >= TEACHES && world.plan.antennas[antennaIn(tag.cells, nthRow(tag.primary))]?.zone?.id === tag.zone;

/** Takes a believed read of a tag at rest: one question, has it left? O(antennas kept), no allocation while it rests. */
export const readAtRest = (world: TagWorld, tag: Tag, antenna: AntennaPlace, rssi: number | null, at: number): void => {
  const { groups } = world;
  const inVain = listenedInVain(world, tag);
  const silent = inVain / 1_000;
  const row = rowOf(tag.cells, antenna.index);
  const group = groups.cell(antenna.index, tag.group);
  const common = groups.commonMode(group, at);
  const fits = fitsRest(tag.cells, row, rssi, common, groups.noise(group));
  const evidence = isYoung(tag)
    ? 0
    : silenceEvidence(tag, silent) + readEvidence(tag, antenna, rssi, at, groups, world.hearing.usualLevel(antenna.index));
  tag.exposure += inVain;
  tag.upAt += inVain;
  tag.llr = clip(tag.llr + evidence, -6, 14);
  if (tag.llr <= CALM && (fits || !isYoung(tag))) tag.calmAt = Math.max(tag.calmAt, at);
  if (tag.llr > LEFT_AT) {
    const trip = leave(world, tag, tag.llr, leftBecause(tag, silent, at));
    readOnTheWay(world, tag, trip, antenna, rssi, at);
    return;
  }
  world.clocks.heard(tag.group);
  if (teaches(world, tag)) world.hearing.learn(antenna.index, world.zoneOfGroup[tag.group] ?? -1, rssi);
  if (readsIn(tag.cells, row) >= 2 && rssi !== null) groups.learn(antenna.index, tag.group, rssi, rssi - meanIn(tag.cells, row), at);
  if (!fits) {
    keepInMind(tag, antenna.index, rssi, at);
    if (isYoung(tag)) believeStrays(tag, groups, at);
    return;
  }
  tag.lastHome = Math.max(tag.lastHome, at);
  const primary = tag.primary;
  const before = tag.fingerprintReads;
  learnFitting(tag, row, rssi);
  believeStrays(tag, groups, at);
  if (tag.primary !== primary) tag.upAt = restClock(world, tag);
  const now = tag.fingerprintReads;
  if (now !== before && PLACED_AT.some((reads) => before < reads && now >= reads)) correctPlace(world, tag, at);
};
