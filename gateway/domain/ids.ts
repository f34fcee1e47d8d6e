/** Branded names: an id of one kind cannot be passed where another is meant. They are plain strings at run time. */
declare const kind: unique symbol;
type Id<Name extends string> = string & { readonly [kind]: Name };

export type StoreId = Id<'StoreId'>;
export type DeviceId = Id<'DeviceId'>;
export type ZoneId = Id<'ZoneId'>;
export type ShelfId = Id<'ShelfId'>;
/** A section of a shelf: the smallest place that a planogram, a scale channel or an antenna speaks of. Unique in the shop. */
export type SectionId = Id<'SectionId'>;
/** The EPC bank of a tag, upper-case hex, whole 16-bit words (8 to 124 hex digits). */
export type Epc = Id<'Epc'>;
/** The chip's own serial number, upper-case hex. */
export type Tid = Id<'Tid'>;
/** Fourteen digits with a valid check digit. */
export type Gtin = Id<'Gtin'>;
export type Sku = Id<'Sku'>;
export type VisitId = Id<'VisitId'>;
/** The pseudonym of a loyalty card (DESIGN: HMAC of the card id, 22 characters). Never a card number. */
export type VisitorId = Id<'VisitorId'>;
export type OfferId = Id<'OfferId'>;
export type BrandId = Id<'BrandId'>;
export type RuleId = Id<'RuleId'>;
export type AlertId = Id<'AlertId'>;
export type SaleId = Id<'SaleId'>;
/** Names one command to a display or actuator; the device's acknowledgement carries it back. */
export type CommandId = Id<'CommandId'>;

/** Brands a string that a border (config schema, driver, database row) has checked. */
export const asId = <T extends Id<string>>(text: string): T => text as T;
