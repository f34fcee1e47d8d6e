import type { Epc, Gtin } from '../../../gateway/domain/ids.ts';
import type { ItemIdentity } from '../../../gateway/domain/shop.ts';
import { decodeEpc } from './decode-epc.ts';
import { isFactoryEpc } from './factory-epc.ts';

const FACTORY: ItemIdentity = { kind: 'factory', gtin: null };
const OTHER: ItemIdentity = { kind: 'other', gtin: null };

/**
 * What a tag is to the shop: a serialised trade item with its GTIN, a tag without an identity, or something else (a card,
 * a box, a foreign code). Asked for every tag heard, so the common SGTIN-96 is read by plain arithmetic.
 */
export function identifyEpc(epc: Epc): ItemIdentity {
  if (isFactoryEpc(epc)) return FACTORY;
  if (epc.length === 24 && epc.startsWith('30')) {
    const gtin = gtinOfSgtin96(epc);
    return gtin === null ? OTHER : { kind: 'gs1', gtin };
  }
  if (!TRADE_ITEM_HEADERS.has(epc.slice(0, 2))) return OTHER;
  const { gtin14 } = decodeEpc(epc);
  return gtin14 === null ? OTHER : { kind: 'gs1', gtin: gtin14 as Gtin };
}

const TRADE_ITEM_HEADERS: ReadonlySet<string> = new Set(['30', '36', 'F7', 'FB', 'FC', 'FD']);
const ITEM_BITS = [4, 7, 10, 14, 17, 20, 24] as const;
const POWERS_OF_TEN = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12] as const;

/** Company prefix and item reference are the 44 bits from bit 14 on: they fit a double exactly. @see TDS 14.6.1.1 */
function gtinOfSgtin96(epc: string): Gtin | null {
  const high = Number.parseInt(epc.slice(0, 8), 16);
  const low = Number.parseInt(epc.slice(8, 16), 16);
  const partition = (high >>> 18) & 7;
  const itemBits = ITEM_BITS[partition];
  const prefixLimit = POWERS_OF_TEN[12 - partition];
  const scale = POWERS_OF_TEN[partition];
  if (itemBits === undefined || prefixLimit === undefined || scale === undefined) return null;
  const field = (high & 0x3ffff) * 0x4000000 + (low >>> 6);
  const item = field % 2 ** itemBits;
  const prefix = (field - item) / 2 ** itemBits;
  if (!(prefix < prefixLimit && item < scale * 10)) return null;
  const body = Math.floor(item / scale) * 1e12 + prefix * scale + (item % scale);
  return String(body * 10 + checkDigitOf(body)).padStart(14, '0') as Gtin;
}

function checkDigitOf(body: number): number {
  let sum = 0;
  let rest = body;
  for (let weight = 3; rest > 0; weight = 4 - weight) {
    const next = Math.floor(rest / 10);
    sum += (rest - next * 10) * weight;
    rest = next;
  }
  return (10 - (sum % 10)) % 10;
}
