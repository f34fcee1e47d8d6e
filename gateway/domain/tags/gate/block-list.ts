import type { Evidence } from '../../events.ts';
import type { AntennaPlace } from '../../floor-plan.ts';
import type { Epc } from '../../ids.ts';
import type { SecuritySettings } from '../../security/settings.ts';
import { rounded } from '../../statistics.ts';

/** Reads at rest by which a tag beside the gate is known. */
const KNOWN_READS = 100;
/** Unheard for so long, it did not rest there, ms. */
const REST_GAP_MS = 30 * 60_000;
/** A level so far off, so many times in a row, is another place, dB. */
const OTHER_DB = 12;
const OTHER_READS = 20;
/** What an operator unblocked is not blocked again for so long, ms. */
const EXEMPT_MS = 24 * 3_600_000;
const KEPT = 1_000;

/** A tag that rests where a gate hears it well. */
interface Resting {
  readonly antenna: number;
  readonly since: number;
  last: number;
  reads: number;
  /** Running level, dBm. */
  level: number;
  /** Reads in a row that are far from it. */
  odd: number;
  blocked: boolean;
}

interface Saved {
  readonly resting: readonly (readonly [Epc, Resting])[];
  readonly exempt: readonly (readonly [Epc, number])[];
}

/** What the list says, without the time base of the tags. */
export type BlockWord =
  | { readonly type: 'tag.blocked'; readonly epc: Epc; readonly antenna: number; readonly since: number; readonly why: readonly Evidence[] }
  | { readonly type: 'tag.unblocked'; readonly epc: Epc; readonly because: 'unheard' | 'moved' | 'operator' };

/** Display goods, a tag on the counter beside the gate: tags whose hours of rest there are learned, and which then never leave. */
export interface BlockList {
  /** A read at a gate antenna by a tag at rest, that it gives there anyway. */
  rests(epc: Epc, antenna: AntennaPlace, rssi: number | null, at: number): BlockWord | null;
  /** Takes a read of a blocked tag at a gate and returns true: it is no pass. `say` hears when that frees it. */
  holds(epc: Epc, rssi: number | null, at: number, say: (word: BlockWord) => void): boolean;
  /** False when it was not blocked. */
  free(epc: Epc, at: number): boolean;
  /** Frees what its gate has not heard for long. */
  tick(now: number): readonly BlockWord[];
  save(): unknown;
}

type Settings = Pick<SecuritySettings, 'blockAfter' | 'unblockAfter'>;

export const createBlockList = ({ blockAfter, unblockAfter }: Settings, saved?: unknown): BlockList => {
  const before = saved as Saved | undefined; // Written by save() below.
  const resting = new Map<Epc, Resting>(before?.resting.map(([epc, tag]) => [epc, { ...tag }]));
  const exempt = new Map<Epc, number>(before?.exempt);

  const begin = (epc: Epc, antenna: number, rssi: number | null, at: number) => {
    const [first] = resting.keys();
    if (resting.size >= KEPT && first !== undefined) resting.delete(first);
    resting.set(epc, { antenna, since: at, last: at, reads: 1, level: rssi ?? 0, odd: 0, blocked: false });
  };

  const follow = (tag: Resting, rssi: number | null, at: number) => {
    tag.last = Math.max(tag.last, at);
    if (rssi === null) return;
    tag.odd = Math.abs(rssi - tag.level) > OTHER_DB ? tag.odd + 1 : 0;
    if (tag.odd === 0) tag.level += (rssi - tag.level) / Math.min(tag.reads + 1, 100);
  };

  return {
    rests: (epc, antenna, rssi, at) => {
      const tag = resting.get(epc);
      if (blockAfter === 0 || (exempt.get(epc) ?? 0) > at) return null;
      if (tag === undefined || at - tag.last > REST_GAP_MS) begin(epc, antenna.index, rssi, at);
      else if (!tag.blocked && tag.antenna === antenna.index) {
        follow(tag, rssi, at);
        tag.reads++;
        if (tag.reads < KNOWN_READS || at - tag.since < blockAfter) return null;
        tag.blocked = true;
        const facts = { hours: rounded((at - tag.since) / 3_600_000), reads: tag.reads };
        return { type: 'tag.blocked', epc, antenna: tag.antenna, since: tag.since, why: [{ code: 'rests-at-gate', nats: 4, facts }] };
      }
      return null;
    },
    holds: (epc, rssi, at, say) => {
      const tag = resting.get(epc);
      if (tag === undefined || !tag.blocked) return false;
      follow(tag, rssi, at);
      if (tag.odd < OTHER_READS) return true;
      resting.delete(epc);
      say({ type: 'tag.unblocked', epc, because: 'moved' });
      return false;
    },
    free: (epc, at) => {
      if (resting.get(epc)?.blocked !== true) return false;
      resting.delete(epc);
      exempt.set(epc, at + EXEMPT_MS);
      return true;
    },
    tick: (now) => {
      const words: BlockWord[] = [];
      for (const [epc, tag] of resting) {
        if (now - tag.last < (tag.blocked ? unblockAfter : REST_GAP_MS)) continue;
        resting.delete(epc);
        if (tag.blocked) words.push({ type: 'tag.unblocked', epc, because: 'unheard' });
      }
      for (const [epc, until] of exempt) if (until <= now) exempt.delete(epc);
      return words;
    },
    save: (): Saved => ({ resting: [...resting], exempt: [...exempt] }),
  };
};
