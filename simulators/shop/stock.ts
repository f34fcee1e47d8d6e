import type { Point } from '../layout/geometry.ts';
import type { Layout, SectionPlace } from '../layout/layout.ts';
import { hashText, type Random } from '../random.ts';
import type { Item, Person, Tag } from './people.ts';

/** The goods of the shop: which exist, and what lies where. */
export interface Stock {
  /** All items that ever were in the shop. */
  readonly items: readonly Item[];
  sectionOf(id: string): SectionPlace;
  /** Items lying in a section, in the order in which they were put. */
  lying(section: string): readonly Item[];
  /** Into somebody's hands. */
  lift(item: Item, person: Person): void;
  /** From its holder's hands into another's. */
  handOver(item: Item, to: Person): void;
  /** Out of the hands of its holder, into a section or down at a point. */
  lay(item: Item, section: string | null, at: Point): void;
  /** A new tagged item of a product, in somebody's hands; null for a product that the stock count does not know. */
  bringNew(person: Person, sku: string, home: string): Item | null;
}

export const createTag = (epc: string): Tag => ({ epc, number: hashText(epc), placing: 0 });

/** First serial of goods that come later: far from those of the stock count. */
const NEW_SERIALS = 0x3f_0000_0000n;

/** Lays out the stock count. `places` decides where in a section each thing lies. */
export function createStock(layout: Layout, places: Random): Stock {
  const bySection = new Map<string, Item[]>([...layout.sections.keys()].map((id) => [id, []]));
  const items: Item[] = [];
  const sectionOf = (id: string): SectionPlace => {
    const section = layout.sections.get(id);
    if (!section) throw new Error(`no section ${id}`);
    return section;
  };
  const add = (epc: string, sku: string, home: string): Item | null => {
    const product = layout.products.get(sku);
    if (!product) return null;
    const { gtin, weight, price } = product;
    const item: Item = { ...createTag(epc), sku, gtin, home, weight, price, section: null, at: null, holder: null, sold: false };
    items.push(item);
    return item;
  };
  const lieIn = (item: Item, section: string): void => {
    const { at } = sectionOf(section);
    item.section = section;
    item.at = [at[0] + places.between(-0.55, 0.55), at[1] + places.between(-0.15, 0.15)];
    bySection.get(section)?.push(item);
  };
  for (const { epc, sku, section } of layout.items) {
    const item = add(epc, sku, section);
    if (item) lieIn(item, section);
  }
  let serials = NEW_SERIALS;
  return {
    items,
    sectionOf,
    lying: (section) => bySection.get(section) ?? [],
    lift(item, person) {
      const list = item.section === null ? undefined : bySection.get(item.section);
      list?.splice(list.indexOf(item), 1);
      item.section = null;
      item.at = null;
      item.holder = person;
      person.held.push(item);
    },
    handOver(item, to) {
      const held = item.holder?.held;
      held?.splice(held.indexOf(item), 1);
      item.holder = to;
      to.held.push(item);
    },
    lay(item, section, at) {
      const held = item.holder?.held;
      held?.splice(held.indexOf(item), 1);
      item.holder = null;
      item.placing++;
      if (section === null) item.at = at;
      else lieIn(item, section);
    },
    bringNew(person, sku, home) {
      const like = layout.items.find((item) => item.sku === sku);
      if (!like) return null;
      const epc = ((BigInt(`0x${like.epc}`) >> 38n) << 38n) | (++serials & 0x3f_ffff_ffffn);
      const item = add(epc.toString(16).toUpperCase().padStart(24, '0'), sku, home);
      if (item) {
        item.holder = person;
        person.held.push(item);
      }
      return item;
    },
  };
}
