import type { AntennaPlace } from '../floor-plan.ts';
import type { Epc, ZoneId } from '../ids.ts';
import { antennaIn, lastReadIn, meanIn, nextRow } from '../tags/cells.ts';
import type { Tag } from '../tags/tag.ts';

/** Heard both times no weaker than goods usually are where they rest, dB; a stray read is weaker. */
const WEAKER_DB = 3;
/** And no more than so much weaker than this tag is anywhere, dB. */
const FAINTER_DB = 10;
/**
 * One of the two is where it is heard loudest, or nearly, dB: a tag that rests at a third antenna and is heard by both is one tag between
 * them, however loud.
 */
const NEARLY_DB = 3;
/** As often within this time it is no accident of the radio. */
const TIMES = 3;
const WITHIN_MS = 60_000;
/**
 * Two antennas that hear a second tag like that overlap, whatever the plan says of their zones: a clone is alone in being heard by both.
 * Who overlaps shows within this time, ms.
 */
const ACQUAINTED_MS = 10 * 60_000;
const OVERLAPS = 2;

/** One EPC that was heard strongly in two far places at once, several times. */
interface Clash {
  readonly epc: Epc;
  readonly at: number;
  readonly zones: readonly [ZoneId, ZoneId];
  readonly times: number;
}

/** Notices one EPC answering strongly to readers in two zones that are not neighbours, within the clone window. */
export interface CloneWatch {
  /**
   * Looks at a read of a tracked tag against its latest reads by other readers; `at` and its times count from `base`, and `usual` tells how
   * loud goods are where they rest, by antenna, dBm. O(antennas kept) when the read is strong, else O(1).
   */
  look(tag: Tag, antenna: AntennaPlace, rssi: number, at: number, base: number, usual: UsualLevel): void;
  /** Takes out what was noticed since the last call. */
  take(): readonly Clash[];
  save(): unknown;
}

type UsualLevel = (antenna: number) => number;

interface Suspicion {
  readonly first: number;
  times: number;
}

interface SavedWatch {
  readonly suspicions: readonly (readonly [Epc, Suspicion])[];
  readonly found: readonly Clash[];
  readonly since: number | null;
  /** Tags that a pair of antennas heard strongly at once, two at most. */
  readonly shared: readonly (readonly [string, readonly Epc[]])[];
}

const loudest = (tag: Tag): number => {
  let top = Number.NEGATIVE_INFINITY;
  for (const { level } of tag.trip?.cells ?? []) top = Math.max(top, level);
  const { cells } = tag;
  for (let row = 0; row < cells.length; row = nextRow(row)) top = Math.max(top, meanIn(cells, row));
  return top;
};

const isStrong = (usual: UsualLevel, antenna: number, level: number): boolean => level >= usual(antenna) - WEAKER_DB;

export const createCloneWatch = (window: number, antennas: readonly AntennaPlace[], saved?: unknown): CloneWatch => {
  const before = (saved as SavedWatch | undefined) ?? { suspicions: [], found: [], since: null, shared: [] }; // Written by save() below.
  const suspicions = new Map(before.suspicions.map(([epc, s]) => [epc, { ...s }]));
  let found: Clash[] = [...before.found];
  let { since } = before;
  const shared = new Map<string, readonly Epc[]>(before.shared);

  /** True while the tag is the only one that these two hear like that, and they had time to hear others. */
  const isAlone = (epc: Epc, here: AntennaPlace, there: AntennaPlace, at: number): boolean => {
    const pair = here.key < there.key ? `${here.key} ${there.key}` : `${there.key} ${here.key}`;
    const known = shared.get(pair) ?? [];
    if (known.length < OVERLAPS && !known.includes(epc)) shared.set(pair, [...known, epc]);
    return (shared.get(pair)?.length ?? 0) < OVERLAPS && at - (since ?? at) >= ACQUAINTED_MS;
  };

  const isFar = (a: AntennaPlace, b: AntennaPlace): boolean =>
    a.device !== b.device && a.zone !== null && b.zone !== null && a.zone !== b.zone && !a.zone.neighbours.includes(b.zone.id);

  const suspect = (tag: Tag, here: AntennaPlace, there: AntennaPlace, at: number) => {
    if (here.zone === null || there.zone === null || !isAlone(tag.epc, here, there, at)) return;
    const known = suspicions.get(tag.epc);
    const open = known === undefined || at - known.first > WITHIN_MS ? { first: at, times: 0 } : known;
    open.times++;
    suspicions.set(tag.epc, open);
    if (open.times === TIMES) found = [...found, { epc: tag.epc, at, zones: [there.zone.id, here.zone.id], times: TIMES }];
  };

  const check = (tag: Tag, antenna: AntennaPlace, other: number, last: number, at: number): boolean => {
    const there = antennas[other];
    if (there === undefined || Math.abs(at - last) > window || !isFar(antenna, there)) return false;
    suspect(tag, antenna, there, at);
    return true;
  };

  return {
    look: (tag, antenna, rssi, at, base, usual) => {
      since ??= base + at;
      if (!isStrong(usual, antenna.index, rssi)) return;
      // Also in the first minutes, when nothing is known of the shop: where a tag truly is it is heard about as loud as anywhere.
      const most = Math.max(rssi, loudest(tag));
      const least = most - FAINTER_DB;
      if (rssi < least) return;
      const isPair = (level: number): boolean => level >= least && Math.max(level, rssi) >= most - NEARLY_DB;
      for (const { antenna: other, level, last } of tag.trip?.cells ?? [])
        if (isPair(level) && isStrong(usual, other, level) && check(tag, antenna, other, base + last, base + at)) return;
      const { cells } = tag;
      for (let row = 0; row < cells.length; row = nextRow(row)) {
        const mean = meanIn(cells, row);
        const other = antennaIn(cells, row);
        if (isPair(mean) && isStrong(usual, other, mean) && check(tag, antenna, other, base + lastReadIn(cells, row), base + at)) return;
      }
    },
    take: () => {
      if (found.length === 0) return found;
      const taken = found;
      found = [];
      return taken;
    },
    save: (): SavedWatch => ({ suspicions: [...suspicions], found, since, shared: [...shared] }),
  };
};
