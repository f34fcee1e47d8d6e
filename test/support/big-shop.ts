import type { ReaderCatalogue } from '../../gateway/ledger/queries/catalogue.ts';
import { CATALOGUE } from '../ledger/catalogue.ts';

/** A department store on one floor: a door, tills, fitting rooms, aisles, and shelves with planned products. */
const KINDS = ['entrance', 'checkout', 'fitting', 'storage', 'aisle', 'aisle', 'aisle'] as const;
const PRODUCTS_PER_SHELF = 10;

const gtinOf = (n: number): string => {
  const body = `0471${String(n).padStart(9, '0')}`;
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};

/** A shop with that many zones, 8 or more: those that are not named above are shelves. */
export function bigShop(zoneCount: number): ReaderCatalogue {
  const zones = Array.from({ length: zoneCount }, (_, n) => {
    const kind = KINDS[n] ?? 'shelf';
    return { id: kind === 'shelf' ? `shelf-${n - KINDS.length + 1}` : n < 5 ? kind : `aisle-${n - 3}`, kind };
  });
  const products = zones
    .filter(({ kind }) => kind === 'shelf')
    .flatMap(({ id }, shelf) =>
      Array.from({ length: PRODUCTS_PER_SHELF }, (_, n) => {
        const gtin = gtinOf(shelf * PRODUCTS_PER_SHELF + n);
        return { zone: id, section: `${id}-${n % 2}`, sku: `${id}-P${n}`, gtin, name: { en: `Product ${n} of ${id}` } };
      }),
    );
  return {
    // Rules for customers and experiments are those of the small shop, and so is its place.
    ...CATALOGUE,
    zones,
    shelves: zones
      .filter(({ kind }) => kind === 'shelf')
      .map(({ id }) => ({
        id: `rack-${id}`,
        name: { en: `Rack of ${id}` },
        zone: id,
        facings: products.filter(({ zone }) => zone === id).map(({ section, sku }) => ({ section, sku, facings: 6, minimum: 2 })),
      })),
    products: products.map(({ gtin, sku, name }, i) => ({ gtin, sku, name, priceMinor: 100 * (i + 1) })),
    devices: zones.map(({ id }) => ({
      id: `reader-${id}`,
      name: { en: `Reader of ${id}` },
      driver: 'canonical-json',
      zone: id,
      actuator: null,
    })),
    offers: ['second-piece', 'try-it-on', 'welcome-back', 'last-pieces'].map((id, n) => ({
      id,
      name: { en: id },
      on: 'item.picked',
      when: 'true',
      display: 'nearest',
      control: 0.2,
      brand: n === 0 ? 'leaf-and-bean' : null,
      limits: { perVisit: 1, perVisitorDay: 3, perDisplayHour: 60, budgetMinor: n === 0 ? 3_000_000 : null, budgetDayMinor: null },
      cost: { cpmMinor: n === 0 ? 60_000 : 0, cpaMinor: 0 },
    })),
  };
}
