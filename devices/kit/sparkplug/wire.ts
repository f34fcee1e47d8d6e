/** One field of a Protocol Buffers message. `text` decodes UTF-8 and is null where the bytes are none. */
export interface WireField {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  readonly type: 0 | 1 | 2 | 5;
  /** Of a varint. */
  readonly integer: bigint;
  /** Of everything else. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/**
 * The fields of a message, in order. Null when a length reaches beyond the end, a varint has more than ten bytes, or a group
 * (long deprecated) begins; also for more than `most` fields. Never throws. @see Protocol Buffers, encoding
 */
export function readFields(bytes: Uint8Array, most: number): readonly WireField[] | null {
  const fields: WireField[] = [];
  let at = 0;
  function varint(): bigint | null {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) return null;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value & 0xffff_ffff_ffff_ffffn;
    }
    return null;
  }
  function take(length: number): Uint8Array | null {
    if (length > bytes.length - at) return null;
    at += length;
    return bytes.subarray(at - length, at);
  }
  while (at < bytes.length) {
    const key = varint();
    if (key === null || key >> 3n === 0n || key >> 3n > 0x1fff_ffffn || fields.length >= most) return null;
    const number = Number(key >> 3n);
    const type = Number(key & 7n);
    if (type === 0) {
      const integer = varint();
      if (integer === null) return null;
      fields.push({ number, type, integer, bytes: NOTHING });
      continue;
    }
    if (type !== 1 && type !== 2 && type !== 5) return null;
    const length = type === 1 ? 8n : type === 5 ? 4n : varint();
    const data = length === null || length > BigInt(bytes.length) ? null : take(Number(length));
    if (data === null) return null;
    fields.push({ number, type, integer: 0n, bytes: data });
  }
  return fields;
}

/** Bytes of a varint, 0 or more. */
function varintBytes(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

/** A field of whole numbers or flags. */
export const integerField = (number: number, value: bigint | number | boolean): number[] => [
  ...varintBytes(BigInt(number << 3)),
  ...varintBytes(BigInt(value)),
];

/** A field of text, bytes or a message inside. */
export const bytesField = (number: number, value: Uint8Array | readonly number[] | string): number[] => {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return [...varintBytes(BigInt((number << 3) | 2)), ...varintBytes(BigInt(bytes.length)), ...bytes];
};

export function doubleField(number: number, value: number): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return [...varintBytes(BigInt((number << 3) | 1)), ...bytes];
}
