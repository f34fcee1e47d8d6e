import type { BitReader } from './bits.ts';
import { hasValidCheckDigit } from './check-digit.ts';
import type { Gs1Key, KeyKind } from './gs1-key.ts';

/** What a TDS 2 code with its key in decimal digits says. */
export interface PlusCode {
  readonly filter: number;
  readonly key: Gs1Key;
  readonly serial: string | null;
}

/** `serial`: how what follows the digits is written. `date`: a date stands before the digits (DSGTIN+). */
interface PlusScheme {
  readonly scheme: string;
  readonly kind: KeyKind;
  /** Digits of the key; 0 when their number is free and a delimiter ends them. */
  readonly digits: number;
  readonly serial: 'alphanumeric' | 'numeric' | 'none';
  readonly date?: true;
}

const plus = (scheme: string, kind: KeyKind, digits: number, serial: PlusScheme['serial']): PlusScheme => ({
  scheme,
  kind,
  digits,
  serial,
});

const SGTIN = plus('sgtin+', 'sgtin', 14, 'alphanumeric');
const DSGTIN: PlusScheme = { ...plus('dsgtin+', 'sgtin', 14, 'alphanumeric'), date: true };
const SSCC = plus('sscc+', 'sscc', 18, 'none');
const SGLN = plus('sgln+', 'sgln', 13, 'alphanumeric');
const GRAI = plus('grai+', 'grai', 14, 'alphanumeric');
const GIAI = plus('giai+', 'giai', 0, 'none');
const GSRN = plus('gsrn+', 'gsrn', 18, 'none');
const GSRNP = plus('gsrnp+', 'gsrnp', 18, 'none');
const GDTI = plus('gdti+', 'gdti', 13, 'alphanumeric');
const SGCN = plus('sgcn+', 'sgcn', 13, 'numeric');
const CPI = plus('cpi+', 'cpi', 0, 'numeric');
const ITIP = plus('itip+', 'itip', 18, 'alphanumeric');

/** The same with a domain name behind the key, which we do not read: the key is the same. */
const own = (scheme: PlusScheme): PlusScheme => ({ ...scheme, scheme: `${scheme.scheme}+` });

/** By header byte. @see TDS 2.x, table 14-1 */
export const PLUS_SCHEMES: ReadonlyMap<number, PlusScheme> = new Map([
  [0xf0, CPI],
  [0xf1, GRAI],
  [0xf2, SGLN],
  [0xf3, ITIP],
  [0xf4, GSRN],
  [0xf5, GSRNP],
  [0xf6, GDTI],
  [0xf7, SGTIN],
  [0xf8, SGCN],
  [0xf9, SSCC],
  [0xfa, GIAI],
  [0xfb, DSGTIN],
  [0xe6, own(CPI)],
  [0xe7, own(GSRN)],
  [0xe8, own(GSRNP)],
  [0xe9, own(SGLN)],
  [0xea, own(GDTI)],
  [0xeb, own(GRAI)],
  [0xec, own(SGCN)],
  [0xed, own(ITIP)],
  [0xee, own(GIAI)],
  [0xef, own(SSCC)],
  [0xfc, own(DSGTIN)],
  [0xfd, own(SGTIN)],
]);

/** Reads what follows the header. Null when a digit is none, a check digit is wrong or bits are missing. Data behind the EPC is not read. */
export function decodePlus(scheme: PlusScheme, bits: BitReader): PlusCode | null {
  const flags = bits.take(4);
  if (flags === null) return null;
  if (scheme.date && bits.take(20) === null) return null;
  const value = scheme.digits === 0 ? readDelimited(bits) : readDigits(bits, scheme.digits);
  if (value === null || !checkDigitHolds(scheme.kind, value)) return null;
  const serial = scheme.serial === 'none' ? null : scheme.serial === 'numeric' ? readNumeric(bits) : readAlphanumeric(bits);
  if (serial === null && scheme.serial !== 'none') return null;
  return { filter: Number(flags) & 7, key: composePlus(scheme.kind, value, serial), serial };
}

