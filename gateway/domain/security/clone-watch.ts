import type { AntennaPlace } from '../floor-plan.ts';
import type { Epc, ZoneId } from '../ids.ts';
import type { Tag } from '../tags/tag.ts';

/** Strong both times, dBm; a stray read is weaker. */
const STRONG_DBM = -62;
/** As often within this time it is no accident of the radio. */
const TIMES = 3;
const WITHIN_MS = 60_000;

/** One EPC that was heard strongly in two far places at once, several times. */
interface Clash {
  readonly epc: Epc;
  readonly at: number;
  readonly zones: readonly [ZoneId, ZoneId];
  readonly times: number;
}

/** Notices one EPC answering strongly to readers in two zones that are not neighbours, within the clone window. */
export interface CloneWatch {
  /** Looks at a strong read of a tracked tag against its latest reads by other readers; `at` and its times count from `base`. O(antennas kept). */
  look(tag: Tag, antenna: AntennaPlace, rssi: number, at: number, base: number): void;
  /** Takes out what was noticed since the last call. */
  take(): readonly Clash[];
  save(): unknown;
}

interface Suspicion {
  readonly first: number;
  times: number;
}

interface SavedWatch {
  readonly suspicions: readonly (readonly [Epc, Suspicion])[];
  readonly found: readonly Clash[];
}

export const createCloneWatch = (window: number, antennas: readonly AntennaPlace[], saved?: unknown): CloneWatch => {
  const before = (saved as SavedWatch | undefined) ?? { suspicions: [], found: [] }; // Written by save() below.
  const suspicions = new Map(before.suspicions.map(([epc, s]) => [epc, { ...s }]));
  let found: Clash[] = [...before.found];

  const isFar = (a: AntennaPlace, b: AntennaPlace): boolean =>
    a.device !== b.device && a.zone !== null && b.zone !== null && a.zone !== b.zone && !a.zone.neighbours.includes(b.zone.id);

  const suspect = (tag: Tag, here: AntennaPlace, there: AntennaPlace, at: number) => {
    if (here.zone === null || there.zone === null) return;
    const known = suspicions.get(tag.epc);
    const open = known === undefined || at - known.first > WITHIN_MS ? { first: at, times: 0 } : known;
    open.times++;
    suspicions.set(tag.epc, open);
    if (open.times === TIMES) found = [...found, { epc: tag.epc, at, zones: [there.zone.id, here.zone.id], times: TIMES }];
  };

  const check = (tag: Tag, antenna: AntennaPlace, other: number, level: number, last: number, at: number): boolean => {
    const there = antennas[other];
    if (there === undefined || level < STRONG_DBM || Math.abs(at - last) > window || !isFar(antenna, there)) return false;
    suspect(tag, antenna, there, at);
    return true;
  };

  return {
    look: (tag, antenna, rssi, at, base) => {
      if (rssi < STRONG_DBM) return;
      for (const cell of tag.trip?.cells ?? []) if (check(tag, antenna, cell.antenna, cell.level, base + cell.last, base + at)) return;
      for (const cell of tag.cells) if (check(tag, antenna, cell.antenna, cell.mean, base + cell.at, base + at)) return;
    },
    take: () => {
      if (found.length === 0) return found;
      const taken = found;
      found = [];
      return taken;
    },
    save: (): SavedWatch => ({ suspicions: [...suspicions], found }),
  };
};
