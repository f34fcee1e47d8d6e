import { withCheckDigit } from './check-digit.ts';
import type { Gs1Key, KeyKind } from './gs1-key.ts';
import {
  ASSET_NUMBER,
  ASSET_TEXT,
  ASSET_TYPE,
  ITEM,
  PART_NUMBER,
  type Partition,
  SERIAL_REFERENCE,
  SHORT_REFERENCE,
} from './partitions.ts';

/** How a field behind the company prefix is written. */
export type FieldForm =
  /** Decimal digits of fixed length, leading zeros kept. */
  | 'digits'
  /** A number without leading zeros. */
  | 'number'
  /** Decimal digits of free length behind a 1 that guards leading zeros. */
  | 'guarded'
  /** Seven-bit characters, filled up with zero bits. */
  | 'text'
  /** Reserved: carries nothing. */
  | 'none';

/** One scheme with a partition table: header, filter, partition, company prefix, reference, serial. @see TDS chapter 14 */
export interface BinaryScheme {
  readonly scheme: string;
  readonly kind: KeyKind;
  readonly table: Partition;
  readonly reference: FieldForm;
  readonly serial: FieldForm;
  readonly serialBits: number;
}

const scheme = (
  name: string,
  kind: KeyKind,
  table: Partition,
  reference: FieldForm,
  serial: FieldForm,
  serialBits: number,
): BinaryScheme => ({ scheme: name, kind, table, reference, serial, serialBits });

/** By header byte. */
export const BINARY_SCHEMES: ReadonlyMap<number, BinaryScheme> = new Map([
  [0x2c, scheme('gdti-96', 'gdti', SHORT_REFERENCE, 'digits', 'number', 41)],
  [0x2d, scheme('gsrn-96', 'gsrn', SERIAL_REFERENCE, 'digits', 'none', 24)],
  [0x2e, scheme('gsrnp-96', 'gsrnp', SERIAL_REFERENCE, 'digits', 'none', 24)],
  [0x30, scheme('sgtin-96', 'sgtin', ITEM, 'digits', 'number', 38)],
  [0x31, scheme('sscc-96', 'sscc', SERIAL_REFERENCE, 'digits', 'none', 24)],
  [0x32, scheme('sgln-96', 'sgln', SHORT_REFERENCE, 'digits', 'number', 41)],
  [0x33, scheme('grai-96', 'grai', ASSET_TYPE, 'digits', 'number', 38)],
  [0x34, scheme('giai-96', 'giai', ASSET_NUMBER, 'number', 'none', 0)],
  [0x36, scheme('sgtin-198', 'sgtin', ITEM, 'digits', 'text', 140)],
  [0x37, scheme('grai-170', 'grai', ASSET_TYPE, 'digits', 'text', 112)],
  [0x38, scheme('giai-202', 'giai', ASSET_TEXT, 'text', 'none', 0)],
  [0x39, scheme('sgln-195', 'sgln', SHORT_REFERENCE, 'digits', 'text', 140)],
  // Withdrawn, but tags with it are still about.
  [0x3a, scheme('gdti-113', 'gdti', SHORT_REFERENCE, 'digits', 'guarded', 58)],
  [0x3c, scheme('cpi-96', 'cpi', PART_NUMBER, 'number', 'number', 31)],
  [0x3e, scheme('gdti-174', 'gdti', SHORT_REFERENCE, 'digits', 'text', 119)],
  [0x3f, scheme('sgcn-96', 'sgcn', SHORT_REFERENCE, 'digits', 'guarded', 41)],
]);

/** Puts company prefix, reference and serial together to the GS1 key, adding the check digit that the code leaves out. */
export function composeKey(kind: KeyKind, prefix: string, reference: string, serial: string | null): Gs1Key {
  switch (kind) {
    case 'sgtin':
      return { kind, value: withCheckDigit(`${reference.slice(0, 1)}${prefix}${reference.slice(1)}`), qualifier: serial };
    case 'sscc':
      return { kind, value: withCheckDigit(`${reference.slice(0, 1)}${prefix}${reference.slice(1)}`), qualifier: null };
    case 'sgln':
      // An extension of 0 says that there is none. @see TDS 7.5
      return { kind, value: withCheckDigit(`${prefix}${reference}`), qualifier: serial === '0' ? null : serial };
    case 'grai':
      return { kind, value: `0${withCheckDigit(`${prefix}${reference}`)}${serial}`, qualifier: null };
    case 'gdti':
    case 'sgcn':
      return { kind, value: `${withCheckDigit(`${prefix}${reference}`)}${serial}`, qualifier: null };
    case 'giai':
      return { kind, value: `${prefix}${reference}`, qualifier: null };
    case 'gsrn':
    case 'gsrnp':
      return { kind, value: withCheckDigit(`${prefix}${reference}`), qualifier: null };
    case 'cpi':
    case 'itip':
      return { kind, value: `${prefix}${reference}`, qualifier: serial };
  }
}
