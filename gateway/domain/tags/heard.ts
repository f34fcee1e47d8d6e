import type { Epc, ZoneId } from '../ids.ts';

/** One believed read of a tag that has not arrived: time, antenna index, dBm. */
export type EarlyRead = readonly [at: number, antenna: number, rssi: number | null];

/** A tag that is heard but not tracked: a stranger, or an own item whose few reads may be strays. */
export interface HeardTag {
  readonly own: boolean;
  readonly first: number;
  last: number;
  reads: number;
  zone: ZoneId | null;
  early: EarlyRead[];
}

/** Kept at most: the least recently heard are forgotten first, so a flood of forged EPCs costs no more than this. */
const KEPT = 20_000;
const REFRESH_MS = 60_000;

/** Bounded memory of tags that are heard but not tracked. */
export interface HeardTags {
  get(epc: Epc): HeardTag | undefined;
  add(epc: Epc, tag: HeardTag): void;
  /** Notes a read; keeps the tag from being forgotten. */
  touch(epc: Epc, tag: HeardTag, at: number, count: number): void;
  delete(epc: Epc): void;
  readonly size: () => number;
  /** Tags that were no own items, since the beginning: what a flood is counted by. */
  readonly strangers: () => number;
  save(): unknown;
}

export interface SavedHeard {
  readonly strangers: number;
  readonly tags: readonly (readonly [Epc, HeardTag])[];
}

export const createHeardTags = (saved?: SavedHeard): HeardTags => {
  const tags = new Map<Epc, HeardTag>(saved?.tags.map(([epc, tag]) => [epc, { ...tag, early: [...tag.early] }]));
  let strangers = saved?.strangers ?? 0;
  return {
    get: (epc) => tags.get(epc),
    add: (epc, tag) => {
      if (!tag.own) strangers++;
      if (tags.size >= KEPT) {
        const oldest = tags.keys().next();
        if (oldest.done !== true) tags.delete(oldest.value);
      }
      tags.set(epc, tag);
    },
    touch: (epc, tag, at, count) => {
      tag.reads += count;
      if (at - tag.last > REFRESH_MS) {
        tags.delete(epc);
        tags.set(epc, tag);
      }
      tag.last = Math.max(tag.last, at);
    },
    delete: (epc) => {
      tags.delete(epc);
    },
    size: () => tags.size,
    strangers: () => strangers,
    save: (): SavedHeard => ({ strangers, tags: [...tags] }),
  };
};
