import { bytesOf, u16, u32 } from './message.ts';
import { PARAMETER } from './numbers.ts';

/** One parameter in place: its type and where its content lies. */
export interface Parameter {
  readonly type: number;
  readonly from: number;
  readonly to: number;
}

/** Content bytes of the short parameters, by type: they carry no length. @see LLRP 1.0.1, 16.2.1; 19 and 20 are of 1.1 */
const SHORT: readonly (number | undefined)[] = [undefined, 2, 8, 8, 8, 8, 1, 2, 2, 4, 2, 2, 2, 12, 2, 2, 4, 2, 4, 2, 2];

/**
 * The parameters that fill `from` to `to`, unknown and vendors' ones among them: whoever does not know a type passes over it
 * by its length. A text says why the bytes cannot be parameters.
 */
export function readParameters(bytes: Uint8Array, from: number, to: number): readonly Parameter[] | string {
  const found: Parameter[] = [];
  for (let at = from; at < to; ) {
    const first = bytes[at] ?? 0;
    if (first & 0x80) {
      const type = first & 0x7f;
      const length = SHORT[type];
      if (length === undefined) return `short parameter ${type}, whose length nobody knows`;
      if (at + 1 + length > to) return `parameter ${type} runs past its end`;
      found.push({ type, from: at + 1, to: at + 1 + length });
      at += 1 + length;
      continue;
    }
    if (at + 4 > to) return 'a parameter head is cut short';
    const type = u16(bytes, at) & 0x3ff;
    const length = u16(bytes, at + 2);
    if (length < 4 || at + length > to || first & 0xfc) return `parameter ${type} of a length that does not fit`;
    found.push({ type, from: at + 4, to: at + length });
    at += length;
  }
  return found;
}

/** Vendor and subtype of a custom parameter; null when it is too short to name them. */
export const readCustom = (bytes: Uint8Array, { from, to }: Parameter): { vendor: number; subtype: number; from: number } | null =>
  to - from < 8 ? null : { vendor: u32(bytes, from), subtype: u32(bytes, from + 4), from: from + 8 };

/** A parameter with a length. */
export function tlv(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([bytesOf(2, type), bytesOf(2, body.length + 4), body]);
}

/** A short parameter. */
export const tv = (type: number, ...parts: readonly Uint8Array[]): Buffer => Buffer.concat([bytesOf(1, 0x80 | type), ...parts]);

export const custom = (vendor: number, subtype: number, ...parts: readonly Uint8Array[]): Buffer =>
  tlv(PARAMETER.CUSTOM, bytesOf(4, vendor), bytesOf(4, subtype), ...parts);
