import type { OfferId, VisitId, ZoneId } from '../ids.ts';
import type { Offer } from '../shop.ts';

interface Stay {
  readonly zone: ZoneId;
  readonly since: number;
  readonly fired: readonly OfferId[];
}

/** How long each visit has been in its zone; each offer's dwell comes true once per stay. */
export interface Dwells {
  entered(visit: VisitId, zone: ZoneId, at: number): void;
  forget(visit: VisitId): void;
  /** Stays that have just become long enough at `now` for an offer. */
  due(offers: readonly Offer[], now: number): readonly { readonly visit: VisitId; readonly zone: ZoneId; readonly offer: Offer }[];
  save(): unknown;
}

export const createDwells = (saved?: unknown): Dwells => {
  const stays = new Map(saved as (readonly [VisitId, Stay])[] | undefined); // Written by save() below.
  return {
    entered: (visit, zone, at) => {
      stays.set(visit, { zone, since: at, fired: [] });
    },
    forget: (visit) => {
      stays.delete(visit);
    },
    due: (offers, now) => {
      const found: { visit: VisitId; zone: ZoneId; offer: Offer }[] = [];
      for (const [visit, stay] of stays) {
        const ripe = offers.filter((offer) => now - stay.since >= offer.dwell && !stay.fired.includes(offer.id));
        if (ripe.length === 0) continue;
        stays.set(visit, { ...stay, fired: [...stay.fired, ...ripe.map((offer) => offer.id)] });
        found.push(...ripe.map((offer) => ({ visit, zone: stay.zone, offer })));
      }
      return found;
    },
    save: () => [...stays],
  };
};
