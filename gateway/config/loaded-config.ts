import type { Consent } from '../domain/loyalty/settings.ts';
import type { Override } from './overrides.ts';
import type { Picture } from './pictures.ts';
import type { Config } from './schema.ts';

/** One line of the products CSV, checked: a valid GTIN-14, the price in minor units, weight in grams where it is known. */
export interface ProductRow {
  readonly gtin: string;
  readonly sku: string;
  readonly name: Readonly<Record<string, string>>;
  readonly category: string;
  readonly priceMinor: number;
  readonly weightG: number | null;
}

/** One line of the stock count: an EPC in upper-case hex and the section it belongs to. */
export interface InventoryRow {
  readonly epc: string;
  readonly section: string;
}

/** One line of the members CSV. The card is in clear: it is made a pseudonym by `compileShop` and kept nowhere else. */
export interface MemberRow {
  readonly card: string;
  readonly tier: string;
  readonly consent: Consent;
}

/** Where a value came from: `default`, `file:line`, `env NAME` or `flag`. */
export type Origin = string;

/** store.yaml with everything it names, read, checked and frozen. */
export interface LoadedConfig {
  readonly config: Config;
  /** By device: `settings` as its driver understands them, defaults filled in. */
  readonly settings: ReadonlyMap<string, unknown>;
  /** Dotted path (`zones.0.id`, `http.port`) of every single value, with its origin. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What environment and flags put over the file. */
  readonly overrides: readonly Override[];
  /** The file as it was named; null when the shop is made of defaults, environment and flags alone. */
  readonly file: string | null;
  /** Absolute folder against which paths in the file are meant. */
  readonly folder: string;
  readonly products: readonly ProductRow[];
  readonly inventory: readonly InventoryRow[];
  readonly members: readonly MemberRow[];
  /** Pictures for displays, by the name that store.yaml gives them. */
  readonly pictures: ReadonlyMap<string, Picture>;
}
