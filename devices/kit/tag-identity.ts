import type { Epc, Tid } from '../../gateway/domain/ids.ts';
import { remembered } from './remembered.ts';

/** Memory banks hold whole 16-bit words; an EPC has 2 to 31 of them. @see EPC Gen2 air interface, 6.3.2.1.2 */
const MIN_DIGITS = 8;
const MAX_DIGITS = 124;
const UPPER_HEX = /^[0-9A-F]+$/;
const HEX = /^[0-9A-Fa-f]+$/;
const BETWEEN_DIGITS = / |(?<=[0-9A-Fa-f]{2})[:-](?=[0-9A-Fa-f]{2})/g;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

const hasWholeWords = (hex: string): boolean => hex.length >= MIN_DIGITS && hex.length <= MAX_DIGITS && hex.length % 4 === 0;

/** Longer texts are mostly no identity, and nothing to remember. */
const REMEMBERED = 2 * MAX_DIGITS;

/**
 * Upper-case hex of whole words; any case, `0x` before it and blanks, dashes or colons between digits are taken. Null for
 * anything else, e.g. 23 digits.
 */
export const readTagHex = (text: unknown): string | null =>
  typeof text !== 'string' ? null : text.length <= REMEMBERED ? ofHex(text) : readHex(text);

function readHex(text: string): string | null {
  if (UPPER_HEX.test(text)) return hasWholeWords(text) ? text : null;
  const hex = HEX.test(text) ? text : text.replace(/^0x/i, '').replaceAll(BETWEEN_DIGITS, '');
  return HEX.test(hex) && hasWholeWords(hex) ? hex.toUpperCase() : null;
}
const ofHex = remembered(readHex);

/** The same of base64 or base64url bytes, with or without padding. */
export const readTagBase64 = (text: unknown): string | null => (typeof text === 'string' && text.length <= 88 ? ofBase64(text) : null);

const ofBase64 = remembered((text: string): string | null => {
  if (!BASE64.test(text)) return null;
  const digits = text.replace(/=+$/, '');
  const hex = Buffer.from(digits, 'base64').toString('hex').toUpperCase();
  return digits.length % 4 !== 1 && hasWholeWords(hex) ? hex : null;
});

export const readEpc = (text: unknown): Epc | null => readTagHex(text) as Epc | null;
export const readTid = (text: unknown): Tid | null => readTagHex(text) as Tid | null;
