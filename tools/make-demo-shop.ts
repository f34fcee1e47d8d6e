/**
 * Writes the demo shop's inventory.csv and members.csv from its planogram: `node tools/make-demo-shop.ts`.
 * Run it after a change of products.csv or of the planogram. Seeded, so the same shop gives the same files.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const folder = new URL('../simulators/shops/demo/', import.meta.url);
/** A made-up company prefix in the range that GS1 gives to Taiwan; seven digits, so partition 5 of the Tag Data Standard. */
const PREFIX = '4719987';
const PARTITION = 5n;
const PREFIX_BITS = 24n;

interface Planogram {
  readonly shelves: readonly { readonly sections: readonly { readonly id: string; readonly planogram: readonly Facing[] }[] }[];
}
interface Facing {
  readonly sku: string;
  readonly facings: number;
}

/** Mulberry32: small, seeded, good enough for made-up numbers. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const hex96 = (bits: bigint): string => bits.toString(16).toUpperCase().padStart(24, '0');

/** SGTIN-96: header 30, filter 1 (point of sale), partition, prefix, indicator and item reference (20 bits), serial (38 bits). */
function sgtin96(gtin14: string, serial: bigint): string {
  const reference = BigInt(`${gtin14[0]}${gtin14.slice(1 + PREFIX.length, 13)}`);
  let bits = (0x30n << 6n) | (1n << 3n) | PARTITION;
  bits = (bits << PREFIX_BITS) | BigInt(PREFIX);
  bits = (bits << 20n) | reference;
  return hex96((bits << 38n) | serial);
}

/** GSRN-96: header 2D, filter 0, partition, prefix, service reference (34 bits), 24 bits of zero. */
function gsrn96(reference: bigint): string {
  let bits = (0x2dn << 6n) | PARTITION;
  bits = (bits << PREFIX_BITS) | BigInt(PREFIX);
  return hex96(((bits << 34n) | reference) << 24n);
}

function inventory(shop: Planogram, gtinOf: ReadonlyMap<string, string>): string {
  const random = randomFrom(20_261_123);
  const rows = ['epc,section'];
  for (const section of shop.shelves.flatMap((shelf) => shelf.sections)) {
    for (const { sku, facings } of section.planogram) {
      const gtin = gtinOf.get(sku);
      if (!gtin) throw new Error(`products.csv lacks ${sku}`);
      let serial = BigInt(100_000 + Math.floor(random() * 800_000));
      for (let n = 0; n < facings; n++) {
        rows.push(`${sgtin96(gtin, serial)},${section.id}`);
        serial += BigInt(1 + Math.floor(random() * 40));
      }
    }
  }
  return `${rows.join('\n')}\n`;
}

function members(): string {
  const random = randomFrom(4_719_987);
  const rows = ['card,tier,profiling,analytics'];
  for (let n = 0; n < 40; n++) {
    const tier = n % 8 === 0 ? 'gold' : n % 4 === 1 ? 'silver' : 'basic';
    const card = gsrn96(BigInt(2_026_000_000 + n * 1_000 + Math.floor(random() * 1_000)));
    const agrees = random() < 0.75 ? 'yes' : 'no';
    rows.push(`${card},${tier},${agrees},${agrees}`);
  }
  return `${rows.join('\n')}\n`;
}

const shop = parse(readFileSync(new URL('store.yaml', folder), 'utf8')) as Planogram;
const products = readFileSync(new URL('products.csv', folder), 'utf8').trim().split('\n').slice(1);
const gtinOf = new Map(products.map((line) => line.split(',', 2)).map(([gtin = '', sku = '']) => [sku, gtin.padStart(14, '0')]));
writeFileSync(new URL('inventory.csv', folder), inventory(shop, gtinOf));
writeFileSync(new URL('members.csv', folder), members());
