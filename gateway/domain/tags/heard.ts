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
  /** Since when it has been heard enough to have arrived, while its zone is still open; null before. */
  ripe: number | null;
}

/** Strangers and own items remembered per generation: a flood of forged EPCs costs no more than this, and never an own item. */
const STRANGERS = 10_000;
const OWN = 100_000;

/** Bounded memory of tags that are heard but not tracked: at least the last 10,000 strangers and 100,000 own items. */
export interface HeardTags {
  /** For a read: the tag counts as recently used. */
  get(epc: Epc): HeardTag | undefined;
  /** For a page: looking changes nothing. */
  peek(epc: Epc): HeardTag | undefined;
  add(epc: Epc, tag: HeardTag): void;
  /** Notes a read. */
  touch(tag: HeardTag, at: number, count: number): void;
  delete(epc: Epc): void;
  readonly size: () => number;
  /** Tags that were no own items, since the beginning: what a flood is counted by. */
  readonly strangers: () => number;
  save(): unknown;
}

type Saved = readonly (readonly [Epc, HeardTag])[];

export interface SavedHeard {
  readonly strangers: number;
  readonly own: readonly [Saved, Saved];
  readonly foreign: readonly [Saved, Saved];
}

/**
 * The recently used, in two generations: when the young one is full it becomes the old one, and the old one is forgotten.
 * Deleting single oldest entries of a Map would walk over all those deleted before.
 */
const createGenerations = (kept: number, saved?: readonly [Saved, Saved]) => {
  const load = (rows: Saved | undefined) => new Map(rows?.map(([epc, tag]) => [epc, { ...tag, early: [...tag.early] }]));
  let young: Map<Epc, HeardTag> = load(saved?.[0]);
  let old: Map<Epc, HeardTag> = load(saved?.[1]);
  const set = (epc: Epc, tag: HeardTag) => {
    if (young.size >= kept) {
      old = young;
      young = new Map();
    }
    young.set(epc, tag);
  };
  return {
    set,
    get: (epc: Epc): HeardTag | undefined => {
      const known = young.get(epc);
      if (known !== undefined) return known;
      const older = old.get(epc);
      if (older === undefined) return undefined;
      old.delete(epc);
      set(epc, older);
      return older;
    },
    peek: (epc: Epc) => young.get(epc) ?? old.get(epc),
    delete: (epc: Epc) => young.delete(epc) || old.delete(epc),
    size: () => young.size + old.size,
    save: (): [Saved, Saved] => [[...young], [...old]],
  };
};

export const createHeardTags = (saved?: SavedHeard): HeardTags => {
  const own = createGenerations(OWN, saved?.own);
  const foreign = createGenerations(STRANGERS, saved?.foreign);
  let strangers = saved?.strangers ?? 0;
  return {
    get: (epc) => own.get(epc) ?? foreign.get(epc),
    peek: (epc) => own.peek(epc) ?? foreign.peek(epc),
    add: (epc, tag) => {
      if (!tag.own) strangers++;
      (tag.own ? own : foreign).set(epc, tag);
    },
    touch: (tag, at, count) => {
      tag.reads += count;
      tag.last = Math.max(tag.last, at);
    },
    delete: (epc) => {
      own.delete(epc);
    },
    size: () => own.size() + foreign.size(),
    strangers: () => strangers,
    save: (): SavedHeard => ({ strangers, own: own.save(), foreign: foreign.save() }),
  };
};
