import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, Gtin, SectionId, ShelfId, Sku, VisitId, ZoneId } from '../ids.ts';
import type { OfferContext, OfferTrigger } from '../shop.ts';
import type { Instant } from '../units.ts';
import type { Visit } from '../visits/visit.ts';

/** A moment at which something may be offered. */
export interface Occasion {
  readonly on: OfferTrigger;
  readonly at: Instant;
  readonly visit: VisitId | null;
  readonly zone: ZoneId | null;
  readonly epc: Epc | null;
  readonly gtin: Gtin | null;
  readonly sku: Sku | null;
  readonly shelf: {
    readonly id: ShelfId;
    readonly section: SectionId;
    readonly sku: Sku;
    readonly onShelf: number;
    readonly facings: number;
  } | null;
}

/** What the rest of the shop knows at an occasion. */
export interface Surroundings {
  readonly visit: Visit | null;
  /** SKUs in the visit's hands. */
  readonly items: readonly string[];
  /** Visits of this card so far. */
  readonly visits: number;
  readonly occupancy: number;
  readonly now: Instant;
}

const itemOf = (plan: FloorPlan, gtin: Gtin | null): OfferContext['item'] => {
  const product = plan.product(gtin);
  return product === null ? null : { sku: product.sku, gtin: product.gtin, category: product.category, priceMinor: product.price };
};

/** What a condition may ask at an occasion. An unknown visit has the empty id, party 0 and no items. */
export const contextOf = (plan: FloorPlan, occasion: Occasion, { visit, items, visits, occupancy, now }: Surroundings): OfferContext => {
  const { hour, minute, weekday, dayPart, date } = plan.shop.localTime(now);
  const zone = visit?.zone ?? occasion.zone ?? '';
  return {
    visit:
      visit === null
        ? { id: '', party: 0, seconds: 0, zone, items: [] }
        : { id: visit.id, party: visit.party, seconds: Math.max(0, Math.round((now - visit.opened) / 1_000)), zone, items },
    item: itemOf(plan, occasion.gtin),
    shelf: occasion.shelf,
    visitor: { known: visit !== null && visit.visitor !== null, tier: visit?.tier ?? '', visits },
    store: { id: plan.shop.id, occupancy },
    now: { hour, minute, weekday, dayPart, date },
  };
};
