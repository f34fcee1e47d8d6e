import type { ItemEventRow } from '../http/ports.ts';
import { type LeftOut, objectIdOf } from './object-id.ts';
import { stableUuid } from './stable-uuid.ts';
import { createZoneOffset } from './zone-offset.ts';

/** An ObjectEvent of EPCIS 2.0 in JSON-LD, with the words of the Core Business Vocabulary 2.0. */
interface EpcisEvent {
  readonly type: 'ObjectEvent';
  readonly eventID: string;
  readonly eventTime: string;
  readonly recordTime: string;
  readonly eventTimeZoneOffset: string;
  readonly epcList: readonly string[];
  /** Nothing is commissioned or ended here: the shop sees tags that others have put on. */
  readonly action: 'OBSERVE';
  readonly bizStep: string;
  readonly disposition?: string;
  readonly readPoint?: { readonly id: string };
  readonly bizLocation?: { readonly id: string };
  /** 0..1: how sure the gateway is that it happened. */
  readonly 'aisle:confidence': number;
}

/** What becomes of one thing that happened to an item. */
export type Told = { readonly event: EpcisEvent; readonly isRaw: boolean } | { readonly leftOut: LeftOut };

/** What EPCIS events name of the shop. */
export interface EpcisShop {
  readonly storeId: string;
  /** Its Global Location Number, 13 digits; null when it has none. */
  readonly gln: string | null;
  /** IANA name. */
  readonly timezone: string;
  readonly zones: readonly { readonly id: string; readonly kind: string }[];
}

/** A GLN extension holds no more characters. @see GS1 General Specifications, AI (254) */
const LONGEST_EXTENSION = 20;

/** Makes the events of a shop. The same row gives the same event, `eventID` included, each time it is exported. */
export function createEpcisEvents(shop: EpcisShop): (row: ItemEventRow) => Told {
  const offsetOf = createZoneOffset(shop.timezone);
  const kinds = new Map(shop.zones.map(({ id, kind }) => [id, kind]));
  const store = `urn:silent-aisle:store:${shop.storeId}`;
  const place = shop.gln === null ? store : `https://id.gs1.org/414/${shop.gln}`;
  const placeOf = (zone: string): string =>
    shop.gln === null || zone.length > LONGEST_EXTENSION ? `${store}:zone:${zone}` : `${place}/254/${zone}`;
  const isStorage = (zone: string | null): boolean => zone !== null && kinds.get(zone) === 'storage';

  return (row) => {
    const object = objectIdOf(row.epc);
    if ('leftOut' in object) return object;
    const disposition = dispositionOf(row, isStorage(row.zone));
    const event: EpcisEvent = {
      type: 'ObjectEvent',
      eventID: `urn:uuid:${stableUuid(JSON.stringify([shop.storeId, row.id, row.type, row.at, row.epc]))}`,
      eventTime: new Date(row.at).toISOString(),
      recordTime: new Date(row.emittedAt).toISOString(),
      eventTimeZoneOffset: offsetOf(row.at),
      epcList: [object.uri],
      action: 'OBSERVE',
      bizStep: bizStepOf(row, isStorage),
      ...(disposition === null ? {} : { disposition }),
      ...(row.zone === null ? {} : { readPoint: { id: placeOf(row.zone) } }),
      // Where it is from then on: of an item that left, nobody knows.
      ...(row.type === 'item.exited' ? {} : { bizLocation: { id: place } }),
      'aisle:confidence': row.confidence,
    };
    return { event, isRaw: object.isRaw };
  };
}

/** What shoppers do to goods has no word of its own in the vocabulary: `picking` and `stocking` are work of the staff. */
function bizStepOf({ type, zone, from }: ItemEventRow, isStorage: (zone: string | null) => boolean): string {
  switch (type) {
    case 'item.arrived':
      return 'arriving';
    case 'item.moved':
      if (isStorage(zone) !== isStorage(from)) return isStorage(zone) ? 'storing' : 'stocking';
      return 'other';
    case 'item.sold':
      return 'retail_selling';
    case 'item.returned':
    case 'item.exited':
    case 'exit.suspected':
      return 'entering_exiting';
    case 'item.picked':
    case 'item.put':
    case 'exit.withdrawn':
      return 'other';
  }
}

/** An item at the gate without a receipt is `unknown`, never `stolen`: a receipt may come later, and a gate can err. */
function dispositionOf({ type, zone, wasSold }: ItemEventRow, isStored: boolean): string | null {
  if (wasSold || type === 'item.sold') return 'retail_sold';
  if (type === 'item.exited' || type === 'exit.suspected') return 'unknown';
  if (zone === null) return null;
  return isStored ? 'sellable_not_accessible' : 'sellable_accessible';
}
