import { withCheckDigit } from '../../devices/kit/epc/check-digit.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import type { Random } from '../random.ts';
import type { Tag } from './people.ts';
import { createTag } from './stock.ts';

/** Company prefixes of makers whose garments people wear: none of the shop's. */
const MAKERS = ['0614141', '8412345', '4006381', '3607349', '0196015'];

/** One to three tags of other shops: most with a product code of their maker, some as the tag's maker left them. */
export function foreignTags(random: Random): Tag[] {
  return Array.from({ length: random.int(1, 3) }, () => {
    if (random.chance(0.2)) return createTag(`E280${hex(random, 20)}`);
    const gtin14 = withCheckDigit(`0${random.pick(MAKERS)}${String(random.int(1, 99_999)).padStart(5, '0')}`);
    return createTag(encodeSgtin96({ gtin14, serial: random.int(1, 2_000_000_000), prefixDigits: 7 }));
  });
}

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => random.int(0, 15).toString(16).toUpperCase()).join('');
