/** The share of an antenna's reads that are weaker than its weak level. */
const SHARE = 0.2;
/** How fast the level follows: quickly at first, then by so many dB a read at most. */
const FIRST_DB = 1;
const LAST_DB = 0.02;

/**
 * The level under which a fifth of an antenna's reads lie: what it hears of goods that are out of its way. It is the zero from
 * which the strength of a pass is measured, so that a hot and a cold reader mean the same by "strong". Robbins and Monro's
 * running quantile: O(1) and one number.
 */
export interface WeakLevels {
  /** Takes a read and returns by how many dB it is above the level, 0 or more; null for a reader that states none. */
  margin(antenna: number, rssi: number | null): number | null;
  save(): unknown;
}

interface Row {
  dbm: number;
  reads: number;
}

type Saved = readonly (readonly [number, Row])[];

export const createWeakLevels = (saved?: unknown): WeakLevels => {
  const rows = new Map<number, Row>(((saved ?? []) as Saved).map(([key, row]) => [key, { ...row }]));
  return {
    margin: (antenna, rssi) => {
      if (rssi === null) return null;
      let row = rows.get(antenna);
      if (row === undefined) {
        row = { dbm: rssi, reads: 0 };
        rows.set(antenna, row);
      }
      const margin = Math.max(0, rssi - row.dbm);
      const step = Math.max(LAST_DB, FIRST_DB / (1 + row.reads / 20));
      row.dbm += rssi < row.dbm ? -step * (1 - SHARE) * 2 : step * SHARE * 2;
      row.reads = Math.min(10_000, row.reads + 1);
      return margin;
    },
    save: () => [...rows],
  };
};
