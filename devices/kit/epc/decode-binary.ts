import type { BinaryScheme, FieldForm } from './binary-schemes.ts';
import { composeKey } from './binary-schemes.ts';
import type { BitReader } from './bits.ts';
import { escapeUrn, type Gs1Key } from './gs1-key.ts';
import { PREFIX_BITS } from './partitions.ts';

/** What a code with a partition table says. */
export interface BinaryCode {
  readonly filter: number;
  readonly key: Gs1Key;
  readonly serial: string | null;
  /** What follows the scheme's name in both URIs: company prefix, reference and serial, joined by points. */
  readonly uriBody: string;
}

/** Characters that GS1 keys may hold. @see GS1 General Specifications, figure 7.11-1 */
const GS1_TEXT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

/** Reads what follows the header. Null when a number does not fit its digits, the partition is 7, or bits are missing or left over. */
export function decodeBinary(scheme: BinaryScheme, bits: BitReader): BinaryCode | null {
  const filter = bits.take(3);
  const partition = Number(bits.take(3) ?? 7n);
  const prefixBits = PREFIX_BITS[partition];
  const referenceBits = scheme.table.bits[partition];
  const referenceDigits = scheme.table.digits[partition];
  if (filter === null || prefixBits === undefined || referenceBits === undefined || referenceDigits === undefined) return null;
  const prefix = readField(bits, 'digits', prefixBits, 12 - partition);
  const reference = readField(bits, scheme.reference, referenceBits, referenceDigits);
  const serial = readField(bits, scheme.serial, scheme.serialBits, 20);
  if (prefix === null || reference === null || serial === null || bits.take(bits.left()) !== 0n) return null;
  const hasSerial = scheme.serial !== 'none';
  const parts = hasSerial ? [prefix, reference, serial] : [prefix, reference];
  return {
    filter: Number(filter),
    key: composeKey(scheme.kind, prefix, reference, hasSerial ? serial : null),
    serial: hasSerial ? serial : null,
    uriBody: parts.map(escapeUrn).join('.'),
  };
}

/** A field of `width` bits; `digits` is how many a number may have. Null when it does not fit its form. */
export function readField(bits: BitReader, form: FieldForm, width: number, digits: number): string | null {
  const value = bits.take(width);
  if (value === null) return null;
  switch (form) {
    case 'digits':
      if (value >= 10n ** BigInt(digits)) return null;
      return digits === 0 ? '' : value.toString().padStart(digits, '0');
    case 'number':
      return value < 10n ** BigInt(digits) ? value.toString() : null;
    case 'guarded': {
      const text = value.toString();
      return text.startsWith('1') && text.length > 1 ? text.slice(1) : null;
    }
    case 'text':
      return readText(value, width);
    case 'none':
      return '';
  }
}

/** Seven-bit characters from the left until the first zero; everything behind it must be zero. Null for the empty text. */
function readText(value: bigint, width: number): string | null {
  let text = '';
  for (let shift = width - 7; shift >= 0; shift -= 7) {
    const code = Number((value >> BigInt(shift)) & 0x7fn);
    if (code === 0) return (value & ((1n << BigInt(shift)) - 1n)) === 0n && GS1_TEXT.test(text) ? text : null;
    text += String.fromCharCode(code);
  }
  return GS1_TEXT.test(text) ? text : null;
}
