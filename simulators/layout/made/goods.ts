import { withCheckDigit } from '../../../devices/kit/epc/check-digit.ts';
import { encodeGsrn96, encodeSgtin96 } from '../../../devices/kit/epc/encode.ts';
import type { Random } from '../../random.ts';
import type { ShopKind } from './plan.ts';

export interface MadeProduct {
  readonly gtin: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  /** Minor units. */
  readonly price: number;
  /** Grams. */
  readonly weight: number;
  /** Digits of its maker's company prefix; the EPC cannot be written without it. */
  readonly prefixDigits: number;
}

export interface Facing {
  readonly product: MadeProduct;
  readonly facings: number;
}

/** Words, grams from and to, and price in whole dollars from and to. */
type Department = readonly [category: string, words: readonly string[], grams: readonly [number, number], price: readonly [number, number]];

const DEPARTMENTS: Readonly<Record<ShopKind, readonly Department[]>> = {
  concept: [
    ['coffee', ['beans', 'drip bags', 'dripper', 'mug'], [120, 650], [250, 900]],
    ['tea', ['oolong', 'black tea', 'jasmine', 'tea pot'], [60, 700], [200, 1500]],
    ['gifts', ['pineapple cake', 'nougat', 'candle', 'soap'], [90, 620], [120, 800]],
    ['paper', ['notebook', 'postcards', 'pen', 'tape'], [12, 380], [60, 450]],
    ['apparel', ['tee', 'shirt', 'chinos', 'rain coat'], [140, 900], [490, 2900]],
    ['accessories', ['tote', 'scarf', 'socks', 'wallet'], [40, 420], [150, 1800]],
  ],
  fashion: [
    ['tops', ['tee', 'shirt', 'blouse', 'polo'], [130, 320], [390, 1690]],
    ['knitwear', ['cardigan', 'sweater', 'vest'], [220, 620], [890, 2590]],
    ['bottoms', ['jeans', 'chinos', 'skirt', 'shorts'], [250, 780], [790, 2290]],
    ['outerwear', ['coat', 'parka', 'blazer'], [600, 1600], [1990, 6900]],
    ['dresses', ['dress', 'jumpsuit'], [220, 560], [990, 3290]],
    ['shoes', ['sneakers', 'sandals', 'boots'], [450, 1300], [1290, 4590]],
    ['underwear', ['socks', 'briefs', 'camisole'], [25, 130], [90, 590]],
  ],
  grocery: [
    ['drinks', ['water', 'juice', 'soy milk', 'beer'], [260, 1560], [20, 120]],
    ['snacks', ['crisps', 'biscuits', 'chocolate', 'nuts'], [45, 420], [25, 180]],
    ['canned', ['tuna', 'corn', 'beans', 'soup'], [150, 480], [30, 120]],
    ['noodles', ['ramen', 'rice noodles', 'pasta'], [85, 1050], [25, 160]],
    ['sauces', ['soy sauce', 'vinegar', 'chilli', 'oil'], [180, 1250], [45, 320]],
    ['care', ['shampoo', 'soap', 'toothpaste'], [95, 980], [49, 399]],
    ['household', ['detergent', 'sponge', 'tissue'], [30, 2100], [35, 350]],
    ['spirits', ['whisky', 'gin', 'plum wine'], [620, 1450], [390, 2900]],
  ],
};

/** Made-up company prefixes in the range that GS1 gives to Taiwan, of several lengths. */
const PREFIXES = ['4719901', '47199021', '471990301', '4719904', '47199051', '4719906'];

/** What a shop sells, department by department: as many products as sections times products per section. */
export function makeProducts(kind: ShopKind, random: Random, sections: number): MadeProduct[][] {
  const departments = DEPARTMENTS[kind];
  const brands = PREFIXES.slice(0, kind === 'fashion' ? 2 : kind === 'concept' ? 4 : 6);
  let reference = 0;
  return Array.from({ length: sections }, (_, index) => {
    const department = departments[Math.floor((index * departments.length) / sections)];
    if (!department) throw new Error('a shop has departments');
    const [category, words, grams, price] = department;
    return Array.from({ length: kind === 'grocery' ? random.int(3, 7) : random.int(3, 6) }, () => {
      const prefix = random.pick(brands);
      const number = ++reference;
      return {
        gtin: withCheckDigit(`0${prefix}${String(number).padStart(12 - prefix.length, '0')}`),
        sku: `${category.slice(0, 2).toUpperCase()}-${String(number).padStart(4, '0')}`,
        name: `${random.pick(words)} ${number}`,
        category,
        price: random.int(...price) * 100,
        weight: Math.round(random.between(...grams)),
        prefixDigits: prefix.length,
      };
    });
  });
}

/** Spreads `items` pieces over the sections' products; every product gets at least one. */
export function spreadItems(products: readonly (readonly MadeProduct[])[], items: number, random: Random): Facing[][] {
  const weights = products.map((list) => list.map(() => random.between(0.6, 1.6)));
  const total = weights.flat().reduce((sum, weight) => sum + weight, 0);
  let owed = 0;
  return products.map((list, n) =>
    list.map((product, m) => {
      owed += ((weights[n]?.[m] ?? 1) * items) / total;
      const facings = Math.max(1, Math.round(owed));
      owed -= facings;
      return { product, facings };
    }),
  );
}

/** EPCs of the pieces of one product; serials rise by small steps, as a maker's do. */
export function itemCodes({ gtin, prefixDigits }: MadeProduct, pieces: number, random: Random): string[] {
  let serial = random.int(100_000, 900_000);
  return Array.from({ length: pieces }, () => {
    serial += random.int(1, 40);
    return encodeSgtin96({ gtin14: gtin, serial, prefixDigits });
  });
}

/** A loyalty card with a radio tag, or a staff badge. */
export const serviceCode = (reference: number): string =>
  encodeGsrn96({ gsrn18: withCheckDigit(`4719901${String(reference).padStart(10, '0')}`) });
