import type { OfferId } from '../ids.ts';
import type { Offer } from './offer.ts';
import { keysOf } from './offer-index.ts';

/** How often something happened that an offer answers to, and how often its condition held then. */
interface Considered {
  readonly offer: OfferId;
  readonly times: number;
  readonly held: number;
}

/** Counts what is no candidate, since its condition did not hold: by the hundred thousand a day, so they are counted only. */
export interface ConsideredCounts {
  happened(key: string): void;
  held(offer: OfferId): void;
  /** What was counted since the last question, by offer; offers to which nothing happened are left out. */
  take(offers: readonly Offer[]): readonly Considered[];
  save(): unknown;
}

interface Saved {
  readonly happened: readonly (readonly [string, number])[];
  readonly held: readonly (readonly [OfferId, number])[];
}

export const createConsidered = (saved?: unknown): ConsideredCounts => {
  const before = saved as Saved | undefined; // Written by save() below.
  const happened = new Map(before?.happened);
  const held = new Map(before?.held);
  return {
    happened: (key) => {
      happened.set(key, (happened.get(key) ?? 0) + 1);
    },
    held: (offer) => {
      held.set(offer, (held.get(offer) ?? 0) + 1);
    },
    take: (offers) => {
      const counts = offers.flatMap((offer) => {
        const times = keysOf(offer).reduce((sum, key) => sum + (happened.get(key) ?? 0), 0);
        return times === 0 ? [] : [{ offer: offer.id, times, held: held.get(offer.id) ?? 0 }];
      });
      happened.clear();
      held.clear();
      return counts;
    },
    save: (): Saved => ({ happened: [...happened], held: [...held] }),
  };
};
