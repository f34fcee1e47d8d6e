/** Reads a code bit by bit from the left. */
export interface BitReader {
  /** The next bits as a number; null when the code is too short. */
  take(bits: number): bigint | null;
  /** Bits not yet read. */
  left(): number;
}

/** A reader over hex digits; any case, also an odd number of them. Null when the text is not hex. */
export function createBitReader(hex: string): BitReader | null {
  if (!/^[0-9A-Fa-f]+$/.test(hex)) return null;
  const value = BigInt(`0x${hex}`);
  let left = hex.length * 4;
  return {
    take(bits) {
      if (bits > left) return null;
      left -= bits;
      return (value >> BigInt(left)) & ((1n << BigInt(bits)) - 1n);
    },
    left: () => left,
  };
}

/** Joins fields of fixed width to upper-case hex, from the left. Throws RangeError when a value does not fit its field. */
export function packBits(fields: readonly (readonly [value: number | bigint, bits: number])[]): string {
  let code = 0n;
  let total = 0;
  for (const [value, bits] of fields) {
    const field = BigInt(value);
    if (field < 0n || field >> BigInt(bits) !== 0n) throw new RangeError(`${field} does not fit ${bits} bits`);
    code = (code << BigInt(bits)) | field;
    total += bits;
  }
  const digits = Math.ceil(total / 4);
  return (code << BigInt(digits * 4 - total)).toString(16).toUpperCase().padStart(digits, '0');
}
