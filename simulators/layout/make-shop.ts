import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createRandom, type Random } from '../random.ts';
import { furnish, gateDisplay, type MadeSection } from './made/furniture.ts';
import { type Facing, itemCodes, makeProducts, serviceCode, spreadItems } from './made/goods.ts';
import { makeDevices } from './made/hardware.ts';
import { corners, makePlan, neighboursOf, type Plan, type ShopKind } from './made/plan.ts';

export interface MakeShopOptions {
  readonly kind: ShopKind;
  /** The same seed gives the same shop: rooms, antennas, goods, cards. */
  readonly seed: number;
  /** Tagged pieces in the shop, 50 or more; the number is met within a few. */
  readonly items: number;
}

/** Files of a shop folder by name. */
export type ShopFiles = Readonly<Record<'store.yaml' | 'products.csv' | 'inventory.csv' | 'members.csv', string>>;

/** Tagged pieces on one section: what a shelf, a rack or a wall of clothes holds. */
const PER_SECTION: Readonly<Record<ShopKind, readonly [number, number]>> = { concept: [60, 75], fashion: [80, 105], grocery: [50, 64] };
/** Share of sections that stand on a scale. */
const SCALED: Readonly<Record<ShopKind, number>> = { concept: 0.35, fashion: 0, grocery: 0.85 };
/** Share of shops with goods on display beside the gate. */
const GATE_DISPLAY = 0.8;
const MEMBERS = 120;
const STAFF = 4;

/** A made-up shop of a kind, complete as a folder: floor, shelves, hardware, goods, members. Throws RangeError below 50 items. */
export function makeShop({ kind, seed, items }: MakeShopOptions): ShopFiles {
  if (!(items >= 50)) throw new RangeError(`a shop has 50 items or more, not ${items}`);
  const random = createRandom(seed, `shop ${kind}`);
  const wanted = Math.max(4, Math.round(items / random.between(...PER_SECTION[kind])));
  const plan = makePlan(kind, random, wanted);
  const display = random.chance(GATE_DISPLAY) ? gateDisplay(plan, random) : null;
  const sections = [...furnish(kind, plan.rooms, wanted, random), ...(display ? [display] : [])];
  const products = makeProducts(kind, random, sections.length);
  const facings = spreadItems(products, items, random);
  const scaled = new Set(sections.filter(({ antenna }) => random.chance(SCALED[kind]) && antenna !== null).map(({ id }) => id));
  const store = {
    version: 1,
    store: { id: `${kind}-${seed}`, name: `${kind} ${seed}`, timezone: 'Asia/Taipei', currency: 'TWD', locale: 'en' },
    plan: { width: plan.width, height: plan.height },
    zones: zones(plan),
    devices: makeDevices(kind, plan, sections, scaled, random),
    shelves: shelves(sections, facings, scaled),
    products: 'products.csv',
    inventory: 'inventory.csv',
    staff: { tags: Array.from({ length: STAFF }, (_, n) => serviceCode(9_000_000_000 + seed * 100 + n)), cards: [] },
    loyalty: { tiers: ['basic', 'silver', 'gold'], members: 'members.csv' },
  };
  return {
    'store.yaml': stringify(store, { flowCollectionPadding: true, lineWidth: 140, aliasDuplicateObjects: false }),
    'products.csv': table(
      'gtin,sku,name,category,price,weight',
      products.flat().map(({ gtin, sku, name, category, price, weight }) => [gtin, sku, name, category, price, weight]),
    ),
    'inventory.csv': table('epc,section', inventory(sections, facings, random)),
    'members.csv': table('card,tier,profiling', members(seed, random)),
  };
}

/** Writes the files of a shop into a folder, which is made when missing. */
export async function writeShop(files: ShopFiles, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

const table = (header: string, rows: readonly (readonly (string | number)[])[]): string =>
  `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;

const zones = ({ rooms }: Plan) =>
  rooms.map((room) => ({ id: room.id, kind: room.kind, polygon: corners(room), neighbours: neighboursOf(room, rooms) }));

function shelves(sections: readonly MadeSection[], facings: readonly (readonly Facing[])[], scaled: ReadonlySet<string>) {
  const numbered = sections.map((section, n) => ({ section, facings: facings[n] ?? [] }));
  return [...Map.groupBy(numbered, ({ section }) => section.room.id)].map(([room, list]) => {
    let channel = 0;
    return {
      id: `shelf-${room}`,
      zone: room,
      sections: list.map(({ section, facings: here }) => ({
        id: section.id,
        at: section.at,
        ...(scaled.has(section.id) ? { scale: { device: `scale-${room}`, channel: String(++channel) } } : {}),
        planogram: here.map(({ product, facings: pieces }) => ({ sku: product.sku, facings: pieces, minimum: Math.ceil(pieces * 0.3) })),
      })),
    };
  });
}

const inventory = (sections: readonly MadeSection[], facings: readonly (readonly Facing[])[], random: Random): string[][] =>
  sections.flatMap(({ id }, n) =>
    (facings[n] ?? []).flatMap(({ product, facings: pieces }) => itemCodes(product, pieces, random).map((epc) => [epc, id])),
  );

/** Most cards have a radio tag that antennas hear here and there; some are only numbers that a till or card reader reads. */
const members = (seed: number, random: Random): string[][] =>
  Array.from({ length: MEMBERS }, (_, n) => {
    const tier = n % 8 === 0 ? 'gold' : n % 4 === 1 ? 'silver' : 'basic';
    const card = n % 5 === 4 ? `M${String(seed * 10_000 + n).padStart(9, '0')}` : serviceCode(2_000_000_000 + seed * 1_000 + n);
    return [card, tier, random.chance(0.75) ? 'yes' : 'no'];
  });
