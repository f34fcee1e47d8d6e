import type { AntennaPlace } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import { clip, logNormal, normalLaw } from '../statistics.ts';
import {
  antennaIn,
  type Cells,
  lastReadIn,
  meanIn,
  nextRow,
  nthRow,
  pendingIn,
  readsIn,
  rowNumber,
  rowOf,
  rowsIn,
  setMean,
  setPending,
  setReads,
  withCell,
  withCellAt,
} from './cells.ts';
import type { RadioGroups } from './radio-groups.ts';
import type { Tag } from './tag.ts';

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
const heldLaw = normalLaw(6.5);
/** A weaker read by an antenna new to the tag is as often a rare stray as it is a trip; and the most that it says, nats. */
const WEAK_SAYS = 1;
/** Reads by the same antenna closer than this share one fade: together they say as much as one, ms. */
const ONE_FADE_MS = 2_000;
/** A hand before its shelf takes about this much of the signal, dB, and turns it by as much again. */
const HAND_DB = -9;
const handLaw = normalLaw(8);
/** Deviation of the reads that follow no law, dB. */
const anyLaw = normalLaw(9);

/** Log of the reads per second that an antenna hears of goods in a hand: in their own zone, from a shelf elsewhere, from anywhere else. */
const HELD_RATE = { own: Math.log(0.033), shelf: Math.log(0.004), other: Math.log(0.012) };

const heldRate = (antenna: AntennaPlace, zone: ZoneId | null): number => {
  if (antenna.zone?.id === zone) return HELD_RATE.own;
  return antenna.kind === 'zone' && antenna.zone?.kind === 'shelf' ? HELD_RATE.shelf : HELD_RATE.other;
};

const knownAntenna = (tag: Tag, row: number, rssi: number | null, common: number, noise: number): number => {
  const reads = readsIn(tag.cells, row);
  const rate = Math.log((readRate(tag) * reads) / Math.max(reads, tag.fingerprintReads));
  if (rssi === null) return rate;
  const off = rssi - meanIn(tag.cells, row);
  return rate + Math.log(0.97 * Math.exp(logNormal(off, common, noise)) + 0.03 * Math.exp(anyLaw(off, 0)));
};

/** The longer a tag rests, the less probable is an antenna that never heard it; unless there are more of them than are kept. */
const novelty = ({ cells, fingerprintReads }: Tag): number =>
  rowsIn(cells) < ANTENNAS_KEPT ? Math.max(0.08, 1 / (1 + fingerprintReads / 30)) : 1;

const newAntenna = (tag: Tag, antenna: number, groups: RadioGroups, rssi: number | null): number => {
  const group = groups.cell(antenna, tag.group);
  const share = groups.share(antenna, tag.group) * novelty(tag);
  const rate = Math.log(readRate(tag) * share);
  return rssi === null ? rate : rate + logNormal(rssi, group.mean, Math.max(3.5, Math.sqrt(group.variance)));
};

/** True while too little was heard of the tag's place to judge a read by it: it learns and claims nothing. */
export const isYoung = (tag: Tag): boolean => tag.fingerprintReads < YOUNG_READS || tag.exposure < YOUNG_MS;

/** Deviations of a read within which it fits. */
const FITS = 1.25;

/** True when a read fits what the antenna of this row hears of the tag at rest, once the common mode is out. */
export const fitsRest = (cells: Cells, row: number, rssi: number | null, common: number, noise: number): boolean =>
  readsIn(cells, row) >= 2 && (rssi === null || Math.abs(rssi - meanIn(cells, row) - common) < FITS * noise);

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
  const { cells } = tag;
  const row = rowOf(cells, antenna.index);
  const rate = heldRate(antenna, tag.zone);
  const fresh = row < 0 ? 1 : clip((at - lastReadIn(cells, row)) / ONE_FADE_MS, 0.1, 1);
  if (readsIn(cells, row) >= 2) {
    const group = groups.cell(antenna.index, tag.group);
    const held = rate + heldLevel(meanIn(cells, row), rssi, usual, antenna.zone?.id === tag.zone);
    return fresh * clip(held - knownAntenna(tag, row, rssi, groups.commonMode(group, at), groups.noise(group)), -6, 6);
  }
  const held = rate + (rssi === null ? 0 : heldLaw(rssi, usual + HELD_DB));
  const most = rssi !== null && rssi > usual + HELD_DB ? 6 : WEAK_SAYS;
  return fresh * clip(held - newAntenna(tag, antenna.index, groups, rssi), -6, most);
};

