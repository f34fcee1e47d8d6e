import type { AntennaPlace } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import { clip, logNormal } from '../statistics.ts';
import type { RadioGroups } from './radio-groups.ts';
import { Cell, type Tag } from './tag.ts';

/** Nats from which a tag is believed to have left its resting place, and its prior after settling. */
export const LEFT_AT = 1.5;
export const SETTLED = -5;
/** Log-odds up to which nothing speaks for having left. */
export const CALM = -3.5;
/** Shape of the gamma mix of read rates: fading makes misses cluster, so silence counts logarithmically. */
const SHAPE = 2.5;
/** Goods in a hand are heard about half as often: what each gap of the usual length says, nats. */
const USUAL_GAP = 0.4;
/** What the logarithmic law says of two usual gaps, where it takes over from the linear one. */
const SHORT_SILENCE = 0.47;
export const ANTENNAS_KEPT = 12;
const FORGET_AFTER = 400;
const YOUNG_READS = 12;
const YOUNG_MS = 40_000;
/** Reads per second of up-time expected of a tag that nobody knows yet. */
const USUAL_RATE = 0.2;

/** Reads per second of proven listening that the tag gives at its resting place. */
export const readRate = (tag: Tag): number => (tag.fingerprintReads + 1) / (tag.exposure / 1_000 + 1 / USUAL_RATE);

/** What a silence of `seconds` of proven listening says for having left, nats; 0 while it is usual. */
export const silenceEvidence = (tag: Tag, seconds: number): number => {
  const missed = readRate(tag) * seconds;
  return Math.max(USUAL_GAP * Math.min(missed, 2), SHAPE * Math.log(1 + missed / SHAPE) - 1 + 2 * USUAL_GAP - SHORT_SILENCE);
};

/** Seconds of silence after which the tag must be looked at again. */
export const secondsUntilDoubt = (tag: Tag): number =>
  (SHAPE * Math.expm1(Math.min(8, Math.max(0, LEFT_AT - tag.llr + 1.2) / SHAPE))) / readRate(tag);

/** Goods in a hand are so much weaker than goods at rest before the same antenna, dB, and their levels spread as much as this. */
const HELD_DB = -8;
const HELD_SPREAD_DB = 6.5;
/** A weaker read by an antenna new to the tag is as often a rare stray as it is a trip; and the most that it says, nats. */
const WEAK_SAYS = 1;
/** Reads by the same antenna closer than this share one fade: together they say as much as one, ms. */
const ONE_FADE_MS = 2_000;
/** A hand before its shelf takes about this much of the signal, dB, and turns it by as much again. */
const HAND_DB = -9;
const HAND_SPREAD_DB = 8;

/** Reads per second that an antenna hears of goods in a hand somewhere in the shop. */
const heldRate = (antenna: AntennaPlace, zone: ZoneId | null): number => {
  if (antenna.zone?.id === zone) return 0.033;
  return antenna.kind === 'zone' && antenna.zone?.kind === 'shelf' ? 0.004 : 0.012;
};

const knownAntenna = (tag: Tag, cell: Cell, rssi: number | null, common: number, noise: number): number => {
  const rate = Math.log((readRate(tag) * cell.reads) / Math.max(cell.reads, tag.fingerprintReads));
  if (rssi === null) return rate;
  const off = rssi - cell.mean;
  return rate + Math.log(0.97 * Math.exp(logNormal(off, common, noise)) + 0.03 * Math.exp(logNormal(off, 0, 9)));
};

const newAntenna = (tag: Tag, antenna: number, groups: RadioGroups, rssi: number | null): number => {
  const group = groups.cell(antenna, tag.group);
  const share = groups.share(antenna, tag.group) * Math.max(0.08, 1 / (1 + tag.fingerprintReads / 30));
  const rate = Math.log(readRate(tag) * share);
  return rssi === null ? rate : rate + logNormal(rssi, group.mean, Math.max(3.5, Math.sqrt(group.variance)));
};

/** True while too little was heard of the tag's place to judge a read by it: it learns and claims nothing. */
export const isYoung = (tag: Tag): boolean => tag.fingerprintReads < YOUNG_READS || tag.exposure < YOUNG_MS;

export const cellOf = (tag: Tag, antenna: number): Cell | null => {
  for (const cell of tag.cells) if (cell.antenna === antenna) return cell;
  return null;
};

/** Deviations of a read within which it fits. */
const FITS = 1.25;

/** True when a read fits what this antenna hears of the tag at rest, once the common mode is out. */
export const fitsRest = (cell: Cell | null, rssi: number | null, common: number, noise: number): boolean =>
  cell !== null && cell.reads >= 2 && (rssi === null || Math.abs(rssi - cell.mean - common) < FITS * noise);

