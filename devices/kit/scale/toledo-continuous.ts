import { createFramer, type Verdict } from '../framers.ts';
import type { Framer, Piece } from '../stream.ts';

const STX = 0x02;
const CR = 0x0d;
/** A status word with nothing to say. */
const STATUS = 0x20;
/** STX, three status words, six digits of weight, six of tare, CR. */
export const CONTINUOUS_LENGTH = 17;
const CHECKED = CONTINUOUS_LENGTH + 1;

/** Of a line set to 8 bits a scale with 7 bits and parity shows its parity in the highest bit: it is no part of the character. */
export const withoutParity = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte & 0x7f);

/** Two's complement of the low seven bits of the sum of all characters from STX to CR. */
export function continuousChecksum(characters: Uint8Array): number {
  let sum = 0;
  for (const byte of characters.subarray(0, CONTINUOUS_LENGTH)) sum += byte & 0x7f;
  return -sum & 0x7f;
}

/** Whether each character stands where the form has it; says nothing about a checksum. */
export function hasContinuousForm(characters: Uint8Array): boolean {
  if (characters[0] !== STX || characters[CONTINUOUS_LENGTH - 1] !== CR) return false;
  // Bit 5 of the status words is always set.
  for (let at = 1; at <= 3; at++) if (((characters[at] ?? 0) & 0x20) === 0) return false;
  for (let at = 4; at < CONTINUOUS_LENGTH - 1; at++) {
    const byte = characters[at] ?? 0;
    if (byte !== 0x20 && (byte < 0x30 || byte > 0x39)) return false;
  }
  return true;
}

/**
 * The byte behind the CR tells whether the scale sends checksums: the next frame's STX (none), or the checksum. Where the
 * checksum would be an STX itself, one byte more decides: a status word is never an STX.
 */
function look(raw: Uint8Array): Verdict {
  const bytes = withoutParity(raw.subarray(0, CHECKED + 1));
  if (bytes[0] !== STX) return { not: 'unknown-shape', detail: 'outside of a frame' };
  if (bytes.length < CONTINUOUS_LENGTH) return 'more';
  if (!hasContinuousForm(bytes)) return { not: 'bad-checksum', detail: 'a damaged frame' };
  const behind = bytes[CONTINUOUS_LENGTH];
  if (behind === undefined) return 'more';
  if (behind !== continuousChecksum(bytes))
    return behind === STX ? { whole: CONTINUOUS_LENGTH } : { not: 'bad-checksum', detail: 'the checksum does not agree' };
  if (behind !== STX) return { whole: CHECKED };
  const after = bytes[CHECKED];
  if (after === undefined) return 'more';
  return { whole: after === STX ? CHECKED : CONTINUOUS_LENGTH };
}

/** The framer; when the line falls silent, a frame without a checksum is whole although nothing came behind it. */
export function createContinuousFramer(): Framer {
  const framer = createFramer(look, CHECKED + 1);
  return {
    push: framer.push,
    flush() {
      // What the next frame would begin with lets the last one out; it was never on the line, so it is taken away again.
      const pieces = [...framer.push(Uint8Array.of(STX, STATUS)), ...framer.flush()];
      return withoutLast(pieces, 2);
    },
  };
}

/** Takes bytes off the end, and pieces of which nothing is left. */
function withoutLast(pieces: readonly Piece[], count: number): readonly Piece[] {
  const last = pieces.at(-1);
  if (last === undefined || count === 0) return pieces;
  const before = pieces.slice(0, -1);
  if (last.bytes.length <= count) return withoutLast(before, count - last.bytes.length);
  return [...before, { ...last, bytes: last.bytes.slice(0, -count) }];
}
