type Texts = Readonly<Record<string, string>>;

/** The part of the shop's catalogue that has names. */
export interface NamedShop {
  /** IANA name: times are told in it. */
  readonly timezone: string;
  readonly zones: readonly { readonly id: string; readonly name: Texts; readonly kind: string }[];
  readonly shelves: readonly { readonly name: Texts; readonly facings: readonly { readonly section: string }[] }[];
  readonly products: readonly { readonly gtin: string; readonly name: Texts }[];
  readonly devices: readonly { readonly id: string; readonly name: Texts }[];
  readonly offers: readonly { readonly id: string; readonly name: Texts }[];
}

export type NameKind = 'zone' | 'section' | 'product' | 'device' | 'offer';

/** Names of everything in the shop, found by id in one look. */
export interface ShopNames {
  readonly timezone: string;
  /** All that it is called, by language; undefined for what the shop does not know. */
  of(kind: NameKind, id: string): Texts | undefined;
  /** True for a zone in which goods are tried on. */
  isFitting(zone: string): boolean;
}

/** Reads the catalogue once. A section is called by its shelf, which people see. */
export function createShopNames(shop: NamedShop): ShopNames {
  const byId = (list: readonly { readonly id: string; readonly name: Texts }[]) => new Map(list.map(({ id, name }) => [id, name]));
  const names: Readonly<Record<NameKind, ReadonlyMap<string, Texts>>> = {
    zone: byId(shop.zones),
    section: new Map(shop.shelves.flatMap(({ name, facings }) => facings.map(({ section }) => [section, name] as const))),
    product: new Map(shop.products.map(({ gtin, name }) => [gtin, name])),
    device: byId(shop.devices),
    offer: byId(shop.offers),
  };
  const fitting = new Set(shop.zones.filter(({ kind }) => kind === 'fitting').map(({ id }) => id));
  return {
    timezone: shop.timezone,
    of: (kind, id) => names[kind].get(id),
    isFitting: (zone) => fitting.has(zone),
  };
}
