import type { ShelfView } from '../../../gateway/http/contract.ts';

/** One planned place: a product on a section of a shelf. */
export interface PlannedPlace {
  readonly shelf: ShelfView;
  readonly facing: ShelfView['facings'][number];
}

/** A product on all its places together. */
export interface StockedProduct {
  readonly sku: string;
  readonly name: Readonly<Record<string, string>>;
  readonly shelves: readonly ShelfView[];
  readonly onShelf: number;
  readonly facings: number;
  /** The best of its places: as long as one of them has it, customers can buy it. */
  readonly state: ShelfView['facings'][number]['state'];
}

const BEST_FIRST = ['ok', 'low', 'out', 'unknown'] as const;

export const placesOf = (shelves: readonly ShelfView[]): readonly PlannedPlace[] =>
  shelves.flatMap((shelf) => shelf.facings.map((facing) => ({ shelf, facing })));

export function productsOf(places: readonly PlannedPlace[]): readonly StockedProduct[] {
  return [...Map.groupBy(places, ({ facing }) => facing.sku)].map(([sku, own]) => ({
    sku,
    name: own[0]?.facing.name ?? {},
    shelves: [...new Set(own.map(({ shelf }) => shelf))],
    onShelf: own.reduce((sum, { facing }) => sum + facing.onShelf, 0),
    facings: own.reduce((sum, { facing }) => sum + facing.facings, 0),
    state: BEST_FIRST.find((state) => own.some(({ facing }) => facing.state === state)) ?? 'unknown',
  }));
}

/** Metric `osa_sku`: products with a piece on their shelf, of those of which something is known. Null without any. */
export function availableNow(products: readonly StockedProduct[]): number | null {
  const known = products.filter(({ state }) => state !== 'unknown');
  return known.length === 0 ? null : known.filter(({ state }) => state !== 'out').length / known.length;
}

/** Metric `planogram_compliance`: facings filled with what belongs there, of those planned. Null where nothing is known. */
export function asPlanned(places: readonly PlannedPlace[]): number | null {
  const known = places.filter(({ facing }) => facing.state !== 'unknown');
  const planned = known.reduce((sum, { facing }) => sum + facing.facings, 0);
  const filled = known.reduce((sum, { facing }) => sum + Math.min(facing.onShelf, facing.facings), 0);
  return planned === 0 ? null : filled / planned;
}

/** The longest first: who has missed it for the longest time has waited the longest. */
export const inState = (places: readonly PlannedPlace[], state: 'out' | 'low'): readonly PlannedPlace[] =>
  places.filter(({ facing }) => facing.state === state).toSorted((a, b) => (a.facing.since ?? 0) - (b.facing.since ?? 0));

/** Places that differ from the planogram, the emptiest first. */
export const unlikePlanned = (places: readonly PlannedPlace[]): readonly PlannedPlace[] =>
  places
    .filter(({ facing }) => facing.state !== 'unknown' && (facing.onShelf !== facing.facings || facing.misplaced > 0))
    .toSorted((a, b) => a.facing.onShelf - a.facing.facings - (b.facing.onShelf - b.facing.facings));
