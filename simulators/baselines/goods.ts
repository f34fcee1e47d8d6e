import { identifyEpc } from '../../devices/kit/epc/identify-epc.ts';
import type { Epc } from '../../gateway/domain/ids.ts';
import type { AntennaPlace, Layout } from '../layout/layout.ts';

/** A tagged piece as a rival knows it. */
export interface Item {
  readonly epc: string;
  readonly sku: string;
  readonly gtin: string;
  /** Where the last stock count has it; null for what came later. */
  readonly section: string | null;
  readonly home: string | null;
}

/** What a rival knows of the shop before the first reading: the layout and the stock count. */
export interface Goods {
  readonly layout: Layout;
  /** All items known so far. */
  readonly items: ReadonlyMap<string, Item>;
  /** The item of a tag, also of one that came after the count; null for cards, badges and foreign goods. */
  itemOf(epc: string): Item | null;
  antennaOf(device: string, port: number): AntennaPlace | null;
}

export function createGoods(layout: Layout): Goods {
  const items = new Map<string, Item>();
  const skuOf = new Map([...layout.products.values()].map(({ gtin, sku }) => [gtin, sku]));
  for (const { epc, sku, section } of layout.items) {
    const home = layout.sections.get(section)?.zone ?? null;
    items.set(epc, { epc, sku, gtin: layout.products.get(sku)?.gtin ?? '', section, home });
  }
  const strangers = new Set<string>();
  const antennas = new Map(layout.antennas.map((antenna) => [`${antenna.device} ${antenna.port}`, antenna]));
  /** A reader that names no port still says where, when it has only one. */
  const only = new Map(
    [...Map.groupBy(layout.antennas, ({ device }) => device)].map(([device, list]) => [device, list.length === 1 ? list[0] : undefined]),
  );
  return {
    layout,
    items,
    itemOf(epc) {
      const known = items.get(epc);
      if (known !== undefined || strangers.has(epc)) return known ?? null;
      const { gtin } = identifyEpc(epc as Epc);
      const sku = gtin === null ? undefined : skuOf.get(gtin);
      if (gtin === null || sku === undefined) {
        strangers.add(epc);
        return null;
      }
      const item = { epc, sku, gtin, section: null, home: null };
      items.set(epc, item);
      return item;
    },
    antennaOf: (device, port) => antennas.get(`${device} ${port}`) ?? only.get(device) ?? null,
  };
}
