import { clip } from '../statistics.ts';
import type { TagSettings } from './settings.ts';

/** What one antenna hears of the goods that rest together in one place. */
interface GroupCell {
  reads: number;
  mean: number;
  variance: number;
  /** Variance of a read about its own tag's mean once the common mode is out, dB²: what a read is worth under this antenna. */
  noise: number;
  /** By how many dB the place is heard weaker (-) or stronger (+) than usual just now, and since when that is known. */
  common: number;
  commonAt: number;
}

/** Memory of the common mode: a customer before a fixture moves on. */
const COMMON_DECAY_MS = 6_000;
const FORGET_AFTER = 4_000;
/** Deviation of single reads that is believed before any was heard, dB, and the bounds of what is learned. */
const NOISE_DB = 2.6;
const LEAST_NOISE_DB = 1.6;
const MOST_NOISE_DB = 6;
/** Reads after which the own noise counts as much as the first guess. */
const NOISE_READS = 40;
/** A deviation beyond this many deviations teaches no more than one of this size: goods that leave are no noise. */
const ODD = 3;

/** Radio statistics by place (a section, or a zone for goods without one) and antenna: what a tag's neighbours do. */
export interface RadioGroups {
  cell(antenna: number, group: number): GroupCell;
  /** Share of the place's reads that this antenna gives. */
  share(antenna: number, group: number): number;
  /** How much weaker or stronger the place is heard by this antenna at `at`, dB; 0 when nothing was heard lately. */
  commonMode(cell: GroupCell, at: number): number;
  /** Deviation of a single read of a tag at rest, dB, between 1.6 and 6. */
  noise(cell: GroupCell): number;
  /** The same for any goods that this antenna hears. */
  antennaNoise(antenna: number): number;
  /** Takes a believed read of a tag at rest; `deviation` from the tag's own mean, dB, null for its first reads there. */
  learn(antenna: number, group: number, rssi: number, deviation: number | null, at: number): void;
  save(): unknown;
}

/** What may be left out to measure what it is worth. */
type GroupSwitches = Pick<TagSettings, 'commonMode' | 'sectionPrior'>;

export type SavedGroups = readonly (readonly [number, number, GroupCell])[];

const noiseOf = (cell: GroupCell): number => clip(Math.sqrt(cell.noise), LEAST_NOISE_DB, MOST_NOISE_DB);

const learnNoise = (cell: GroupCell, deviation: number): void => {
  const most = ODD * noiseOf(cell);
  cell.noise += (clip(deviation, -most, most) ** 2 - cell.noise) / Math.min(cell.reads + NOISE_READS, 500);
};

export const createRadioGroups = (groups: number, switches: GroupSwitches, saved?: SavedGroups): RadioGroups => {
  // The row after the last place holds what each antenna hears of all goods.
  const rows: GroupCell[][] = [];
  const totals: number[] = new Array<number>(groups).fill(0);
  const cellAt = (antenna: number, group: number): GroupCell => {
    let row = rows[antenna];
    if (row === undefined) {
      row = [];
      rows[antenna] = row;
    }
    let cell = row[group];
    if (cell === undefined) {
      cell = { reads: 0, mean: -65, variance: 25, noise: NOISE_DB ** 2, common: 0, commonAt: 0 };
      row[group] = cell;
    }
    return cell;
  };
  for (const [antenna, group, cell] of saved ?? []) {
    Object.assign(cellAt(antenna, group), cell);
    if (group < groups) totals[group] = (totals[group] ?? 0) + cell.reads;
  }
  const commonMode = (cell: GroupCell, at: number) =>
    switches.commonMode ? cell.common * Math.exp(-Math.max(0, at - cell.commonAt) / COMMON_DECAY_MS) : 0;
  return {
    cell: cellAt,
    share: (antenna, group) => (switches.sectionPrior ? (cellAt(antenna, group).reads + 0.05) / ((totals[group] ?? 0) + 5) : 0.01),
    commonMode,
    noise: noiseOf,
    antennaNoise: (antenna) => noiseOf(cellAt(antenna, groups)),
    learn: (antenna, group, rssi, deviation, at) => {
      const cell = cellAt(antenna, group);
      if (cell.reads < FORGET_AFTER) {
        cell.reads++;
        totals[group] = (totals[group] ?? 0) + 1;
      }
      const off = rssi - cell.mean;
      cell.mean += off / Math.min(cell.reads, 500);
      cell.variance += (off * off - cell.variance) / Math.min(cell.reads + 20, 500);
      if (deviation === null) return;
      const common = commonMode(cell, at);
      learnNoise(cell, deviation - common);
      const all = cellAt(antenna, groups);
      all.reads++;
      learnNoise(all, deviation - common);
      cell.common = common + 0.3 * (clip(deviation, -22, 12) - common);
      cell.commonAt = Math.max(cell.commonAt, at);
    },
    save: () => rows.flatMap((row, antenna) => Object.entries(row).map(([group, cell]) => [antenna, Number(group), cell] as const)),
  };
};
