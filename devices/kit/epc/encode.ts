import type { Epc } from '../../../gateway/domain/ids.ts';
import { packBits } from './bits.ts';
import { hasValidCheckDigit } from './check-digit.ts';
import { ITEM, type Partition, PREFIX_BITS, SERIAL_REFERENCE } from './partitions.ts';

export interface Sgtin96 {
  /** Fourteen digits with a valid check digit. */
  readonly gtin14: string;
  /** 1 .. 2^38 - 1; 0 is allowed but is taken for a tag that was never encoded. */
  readonly serial: number | bigint;
  /** 1 = point of sale item (default), 2 = full case, 0 = all others. */
  readonly filter?: number;
  /** Digits of the GS1 company prefix, 6..12; default 7. The code cannot be written without it, and the GTIN does not tell. */
  readonly prefixDigits?: number;
}

export interface Gsrn96 {
  /** Eighteen digits with a valid check digit. */
  readonly gsrn18: string;
  readonly filter?: number;
  /** Digits of the GS1 company prefix, 6..12; default 7. */
  readonly prefixDigits?: number;
}

/** The EPC of a serialised trade item. Throws RangeError on values that no such code can hold. @see TDS 14.6.1.1 */
export function encodeSgtin96({ gtin14, serial, filter = 1, prefixDigits = 7 }: Sgtin96): Epc {
  if (gtin14.length !== 14 || !hasValidCheckDigit(gtin14)) throw new RangeError(`not a GTIN-14: ${gtin14}`);
  const prefix = gtin14.slice(1, 1 + prefixDigits);
  const item = `${gtin14.slice(0, 1)}${gtin14.slice(1 + prefixDigits, 13)}`;
  return partitioned({ header: 0x30, filter, prefix, reference: item, table: ITEM, tail: [serial, 38] });
}

export interface Sgtin198 extends Omit<Sgtin96, 'serial'> {
  /** 1 to 20 characters that GS1 keys may hold. */
  readonly serial: string;
}

const SERIAL_CHARACTERS = 20;
const GS1_SERIAL = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/**
 * The EPC of a serialised trade item whose serial is no plain number: letters, leading zeros, or too large for 38 bits.
 * Thirteen words, the last ten bits zero. Throws RangeError as above. @see TDS 14.6.1.2
 */
export function encodeSgtin198({ gtin14, serial, filter = 1, prefixDigits = 7 }: Sgtin198): Epc {
  if (gtin14.length !== 14 || !hasValidCheckDigit(gtin14)) throw new RangeError(`not a GTIN-14: ${gtin14}`);
  if (!GS1_SERIAL.test(serial)) throw new RangeError('not a serial of 1 to 20 GS1 characters');
  let text = 0n;
  for (let i = 0; i < SERIAL_CHARACTERS; i++) text = (text << 7n) | BigInt(i < serial.length ? serial.charCodeAt(i) : 0);
  const prefix = gtin14.slice(1, 1 + prefixDigits);
  const item = `${gtin14.slice(0, 1)}${gtin14.slice(1 + prefixDigits, 13)}`;
  const code = partitioned({ header: 0x36, filter, prefix, reference: item, table: ITEM, tail: [text, 7 * SERIAL_CHARACTERS] });
  return code.padEnd(4 * Math.ceil(code.length / 4), '0') as Epc;
}

/** The EPC of a service relation card (loyalty card, badge). Throws RangeError as above. @see TDS 14.6.6.1 */
export function encodeGsrn96({ gsrn18, filter = 0, prefixDigits = 7 }: Gsrn96): Epc {
  if (gsrn18.length !== 18 || !hasValidCheckDigit(gsrn18)) throw new RangeError('not a GSRN of 18 digits');
  const prefix = gsrn18.slice(0, prefixDigits);
  const reference = gsrn18.slice(prefixDigits, 17);
  return partitioned({ header: 0x2d, filter, prefix, reference, table: SERIAL_REFERENCE, tail: [0, 24] });
}

function partitioned(code: {
  readonly header: number;
  readonly filter: number;
  readonly prefix: string;
  readonly reference: string;
  readonly table: Partition;
  readonly tail: readonly [number | bigint, number];
}): Epc {
  const partition = 12 - code.prefix.length;
  const prefixBits = PREFIX_BITS[partition];
  const bits = code.table.bits[partition];
  if (prefixBits === undefined || bits === undefined)
    throw new RangeError(`a company prefix has 6 to 12 digits, not ${code.prefix.length}`);
  return packBits([
    [code.header, 8],
    [code.filter, 3],
    [partition, 3],
    [BigInt(code.prefix), prefixBits],
    [BigInt(code.reference), bits],
    code.tail,
  ]) as Epc;
}
