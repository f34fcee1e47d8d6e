import { composeKey } from './binary-schemes.ts';
import type { BitReader } from './bits.ts';
import type { BinaryCode } from './decode-binary.ts';
import { escapeUrn } from './gs1-key.ts';
import { ITEM, PREFIX_BITS } from './partitions.ts';

/** Characters of a part reference of CPI-var by partition, 12 to 6 digits of company prefix. @see TDS table 14-29 */
const PART_CHARACTERS = [18, 19, 20, 21, 22, 23, 24] as const;
/** A serial of CPI-var has at most twelve digits. */
const LARGEST_SERIAL = 10n ** 12n;
const PART_TEXT = /^[0-9A-Z#\-/]+$/;

/**
 * Letters, digits, `#`, `-` and `/` are the low six bits of their ASCII codes; six zero bits end the text. Null when it is longer
 * than `most`, or when another character stands there. @see TDS annex G, six-bit characters
 */
function readSixBit(bits: BitReader, most: number): string | null {
  let text = '';
  for (;;) {
    const code = bits.take(6);
    if (code === null) return null;
    if (code === 0n) return text;
    const character = sixBit(Number(code));
    if (character === null || text.length >= most) return null;
    text += character;
  }
}

const sixBit = (code: number): string | null => {
  const character = String.fromCharCode(code < 0x20 ? code | 0x40 : code);
  return PART_TEXT.test(character) ? character : null;
};

/** Nothing but zeros may follow: they fill the last word. */
const isOver = (bits: BitReader): boolean => bits.take(bits.left()) === 0n;

/** Company prefix of its partition; null when it does not fit its digits. */
function readPrefix(bits: BitReader, partition: number): string | null {
  const width = PREFIX_BITS[partition];
  const prefix = width === undefined ? null : bits.take(width);
  return prefix === null || prefix >= 10n ** BigInt(12 - partition) ? null : prefix.toString().padStart(12 - partition, '0');
}

/** A component or part with letters in its reference. @see TDS 14.6.10.2 */
export function decodeCpiVar(bits: BitReader): BinaryCode | null {
  const filter = bits.take(3);
  const partition = Number(bits.take(3) ?? 7n);
  const prefix = readPrefix(bits, partition);
  const reference = prefix === null ? null : readSixBit(bits, PART_CHARACTERS[partition] ?? 0);
  const serial = bits.take(40);
  if (filter === null || prefix === null || !reference || serial === null || serial >= LARGEST_SERIAL || !isOver(bits)) return null;
  return {
    filter: Number(filter),
    key: composeKey('cpi', prefix, reference, `${serial}`),
    serial: `${serial}`,
    uriBody: [prefix, escapeUrn(reference), `${serial}`].join('.'),
  };
}

/** A piece of a trade item that comes in several: piece and total stand between item and serial. @see TDS 14.6.11 */
export function decodeItip(bits: BitReader, readSerial: (bits: BitReader) => string | null): BinaryCode | null {
  const filter = bits.take(3);
  const partition = Number(bits.take(3) ?? 7n);
  const prefix = readPrefix(bits, partition);
  const width = ITEM.bits[partition];
  const digits = ITEM.digits[partition];
  const item = width === undefined ? null : bits.take(width);
  const piece = bits.take(7);
  const total = bits.take(7);
  const serial = readSerial(bits);
  if (filter === null || prefix === null || item === null || digits === undefined || item >= 10n ** BigInt(digits)) return null;
  if (piece === null || total === null || piece > 99n || total > 99n || serial === null || !isOver(bits)) return null;
  const reference = item.toString().padStart(digits, '0');
  const [ofPieces, pieces] = [piece, total].map((count) => count.toString().padStart(2, '0'));
  const trade = composeKey('sgtin', prefix, reference, null);
  return {
    filter: Number(filter),
    key: { kind: 'itip', value: `${trade.value}${ofPieces}${pieces}`, qualifier: serial },
    serial,
    uriBody: [prefix, reference, ofPieces, pieces, escapeUrn(serial)].join('.'),
  };
}

/** A code that names one thing by a number that GS1 does not give out. */
export interface ForeignCode {
  readonly scheme: string;
  readonly filter: number | null;
  /** What follows the scheme's name in both URIs. */
  readonly uriBody: string;
  readonly serial: string;
}

/** Aerospace and defence: maker or activity, part number (may be empty), serial. @see TDS 14.6.12 */
export function decodeAdiVar(bits: BitReader): ForeignCode | null {
  const filter = bits.take(6);
  const maker = readMaker(bits, 6, (code) => (code === 0x20 ? ' ' : sixBit(code)));
  const part = readSixBit(bits, 32);
  const serial = readSixBit(bits, 30);
  if (filter === null || maker === null || part === null || !serial || !isOver(bits)) return null;
  // `#` may only stand before a serial.
  if (part.includes('#') || serial.includes('#', 1) || serial === '#') return null;
  return { scheme: 'adi-var', filter: Number(filter), uriBody: [maker, escapeUrn(part), escapeUrn(serial)].join('.'), serial };
}

/** Supplies of the US Department of Defense. @see TDS 14.6.8 */
export function decodeUsDod(bits: BitReader): ForeignCode | null {
  const filter = bits.take(4);
  const maker = readMaker(bits, 8, (code) => String.fromCharCode(code));
  const serial = bits.take(36);
  if (filter === null || maker === null || serial === null || !isOver(bits)) return null;
  return { scheme: 'usdod-96', filter: Number(filter), uriBody: `${maker}.${serial}`, serial: `${serial}` };
}

/** Six characters: a DoDAAC, or a CAGE code of five behind a blank. Neither has the letters I and O. */
function readMaker(bits: BitReader, width: number, character: (code: number) => string | null): string | null {
  let text = '';
  for (let i = 0; i < 6; i++) {
    const code = bits.take(width);
    const next = code === null ? null : character(Number(code));
    if (next === null) return null;
    text += next;
  }
  return /^[ 0-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{5}$/.test(text) ? text.trimStart() : null;
}
