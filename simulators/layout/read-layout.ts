import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { parseCsv } from './csv.ts';
import { placeDoors } from './doors.ts';
import type { Layout, ProductPlace } from './layout.ts';
import { placeAntennas, placeDevices, placeSections, placeZones } from './places.ts';
import { storeFile } from './store-file.ts';

/**
 * The layout of a shop folder or its store.yaml. Throws an Error that names the file and what is missing: a simulation
 * without zones, sections or goods would be an empty one.
 */
export function readLayout(path: string): Layout {
  const file = statSync(path).isDirectory() ? join(path, 'store.yaml') : resolve(path);
  const parsed = storeFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} cannot be simulated:\n${z.prettifyError(parsed.error)}`);
  const store = parsed.data;
  const table = (name: string) => parseCsv(readFileSync(join(dirname(file), name), 'utf8'));
  const zones = placeZones(store);
  const products = readProducts([store.products ?? []].flat().flatMap(table));
  const skuOf = skuByEpc(products.values());
  const items = (store.inventory ? table(store.inventory) : []).flatMap((row) => {
    const epc = (row.epc ?? '').toUpperCase();
    const sku = skuOf(epc);
    return sku && row.section ? [{ epc, sku, section: row.section }] : [];
  });
  const sections = placeSections(store, zones);
  if (zones.size === 0 || sections.size === 0) throw new Error(`${file} names no zones or no shelf sections: nothing to simulate`);
  const antennas = placeAntennas(store, zones, sections);
  return {
    store: store.store.id,
    currency: store.store.currency,
    width: store.plan.width,
    height: store.plan.height,
    zones,
    sections,
    antennas,
    devices: placeDevices(store),
    products,
    items: items.filter((item) => sections.has(item.section)),
    members: (store.loyalty.members ? table(store.loyalty.members) : []).map((row) => ({
      card: (row.card ?? '').toUpperCase(),
      tier: row.tier ?? 'basic',
    })),
    staffTags: store.staff.tags.map((tag) => tag.toUpperCase()),
    doors: placeDoors(store, zones, antennas),
  };
}

function readProducts(rows: readonly Record<string, string>[]): Map<string, ProductPlace> {
  return new Map(
    rows.map((row) => [
      row.sku ?? '',
      {
        gtin: (row.gtin ?? '').padStart(14, '0'),
        sku: row.sku ?? '',
        category: row.category ?? '',
        price: Number(row.price ?? 0),
        weight: Number(row.weight || 200),
      },
    ]),
  );
}

/** An SGTIN-96 without header, filter and serial: what all items of one product have in common. */
const productPart = (epc: string): bigint => (BigInt(`0x${epc}`) >> 38n) & 0x7fff_ffff_ffffn;

/** Finds the product of an EPC by comparing with the codes that each GTIN can have, one per length of the company prefix. */
function skuByEpc(products: Iterable<ProductPlace>): (epc: string) => string | null {
  const known = new Map<bigint, string>();
  for (const { gtin, sku } of products) {
    for (let prefixDigits = 6; prefixDigits <= 12; prefixDigits++) {
      known.set(productPart(encodeSgtin96({ gtin14: gtin, serial: 1, prefixDigits })), sku);
    }
  }
  return (epc) => (/^30[0-9A-F]{22}$/.test(epc) ? (known.get(productPart(epc)) ?? null) : null);
}
