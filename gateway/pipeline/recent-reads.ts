import type { TagRead } from '../domain/readings.ts';

/** Reads kept for the item page: enough for minutes of a busy shop, bounded whatever comes. */
const KEPT = 32_768;

/** The newest tag reads of the whole shop, for pages that show what was heard of one item. Empty after a restart. */
export function createRecentReads(kept = KEPT) {
  const ring = new Array<TagRead | undefined>(kept);
  let next = 0;
  return {
    add(read: TagRead): void {
      ring[next] = read;
      next = next + 1 === kept ? 0 : next + 1;
    },
    /** Newest first, at most `limit`. */
    of(epc: string, limit: number): TagRead[] {
      const found: TagRead[] = [];
      for (let back = 1; back <= kept && found.length < limit; back++) {
        const read = ring[(next - back + kept) % kept];
        if (!read) break;
        if (read.epc === epc) found.push(read);
      }
      return found;
    },
  };
}

export type RecentReads = ReturnType<typeof createRecentReads>;