/** How well a level fits goods in a hand, nats: anywhere in the shop, or before the shelf that they were taken from. */
const heldLevel = (mean: number, rssi: number | null, usual: number, atHome: boolean): number => {
  if (rssi === null) return 0;
  const anywhere = heldLaw(rssi, usual + HELD_DB);
  return atHome ? Math.max(anywhere, handLaw(rssi - mean, HAND_DB)) : anywhere;
};

/** So much louder is an antenna that takes the place of the faintest one, dB: it tells more of where the tag rests, and is no stray. */
const LOUDER_DB = 6;

/**
 * The row that an antenna new to the tag may have when all are taken: of the faintest one that is so much fainter, or that has hardly heard it
 * and is no louder. -1 for none. Where all antennas hear everything, the near ones are kept, though the far ones may read more often.
 */
const rowToGive = ({ cells, primary }: Tag, mean: number): number => {
  let faintest = -1;
  for (let row = 0; row < cells.length; row = nextRow(row)) {
    if (row === nthRow(primary)) continue;
    const lead = readsIn(cells, row) + pendingIn(cells, row) < 3 ? 0 : LOUDER_DB;
    if (mean < meanIn(cells, row) + lead) continue;
    if (faintest < 0 || meanIn(cells, row) < meanIn(cells, faintest)) faintest = row;
  }
  return faintest;
};

/** Makes a row for an antenna new to the tag. The row; -1 when there is no place. */
const addRow = (tag: Tag, antenna: number, mean: number, at: number): number => {
  const { cells } = tag;
  const cell = { antenna, reads: 0, at, pending: 0, mean };
  if (rowsIn(cells) < ANTENNAS_KEPT) {
    tag.cells = withCell(cells, cell);
    return cells.length;
  }
  const row = rowToGive(tag, mean);
  if (row >= 0) tag.cells = withCellAt(cells, row, cell);
  return row;
};

const forgetHalf = (tag: Tag): void => {
  tag.fingerprintReads >>= 1;
  tag.exposure >>= 1;
  const { cells } = tag;
  for (let row = 0; row < cells.length; row = nextRow(row)) setReads(cells, row, readsIn(cells, row) >> 1);
};

const follow = (cells: Cells, row: number, rssi: number | null): void => {
  if (rssi === null) return;
  const mean = meanIn(cells, row);
  setMean(cells, row, mean + (rssi - mean) / Math.min(readsIn(cells, row) + pendingIn(cells, row), 60));
};

/** Takes a read that fits the resting place into its fingerprint. Old reads are forgotten by halves: a drifting radio is followed. */
export const learnFitting = (tag: Tag, row: number, rssi: number | null): void => {
  const { cells } = tag;
  tag.fingerprintReads++;
  setReads(cells, row, readsIn(cells, row) + 1);
  follow(cells, row, rssi);
  if (readsIn(cells, row) > readsIn(cells, nthRow(tag.primary))) tag.primary = rowNumber(row);
  if (tag.fingerprintReads > FORGET_AFTER) forgetHalf(tag);
};

/**
 * Keeps a read that does not fit in mind. It is believed only when the tag is heard at home again: otherwise a tag that has
 * been carried away would teach its old place to explain the new one.
 */
export const keepInMind = (tag: Tag, antenna: number, rssi: number | null, at: number): void => {
  const known = rowOf(tag.cells, antenna);
  const row = known >= 0 ? known : addRow(tag, antenna, rssi ?? -65, at);
  if (row < 0) return;
  setPending(tag.cells, row, pendingIn(tag.cells, row) + 1);
  follow(tag.cells, row, rssi);
};

/** The tag was heard at home: what was kept in mind was stray reading, and belongs to the fingerprint. */
export const believeStrays = (tag: Tag, groups: RadioGroups, at: number): void => {
  const { cells } = tag;
  for (let row = 0; row < cells.length; row = nextRow(row)) {
    const pending = pendingIn(cells, row);
    if (pending === 0) continue;
    setReads(cells, row, readsIn(cells, row) + pending);
    tag.fingerprintReads += pending;
    groups.learn(antennaIn(cells, row), tag.group, meanIn(cells, row), null, at);
    setPending(cells, row, 0);
  }
};
