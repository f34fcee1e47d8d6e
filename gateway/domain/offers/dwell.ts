import type { VisitId, ZoneId } from '../ids.ts';

interface Stay {
  readonly zone: ZoneId;
  readonly since: number;
  /** The longest dwell that has come true, ms. */
  readonly fired: number;
}

interface Dwelt {
  readonly visit: VisitId;
  readonly zone: ZoneId;
  /** ms. */
  readonly dwell: number;
}

/** How long each visit has been in its zone; each length that offers ask for comes true once per stay. */
export interface Dwells {
  entered(visit: VisitId, zone: ZoneId, at: number): void;
  forget(visit: VisitId): void;
  /** Stays that have become long enough since the last question; `lengths` in ms, ascending. */
  due(lengths: readonly number[], now: number): readonly Dwelt[];
  save(): unknown;
}

export const createDwells = (saved?: unknown): Dwells => {
  const stays = new Map(saved as (readonly [VisitId, Stay])[] | undefined); // Written by save() below.
  return {
    entered: (visit, zone, at) => {
      stays.set(visit, { zone, since: at, fired: 0 });
    },
    forget: (visit) => {
      stays.delete(visit);
    },
    due: (lengths, now) => {
      const found: Dwelt[] = [];
      for (const [visit, { zone, since, fired }] of stays) {
        const ripe = lengths.filter((length) => length > fired && now - since >= length);
        const longest = ripe.at(-1);
        if (longest === undefined) continue;
        stays.set(visit, { zone, since, fired: longest });
        found.push(...ripe.map((dwell) => ({ visit, zone, dwell })));
      }
      return found;
    },
    save: () => [...stays],
  };
};
