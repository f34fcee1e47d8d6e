import type { Emit } from '../capability.ts';
import type { Epc, Gtin, SectionId, Sku, ZoneId } from '../ids.ts';
import { type Instant, instant, probability } from '../units.ts';

/** An item that rests on a shelf which does not want it. */
interface Stray {
  /** The place that misses it. */
  readonly place: string;
  readonly gtin: Gtin | null;
  readonly sku: Sku;
  readonly home: SectionId;
  readonly zone: ZoneId;
  readonly section: SectionId | null;
  readonly since: number;
  readonly confidence: number;
  /** That the shop was told. */
  said: boolean;
}

/** Items at rest on the wrong shelf: said once they have lain there long enough, and when they are gone from there. */
export interface Strays {
  lie(epc: Epc, stray: Omit<Stray, 'said'>): void;
  /** The item is somewhere else now. Gives the place that missed it; null when it was no stray. */
  leave(epc: Epc, at: Instant): string | null;
  /** Says those who have lain long enough at `now`; gives the places that miss them. */
  tick(now: Instant): readonly string[];
  /** Misplaced items that the place misses, as far as they were said. */
  missedBy(place: string): number;
  readonly size: () => number;
  save(): unknown;
}

export const createStrays = (after: number, emit: Emit, saved?: unknown): Strays => {
  const strays = new Map((saved as readonly (readonly [Epc, Stray])[] | undefined)?.map(([epc, stray]) => [epc, { ...stray }])); // Written by save().
  const missed = new Map<string, number>();
  // Not yet said, in the order in which they were laid down: the oldest first.
  const waiting = new Map<Epc, Stray>();
  const count = (place: string, by: number) => missed.set(place, (missed.get(place) ?? 0) + by);
  for (const [epc, stray] of strays) {
    if (stray.said) count(stray.place, 1);
    else waiting.set(epc, stray);
  }
  return {
    lie: (epc, stray) => {
      const fresh = { ...stray, said: false };
      strays.set(epc, fresh);
      waiting.set(epc, fresh);
    },
    leave: (epc, at) => {
      const stray = strays.get(epc);
      if (stray === undefined) return null;
      strays.delete(epc);
      waiting.delete(epc);
      if (!stray.said) return null;
      count(stray.place, -1);
      emit({ type: 'stray.cleared', at, epc });
      return stray.place;
    },
    tick: (now) => {
      const found: string[] = [];
      for (const [epc, stray] of waiting) {
        if (now - stray.since < after) continue;
        stray.said = true;
        waiting.delete(epc);
        count(stray.place, 1);
        found.push(stray.place);
        const { gtin, sku, home, zone, section, since, confidence } = stray;
        emit({ type: 'stray.found', at: instant(since), epc, gtin, sku, home, zone, section, confidence: probability(confidence) });
      }
      return found;
    },
    missedBy: (place) => missed.get(place) ?? 0,
    size: () => (missed.size === 0 ? 0 : [...missed.values()].reduce((a, b) => a + b, 0)),
    save: () => [...strays],
  };
};
