import type { Tag } from './tag.ts';

/**
 * Tags that are to be looked at again at a known second, so that no tag is ever scanned in vain. A tag has at most one valid
 * entry; asking for a later time than it has leaves the entry, because whoever is woken too early asks again.
 */
export interface DueWheel {
  /** `at` in epoch ms; rounded up to the second. */
  schedule(tag: Tag, at: number): void;
  /** Takes out and returns the tags due at or before `now`, in the order of their seconds and of asking. */
  take(now: number): readonly Tag[];
  save(): unknown;
}

export type SavedWheel = readonly (readonly [number, readonly number[]])[];

export const createDueWheel = (saved?: SavedWheel, bySerial?: ReadonlyMap<number, Tag>): DueWheel => {
  const buckets = new Map<number, Tag[]>();
  for (const [second, serials] of saved ?? []) {
    buckets.set(
      second,
      serials.map((serial) => bySerial?.get(serial)).filter((tag) => tag !== undefined),
    );
  }
  let first = Math.min(Number.MAX_SAFE_INTEGER, ...buckets.keys());
  return {
    schedule: (tag, at) => {
      const second = Math.ceil(at / 1_000);
      if (tag.due !== 0 && tag.due <= second) return;
      tag.due = second;
      first = Math.min(first, second);
      const bucket = buckets.get(second);
      if (bucket === undefined) buckets.set(second, [tag]);
      else bucket.push(tag);
    },
    take: (now) => {
      const until = Math.floor(now / 1_000);
      if (until < first) return [];
      const seconds = [...buckets.keys()].filter((second) => second <= until).sort((a, b) => a - b);
      const due: Tag[] = [];
      for (const second of seconds) {
        for (const tag of buckets.get(second) ?? []) {
          if (tag.due !== second) continue;
          tag.due = 0;
          due.push(tag);
        }
        buckets.delete(second);
      }
      first = until + 1;
      return due;
    },
    // Entries that are no longer valid are kept: they hold a place in the order if the same second is asked for again.
    save: () => [...buckets].map(([second, tags]) => [second, tags.map((tag) => tag.serial)] as const),
  };
};
