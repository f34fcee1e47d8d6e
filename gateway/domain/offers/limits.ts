import type { DeviceId, OfferId, VisitId } from '../ids.ts';
import type { Offer, Who } from './offer.ts';

const HOUR_MS = 3_600_000;

/** How often an offer has been made, against how often it may be. Held-back decisions count like made ones. */
export interface Limits {
  /** The person's limit that is used up, or null. */
  person(offer: Offer, who: Who): 'capped-visit' | 'capped-visitor' | null;
  /** True when the display has shown the offer often enough in the last hour. */
  display(offer: Offer, display: DeviceId, now: number): boolean;
  use(offer: OfferId, who: Who): void;
  useDisplay(offer: OfferId, display: DeviceId, now: number): void;
  /** Nobody saw it after all: no display proved it. */
  giveBack(offer: OfferId, who: Who): void;
  /** Forgets a visit that is over. */
  forget(visit: VisitId): void;
  save(): unknown;
}

interface SavedLimits {
  readonly visits: readonly (readonly [VisitId, readonly (readonly [OfferId, number])[]])[];
  readonly date: string;
  readonly visitors: readonly (readonly [string, number])[];
  readonly displays: readonly (readonly [string, readonly number[]])[];
}

export const createLimits = (saved?: unknown): Limits => {
  const before = (saved as SavedLimits | undefined) ?? { visits: [], date: '', visitors: [], displays: [] }; // Written by save() below.
  const visits = new Map(before.visits.map(([visit, uses]) => [visit, new Map(uses)]));
  const visitors = new Map(before.visitors);
  const displays = new Map<string, readonly number[]>(before.displays);
  let date = before.date;

  const onDay = (today: string) => {
    if (today === date) return;
    visitors.clear();
    date = today;
  };
  const recent = (key: string, now: number) => (displays.get(key) ?? []).filter((time) => now - time < HOUR_MS);

  const count = (offer: OfferId, { visit, visitor, date: today }: Who, by: 1 | -1) => {
    onDay(today);
    if (visit !== null) {
      const uses = visits.get(visit) ?? new Map<OfferId, number>();
      visits.set(visit, uses.set(offer, Math.max(0, (uses.get(offer) ?? 0) + by)));
    }
    const key = `${offer}|${visitor}`;
    if (visitor !== null) visitors.set(key, Math.max(0, (visitors.get(key) ?? 0) + by));
  };

  return {
    person: (offer, { visit, visitor, date: today }) => {
      onDay(today);
      if (visit !== null && (visits.get(visit)?.get(offer.id) ?? 0) >= offer.limits.perVisit) return 'capped-visit';
      if (visitor !== null && (visitors.get(`${offer.id}|${visitor}`) ?? 0) >= offer.limits.perVisitorDay) return 'capped-visitor';
      return null;
    },
    display: (offer, display, now) => recent(`${offer.id}|${display}`, now).length >= offer.limits.perDisplayHour,
    use: (offer, who) => count(offer, who, 1),
    giveBack: (offer, who) => count(offer, who, -1),
    useDisplay: (offer, display, now) => {
      const key = `${offer}|${display}`;
      displays.set(key, [...recent(key, now), now]);
    },
    forget: (visit) => {
      visits.delete(visit);
    },
    save: (): SavedLimits => ({
      visits: [...visits].map(([visit, uses]) => [visit, [...uses]] as const),
      date,
      visitors: [...visitors],
      displays: [...displays],
    }),
  };
};
