import type { Happening } from '../shop/happening.ts';
import type { World } from '../shop/world.ts';
import type { FootfallLine, ShelfLine } from './lines.ts';

export interface ShopLog {
  hear(happening: Happening): void;
  readonly shelves: readonly ShelfLine[];
  readonly footfall: readonly FootfallLine[];
  readonly revenueMinor: number;
}

/** The shelves' and the door's own story: a line for each change, and one for each facing at the start. */
export function createShopLog(world: World): ShopLog {
  const shelves: ShelfLine[] = [];
  const footfall: FootfallLine[] = [];
  let occupancy = 0;
  let revenueMinor = 0;
  const tellShelf = (section: string, sku: string, at: number): void => {
    const lying = world.stock.lying(section).filter((item) => item.sku === sku);
    const misplaced = lying.filter((item) => item.home !== section).length;
    const onShelf = lying.length - misplaced;
    shelves.push({ at, emittedAt: at, shelf: world.stock.sectionOf(section).shelf, section, sku, onShelf, misplaced });
  };
  for (const section of world.layout.sections.values()) {
    for (const { sku } of section.planogram) tellShelf(section.id, sku, world.now);
  }
  return {
    shelves,
    footfall,
    get revenueMinor() {
      return revenueMinor;
    },
    hear(happening) {
      const { type, at } = happening;
      if ((type === 'picked' || type === 'put' || type === 'arrived') && happening.section !== null) {
        tellShelf(happening.section, happening.item.sku, at);
      }
      if (type === 'sold') revenueMinor += happening.receipt.items.reduce((sum, item) => sum + item.price, 0);
      if (type !== 'crossed') return;
      const inward = happening.direction === 'in';
      occupancy += inward ? 1 : -1;
      footfall.push({ type: 'count', at, emittedAt: at, zone: happening.zone, in: inward ? 1 : 0, out: inward ? 0 : 1 });
      footfall.push({ type: 'occupancy', at, emittedAt: at, zone: null, people: occupancy });
    },
  };
}
