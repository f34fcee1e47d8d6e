import { distance } from '../layout/geometry.ts';
import type { ShelfLine } from '../truth/lines.ts';
import type { Goods, Item } from './goods.ts';

export interface Shelves {
  /** An item changed its zone; null is outside or unknown. */
  place(item: Item, from: string | null, to: string | null, at: number): void;
  start(at: number): void;
  readonly lines: readonly ShelfLine[];
}

interface Facing {
  onShelf: number;
  misplaced: number;
}

/** Stock by counting what the locator has in the home zone. A stranger in another shelf zone lies in the middle section of it. */
export function createShelves({ layout, items }: Goods): Shelves {
  const lines: ShelfLine[] = [];
  const facings = new Map<string, Facing>();
  const middleSections = new Map<string, string>();
  for (const { id, middle } of layout.zones.values()) {
    const own = [...layout.sections.values()].filter((section) => section.zone === id);
    const [nearest] = own.toSorted((a, b) => distance(a.at, middle) - distance(b.at, middle));
    if (nearest) middleSections.set(id, nearest.id);
  }
  const change = (section: string, sku: string, delta: Facing, at: number): void => {
    const key = `${section} ${sku}`;
    const facing = facings.get(key) ?? { onShelf: 0, misplaced: 0 };
    facings.set(key, facing);
    facing.onShelf += delta.onShelf;
    facing.misplaced += delta.misplaced;
    lines.push({ at, emittedAt: at, shelf: layout.sections.get(section)?.shelf ?? '', section, sku, ...facing });
  };
  const count = (item: Item, zone: string | null, step: 1 | -1, at: number): void => {
    if (zone === null) return;
    if (item.section !== null && zone === item.home) change(item.section, item.sku, { onShelf: step, misplaced: 0 }, at);
    else {
      const section = middleSections.get(zone);
      if (section !== undefined) change(section, item.sku, { onShelf: 0, misplaced: step }, at);
    }
  };
  return {
    lines,
    start(at) {
      for (const item of items.values()) count(item, item.home, 1, at);
    },
    place(item, from, to, at) {
      count(item, from, -1, at);
      count(item, to, 1, at);
    },
  };
}