function composePlus(kind: KeyKind, value: string, serial: string | null): Gs1Key {
  if (kind === 'grai' || kind === 'gdti' || kind === 'sgcn') return { kind, value: `${value}${serial ?? ''}`, qualifier: null };
  return { kind, value, qualifier: kind === 'sgln' && serial === '0' ? null : serial };
}

/** GIAI and CPI have no check digit; that of ITIP stands before piece and total; GRAI has a filling zero before it. */
function checkDigitHolds(kind: KeyKind, value: string): boolean {
  if (kind === 'giai' || kind === 'cpi') return true;
  if (kind === 'grai' && !value.startsWith('0')) return false;
  return hasValidCheckDigit(kind === 'itip' ? value.slice(0, 14) : value);
}

function readDigits(bits: BitReader, count: number): string | null {
  let text = '';
  for (let i = 0; i < count; i++) {
    const digit = bits.take(4);
    if (digit === null || digit > 9n) return null;
    text += digit;
  }
  return text;
}

/** Digits until F (end), or until E, behind which the rest stands as characters. @see TDS 2.x, 14.5.5 */
function readDelimited(bits: BitReader): string | null {
  let text = '';
  for (;;) {
    const digit = bits.take(4);
    if (digit === null || (digit > 9n && digit < 14n)) return null;
    if (digit === 15n) return text;
    if (digit === 14n) {
      const rest = readAlphanumeric(bits);
      return rest === null ? null : `${text}${rest}`;
    }
    text += digit;
  }
}

/** Four bits of length, then the digits as one number. @see TDS 2.x, 14.5.9 */
function readNumeric(bits: BitReader): string | null {
  const length = bits.take(4);
  return length === null ? null : readNumber(bits, Number(length));
}

function readNumber(bits: BitReader, length: number): string | null {
  if (length === 0) return null;
  const limit = 10n ** BigInt(length);
  const value = bits.take((limit - 1n).toString(2).length);
  return value === null || value >= limit ? null : value.toString().padStart(length, '0');
}

const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODE_40 = ' ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789';

/** Three bits say how, five bits how many characters. @see TDS 2.x, 14.5.6 */
function readAlphanumeric(bits: BitReader): string | null {
  const how = bits.take(3);
  const length = Number(bits.take(5) ?? 0n);
  if (how === null || length === 0) return null;
  switch (Number(how)) {
    case 0:
      return readNumber(bits, length);
    case 1:
      return readCharacters(bits, length, 4, (code) => code.toString(16).toUpperCase());
    case 2:
      return readCharacters(bits, length, 4, (code) => code.toString(16));
    case 3:
      return readCharacters(bits, length, 6, (code) => BASE64_URL.charAt(code));
    case 4:
      return readCharacters(bits, length, 7, (code) => (code < 0x21 || code > 0x7a ? null : String.fromCharCode(code)));
    case 5:
      return readCode40(bits, length);
    default:
      return null;
  }
}

function readCharacters(bits: BitReader, length: number, width: number, character: (code: number) => string | null): string | null {
  let text = '';
  for (let i = 0; i < length; i++) {
    const code = bits.take(width);
    const next = code === null ? null : character(Number(code));
    if (next === null) return null;
    text += next;
  }
  return text;
}

/** Three characters in sixteen bits: 1600 a + 40 b + c + 1. @see TDS 2.x, 14.5.6.6 */
function readCode40(bits: BitReader, length: number): string | null {
  let text = '';
  while (text.length < length) {
    const word = bits.take(16);
    if (word === null || word === 0n || word > 64_000n) return null;
    const code = Number(word) - 1;
    text += CODE_40.charAt(Math.floor(code / 1_600)) + CODE_40.charAt(Math.floor(code / 40) % 40) + CODE_40.charAt(code % 40);
  }
  const wanted = text.slice(0, length);
  return wanted.includes(' ') ? null : wanted;
}
