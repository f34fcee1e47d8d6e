import type { DomainEvent, EventType } from '../domain/events.ts';
import type { Epc, Gtin } from '../domain/ids.ts';
import { TOLD } from '../domain/told.ts';

/**
 * Who listens. `goods` are told EPCs and never a visitor. `people` may know visitors, so they get products instead of EPCs: what
 * carries both could follow a person by what they wear.
 */
export type Audience = 'goods' | 'people';

/** Names for what events say by number only. */
export interface ProductNames {
  /** The SKU of a product; null for goods that the shop does not list. */
  readonly skuOf: (gtin: string) => string | null;
  /** The GTIN that an EPC says; null when it says none. */
  readonly gtinOf: (epc: Epc) => Gtin | null;
}

type Told = Record<string, unknown>;

/** What the audience may be told of an event, as plain JSON; null for events that nobody outside is told. */
export function tellEvent(event: DomainEvent, audience: Audience, names: ProductNames): Told | null {
  const fields: readonly string[] | null = TOLD[event.type];
  if (fields === null) return null;
  const source = event as unknown as Told;
  const told: Told = {};
  for (const field of fields) if (isFor(audience, field, event)) told[field] = source[field];
  Object.assign(told, productOf(event, names));
  if (event.type === 'sale.recorded') told.lines = linesOf(event, audience, names);
  return told;
}

/** The visitor that an event is about; null when it is about none, or about nobody known. */
export const visitorIn = (event: DomainEvent): string | null => ('visitor' in event ? event.visitor : null);

function isFor(audience: Audience, field: string, event: DomainEvent): boolean {
  if (audience === 'people') return field !== 'epc' && field !== 'why';
  // Once sold, a tag is the buyer's: which visit it was is no longer told with it.
  return field !== 'visit' || !tellsOfSale(event);
}

const SALES: ReadonlySet<EventType> = new Set<EventType>(['sale.recorded', 'item.sold']);

const tellsOfSale = (event: DomainEvent): boolean =>
  SALES.has(event.type) ||
  (event.type === 'custody.ended' && event.outcome === 'bought') ||
  (event.type === 'offer.converted' && event.by === 'bought');

/** `gtin` and `sku` beside every EPC, or in its place. */
function productOf(event: DomainEvent, { skuOf, gtinOf }: ProductNames): Told {
  const epc = 'epc' in event ? event.epc : null;
  const gtin = ('gtin' in event ? event.gtin : null) ?? (epc === null ? null : gtinOf(epc));
  if (gtin === null) return {};
  return 'sku' in event ? { gtin } : { gtin, sku: skuOf(gtin) };
}

function linesOf({ lines }: Extract<DomainEvent, { type: 'sale.recorded' }>, audience: Audience, { skuOf, gtinOf }: ProductNames): Told[] {
  return lines.map(({ epc, gtin: scanned, quantity, amount }) => {
    const gtin = scanned ?? (epc === null ? null : gtinOf(epc));
    return { ...(audience === 'goods' ? { epc } : {}), gtin, sku: gtin === null ? null : skuOf(gtin), quantity, amount };
  });
}
