import type { ValueRules } from '../../domain/customers/lifetime-value.ts';
import type { RfmBreaks } from '../../domain/customers/rfm.ts';
import type { StageRules } from '../../domain/loyalty/lifecycle.ts';
import type { ShelfView } from '../../http/contract.ts';
import type { ActuatorView } from '../../http/contract-actuator.ts';

type Texts = Readonly<Record<string, string>>;

/** What the reader needs to know of the shop beside the ledger; any richer description of the shop fits. */
export interface ReaderCatalogue {
  /** IANA name: "today" is the shop's day. */
  readonly timezone: string;
  readonly locale: string;
  readonly zones: readonly { readonly id: string; readonly kind: string }[];
  readonly shelves: readonly {
    readonly id: string;
    readonly name: Texts;
    readonly zone: string;
    readonly facings: readonly { readonly section: string; readonly sku: string; readonly facings: number; readonly minimum: number }[];
  }[];
  /** Prices in minor units. */
  readonly products: readonly { readonly gtin: string; readonly sku: string; readonly name: Texts; readonly priceMinor: number }[];
  readonly devices: readonly {
    readonly id: string;
    readonly name: Texts;
    readonly driver: string;
    readonly zone: string | null;
    /** What kind of actuator it is; null when it is none. */
    readonly actuator: ActuatorView['kind'] | null;
  }[];
  readonly experiments: { readonly worthKnowing: number };
  /** `rfm`: the shop's own breaks; null: fifths. */
  readonly customers: { readonly stages: StageRules; readonly rfm: RfmBreaks | null; readonly value: ValueRules };
  readonly offers: readonly {
    readonly id: string;
    readonly name: Texts;
    readonly on: string;
    readonly when: string;
    readonly display: string;
    readonly control: number;
    /** Who pays for it; null: the shop. */
    readonly brand: string | null;
    /** How often it may be made, and what it may cost altogether and on one day; null: no bound. */
    readonly limits: {
      readonly perVisit: number;
      readonly perVisitorDay: number;
      readonly perDisplayHour: number;
      readonly budgetMinor: number | null;
      readonly budgetDayMinor: number | null;
    };
    /** Of a thousand showings, and of one purchase. */
    readonly cost: { readonly cpmMinor: number; readonly cpaMinor: number };
  }[];
}

/** The product's part of a view. */
export type ProductName = Pick<ShelfView['facings'][number], 'sku' | 'gtin' | 'name'>;

/** Only what the reader needs, as plain data: what crosses to the worker. */
export const forReader = ({
  timezone,
  locale,
  zones,
  shelves,
  products,
  devices,
  experiments,
  customers,
  offers,
}: ReaderCatalogue): ReaderCatalogue => ({
  timezone,
  locale,
  zones: zones.map(({ id, kind }) => ({ id, kind })),
  shelves,
  products: products.map(({ gtin, sku, name, priceMinor }) => ({ gtin, sku, name, priceMinor })),
  devices,
  experiments,
  customers,
  offers,
});

/** Products by their two keys. An SKU that no product has is called by itself. */
export function createProducts(catalogue: ReaderCatalogue) {
  const byGtin = new Map(catalogue.products.map((product) => [product.gtin, product]));
  const bySku = new Map(catalogue.products.map((product) => [product.sku, product]));
  return {
    ofGtin: (gtin: string | null) => (gtin === null ? undefined : byGtin.get(gtin)),
    ofSku(sku: string): ProductName {
      const product = bySku.get(sku);
      return { sku, gtin: product?.gtin ?? null, name: { ...(product?.name ?? { [catalogue.locale]: sku }) } };
    },
  };
}