/**
 * What one read says about "has it left its resting place?", nats (+ left, - still there), within -6 and 6.
 * The rest hypothesis is the tag's own fingerprint with its neighbours' common mode taken out, or for an antenna new to the
 * tag what that antenna hears of the neighbours; the other hypothesis is a tag in a hand. `usual` is how loud this antenna hears goods
 * at rest before it, dBm: shops differ by 30 dB in that, so nothing here is said of levels as such.
 */
export const readEvidence = (
  tag: Tag,
  antenna: AntennaPlace,
  rssi: number | null,
  at: number,
  groups: RadioGroups,
  usual: number,
): number => {
  const cell = cellOf(tag, antenna.index);
  const group = groups.cell(antenna.index, tag.group);
  const rate = Math.log(heldRate(antenna, tag.zone));
  const fresh = cell === null ? 1 : clip((at - cell.at) / ONE_FADE_MS, 0.1, 1);
  if (cell !== null && cell.reads >= 2) {
    const held = rate + heldLevel(cell, rssi, usual, antenna.zone?.id === tag.zone);
    return fresh * clip(held - knownAntenna(tag, cell, rssi, groups.commonMode(group, at), groups.noise(group)), -6, 6);
  }
  const held = rate + (rssi === null ? 0 : logNormal(rssi, usual + HELD_DB, HELD_SPREAD_DB));
  const most = rssi !== null && rssi > usual + HELD_DB ? 6 : WEAK_SAYS;
  return fresh * clip(held - newAntenna(tag, antenna.index, groups, rssi), -6, most);
};

/** How well a level fits goods in a hand, nats: anywhere in the shop, or before the shelf that they were taken from. */
const heldLevel = (cell: Cell, rssi: number | null, usual: number, atHome: boolean): number => {
  if (rssi === null) return 0;
  const anywhere = logNormal(rssi, usual + HELD_DB, HELD_SPREAD_DB);
  return atHome ? Math.max(anywhere, logNormal(rssi - cell.mean, HAND_DB, HAND_SPREAD_DB)) : anywhere;
};

const addCell = (tag: Tag, cell: Cell): void => {
  if (tag.cells.length < ANTENNAS_KEPT) {
    tag.cells = [...tag.cells, cell];
    return;
  }
  let weakest = 0;
  for (let i = 1; i < tag.cells.length; i++) if ((tag.cells[i]?.reads ?? 0) < (tag.cells[weakest]?.reads ?? 0)) weakest = i;
  if ((tag.cells[weakest]?.reads ?? 0) < 3 && weakest !== tag.primary) tag.cells = tag.cells.with(weakest, cell);
};

const forgetHalf = (tag: Tag): void => {
  tag.fingerprintReads >>= 1;
  tag.exposure >>= 1;
  for (const cell of tag.cells) cell.reads >>= 1;
};

const follow = (cell: Cell, rssi: number | null): void => {
  if (rssi !== null) cell.mean += (rssi - cell.mean) / Math.min(cell.reads + cell.pending, 60);
};

/** Takes a read that fits the resting place into its fingerprint. Old reads are forgotten by halves: a drifting radio is followed. */
export const learnFitting = (tag: Tag, cell: Cell, rssi: number | null): void => {
  tag.fingerprintReads++;
  cell.reads++;
  follow(cell, rssi);
  const primary = tag.cells[tag.primary];
  if (primary !== undefined && cell.reads > primary.reads) tag.primary = tag.cells.indexOf(cell);
  if (tag.fingerprintReads > FORGET_AFTER) forgetHalf(tag);
};

/**
 * Keeps a read that does not fit in mind. It is believed only when the tag is heard at home again: otherwise a tag that has
 * been carried away would teach its old place to explain the new one.
 */
export const keepInMind = (tag: Tag, antenna: number, rssi: number | null, at: number): void => {
  let cell = cellOf(tag, antenna);
  if (cell === null) {
    cell = new Cell(antenna, 0, rssi ?? -65, at);
    addCell(tag, cell);
  }
  cell.pending++;
  follow(cell, rssi);
};

/** The tag was heard at home: what was kept in mind was stray reading, and belongs to the fingerprint. */
export const believeStrays = (tag: Tag, groups: RadioGroups, at: number): void => {
  for (const cell of tag.cells) {
    if (cell.pending === 0) continue;
    cell.reads += cell.pending;
    tag.fingerprintReads += cell.pending;
    groups.learn(cell.antenna, tag.group, cell.mean, null, at);
    cell.pending = 0;
  }
};
