import type { Epc } from '../../../gateway/domain/ids.ts';
import { hasValidCheckDigit, withCheckDigit } from './check-digit.ts';
import { encodeSgtin96, encodeSgtin198 } from './encode.ts';

/** What a URI does not say of the code in the tag. */
export interface CodingHints {
  /** 1 = point of sale item. */
  readonly filter: number;
  /** Digits of the company prefix, for Digital Links, which do not tell it. */
  readonly prefixDigits: number;
}

const LARGEST_96 = 2n ** 38n;

/**
 * The EPC bank that a tag of this trade item carries: `urn:epc:id:sgtin:`, `urn:epc:tag:sgtin-96:` (or `-198`), or a Digital Link
 * with GTIN and serial at any domain. Serials that are plain numbers below 2^38 become SGTIN-96, others SGTIN-198. Null for
 * everything else, also for other kinds of keys and for wrong check digits. Never throws. @see TDS 6.3.1 and GS1 Digital Link URI Syntax
 */
export function epcFromUri(uri: string, { filter, prefixDigits }: CodingHints): Epc | null {
  if (uri.length > 512) return null;
  const id = /^urn:epc:id:sgtin:(\d{6,12})\.(\d{1,7})\.([^.].*)$/.exec(uri);
  if (id) return fromParts(filter, id[1] ?? '', id[2] ?? '', id[3] ?? '');
  const tag = /^urn:epc:tag:sgtin-(?:96|198):([0-7])\.(\d{6,12})\.(\d{1,7})\.(.+)$/.exec(uri);
  if (tag) return fromParts(Number(tag[1]), tag[2] ?? '', tag[3] ?? '', tag[4] ?? '');
  const link = /^https?:\/\/[^?#]*\/01\/(\d{14})(?:\/(?:22|10)\/[^/?#]+)*\/21\/([^/?#]+)\/?(?:[?#].*)?$/.exec(uri);
  return link ? encode(link[1] ?? '', unescaped(link[2] ?? ''), filter, prefixDigits) : null;
}

/** The first digit of the item reference is the indicator: it stands before the company prefix in the GTIN. */
function fromParts(filter: number, prefix: string, item: string, serial: string): Epc | null {
  if (prefix.length + item.length !== 13) return null;
  return encode(withCheckDigit(`${item.slice(0, 1)}${prefix}${item.slice(1)}`), unescaped(serial), filter, prefix.length);
}

function encode(gtin14: string, serial: string | null, filter: number, prefixDigits: number): Epc | null {
  if (serial === null || !hasValidCheckDigit(gtin14)) return null;
  const isNumber = /^(0|[1-9]\d{0,11})$/.test(serial) && BigInt(serial) < LARGEST_96;
  try {
    if (isNumber) return encodeSgtin96({ gtin14, serial: BigInt(serial), filter, prefixDigits });
    return encodeSgtin198({ gtin14, serial, filter, prefixDigits });
  } catch (error) {
    // A serial that no code can hold; everything else was checked.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that escapes nothing: the only way this throws.
    return null;
  }
}
