import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { DeviceId, Epc, Gtin, SectionId, ShelfId, Sku, VisitId, ZoneId } from '../ids.ts';
import type { Instant } from '../units.ts';
import type { Visit } from '../visits/visit.ts';
import type { OfferContext, OfferTrigger } from './offer.ts';

/** A moment at which something may be offered; plain data, since a candidate may wait for its display. */
export interface Occasion {
  readonly on: OfferTrigger;
  /** By which offers are found: `on`, with the length of a dwell or the minute of the day. */
  readonly key: string;
  readonly at: Instant;
  readonly visit: VisitId | null;
  readonly zone: ZoneId | null;
  readonly epc: Epc | null;
  readonly gtin: Gtin | null;
  readonly sku: Sku | null;
  readonly compared: readonly Sku[];
  /** The sensor that spoke. */
  readonly device: DeviceId | null;
  readonly shelf: {
    readonly id: ShelfId;
    readonly section: SectionId;
    readonly sku: Sku;
    readonly onShelf: number;
    readonly facings: number;
  } | null;
}

/** An occasion of an event of which nothing else is known. */
export const occasionAt = (on: OfferTrigger, at: Instant, more: Partial<Omit<Occasion, 'on' | 'at'>> = {}): Occasion => ({
  on,
  key: on,
  at,
  visit: null,
  zone: null,
  epc: null,
  gtin: null,
  sku: null,
  compared: [],
  device: null,
  shelf: null,
  ...more,
});

/** The occasion that a fact is, or null. `zoneOf` tells where a visit is. */
export const occasionOf = (fact: Fact, plan: FloorPlan, zoneOf: (visit: VisitId) => ZoneId | null): Occasion | null => {
  const { at } = fact;
  switch (fact.type) {
    case 'item.picked':
    case 'item.put': {
      const { visit, zone, epc, gtin } = fact;
      return occasionAt(fact.type, at, { visit, zone, epc, gtin, sku: plan.sku(gtin) });
    }
    case 'visit.moved':
      return occasionAt('zone.entered', at, { visit: fact.visit, zone: fact.zone });
    case 'visit.identified':
      return occasionAt(fact.type, at, { visit: fact.visit, zone: zoneOf(fact.visit) });
    case 'shelf.changed': {
      if (fact.state === 'ok') return null;
      const { shelf: id, section, sku, onShelf, facings } = fact;
      const zone = plan.sections.get(section)?.zone ?? null;
      const shelf = { id, section, sku, onShelf, facings };
      return occasionAt(fact.state === 'out' ? 'shelf.out' : 'shelf.low', at, { zone, sku, shelf });
    }
    default:
      return null;
  }
};

/** What the rest of the shop knows at an occasion. */
export interface Surroundings {
  readonly visit: Visit | null;
  /** SKUs in the visit's hands. */
  readonly items: readonly string[];
  readonly compared: readonly string[];
  /** What is known of whose visit it is. */
  readonly visitor: OfferContext['visitor'];
  readonly occupancy: number;
  readonly climate: OfferContext['climate'];
  readonly recommend: OfferContext['recommend'];
  readonly now: Instant;
}

const itemOf = (plan: FloorPlan, gtin: Gtin | null): OfferContext['item'] => {
  const product = plan.product(gtin);
  return product === null ? null : { sku: product.sku, gtin: product.gtin, category: product.category, priceMinor: product.price };
};

/** What a condition may ask at an occasion. An unknown visit has the empty id, party 0 and no items. */
export const contextOf = (plan: FloorPlan, occasion: Omit<Occasion, 'on' | 'key'>, around: Surroundings): OfferContext => {
  const { visit, items, compared, visitor, occupancy, climate, recommend, now } = around;
  const { hour, minute, weekday, dayPart, date } = plan.shop.localTime(now);
  const zone = visit?.zone ?? occasion.zone ?? '';
  return {
    visit:
      visit === null
        ? { id: '', party: 0, seconds: 0, zone, items: [], compared: [] }
        : { id: visit.id, party: visit.party, seconds: Math.max(0, Math.round((now - visit.opened) / 1_000)), zone, items, compared },
    item: itemOf(plan, occasion.gtin),
    shelf: occasion.shelf,
    visitor,
    store: { id: plan.shop.id, occupancy },
    climate,
    now: { hour, minute, weekday, dayPart, date },
    recommend,
  };
};
