import type { Evidence } from '../events.ts';
import type { AntennaPlace } from '../floor-plan.ts';
import { clip, rounded } from '../statistics.ts';
import {
  believeStrays,
  CALM,
  cellOf,
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
import type { TagWorld } from './world.ts';

/** Reads in the fingerprint at which its zone is looked at again. */
const PLACED_AT = [12, 24, 48, 96];

/** Milliseconds of proven listening of the tag's main reader since the tag was last read. */
export const listenedInVain = (world: TagWorld, tag: Tag): number => {
  const device = world.plan.antennas[tag.cells[tag.primary]?.antenna ?? -1]?.device;
  const up = device === undefined ? world.uptime.upAnywhere() : world.uptime.up(device);
  return Math.max(0, up - tag.upAt);
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

/** Takes a believed read of a tag at rest: one question, has it left? O(antennas kept), no allocation while it rests. */
export const readAtRest = (world: TagWorld, tag: Tag, antenna: AntennaPlace, rssi: number | null, at: number): void => {
  const { groups } = world;
  const inVain = listenedInVain(world, tag);
  const silent = inVain / 1_000;
  const cell = cellOf(tag, antenna.index);
  const group = groups.cell(antenna.index, tag.group);
  const common = groups.commonMode(group, at);
  const fits = fitsRest(cell, rssi, common);
  const evidence = isYoung(tag) ? 0 : silenceEvidence(tag, silent) + readEvidence(tag, antenna, rssi, at, groups);
  tag.exposure += inVain;
  tag.upAt += inVain;
  tag.llr = clip(tag.llr + evidence, -6, 14);
  if (tag.llr <= CALM) tag.calmAt = Math.max(tag.calmAt, at);
  if (tag.llr > LEFT_AT) {
    const trip = leave(world, tag, tag.llr, leftBecause(tag, silent, at));
    readOnTheWay(world, tag, trip, antenna, rssi, at);
    return;
  }
  if (cell !== null && cell.reads >= 2 && rssi !== null) groups.learn(antenna.index, tag.group, rssi, rssi - cell.mean, at);
  if (cell === null || !fits) {
    keepInMind(tag, antenna.index, rssi, at);
    if (isYoung(tag)) believeStrays(tag, groups, at);
    return;
  }
  tag.lastHome = Math.max(tag.lastHome, at);
  const primary = tag.primary;
  const before = tag.fingerprintReads;
  learnFitting(tag, cell, rssi);
  believeStrays(tag, groups, at);
  if (tag.primary !== primary) tag.upAt = world.uptime.up(antenna.device);
  const now = tag.fingerprintReads;
  if (now !== before && PLACED_AT.some((reads) => before < reads && now >= reads)) correctPlace(world, tag, at);
};
