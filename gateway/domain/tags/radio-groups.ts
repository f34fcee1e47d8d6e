import { clip } from '../statistics.ts';

/** What one antenna hears of the goods that rest together in one place. */
export interface GroupCell {
  reads: number;
  mean: number;
  variance: number;
  /** By how many dB the place is heard weaker (-) or stronger (+) than usual just now, and since when that is known. */
  common: number;
  commonAt: number;
}

/** Memory of the common mode: a customer before a fixture moves on. */
const COMMON_DECAY_MS = 6_000;
const FORGET_AFTER = 4_000;

/** Radio statistics by place (a section, or a zone for goods without one) and antenna: what a tag's neighbours do. */
export interface RadioGroups {
  cell(antenna: number, group: number): GroupCell;
  /** All reads of the place, over all antennas. */
  total(group: number): number;
  /** How much weaker or stronger the place is heard by this antenna at `at`, dB; 0 when nothing was heard lately. */
  commonMode(cell: GroupCell, at: number): number;
  /** Takes a believed read of a tag at rest; `deviation` from the tag's own mean, dB, null for its first reads there. */
  learn(antenna: number, group: number, rssi: number, deviation: number | null, at: number): void;
  save(): unknown;
}

export type SavedGroups = readonly (readonly [number, number, GroupCell])[];

export const createRadioGroups = (groups: number, saved?: SavedGroups): RadioGroups => {
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
      cell = { reads: 0, mean: -65, variance: 25, common: 0, commonAt: 0 };
      row[group] = cell;
    }
    return cell;
  };
  for (const [antenna, group, cell] of saved ?? []) {
    Object.assign(cellAt(antenna, group), cell);
    totals[group] = (totals[group] ?? 0) + cell.reads;
  }
  const commonMode = (cell: GroupCell, at: number) => cell.common * Math.exp(-Math.max(0, at - cell.commonAt) / COMMON_DECAY_MS);
  return {
    cell: cellAt,
    total: (group) => totals[group] ?? 0,
    commonMode,
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
      cell.common = common + 0.3 * (clip(deviation, -22, 12) - common);
      cell.commonAt = Math.max(cell.commonAt, at);
    },
    save: () => rows.flatMap((row, antenna) => Object.entries(row).map(([group, cell]) => [antenna, Number(group), cell] as const)),
  };
};
