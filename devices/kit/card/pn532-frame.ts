import type { Verdict } from '../framers.ts';

/** What a frame carries; `ack` and `nack` carry nothing, `error` says that the chip did not understand. */
export interface Pn532Frame {
  readonly kind: 'ack' | 'nack' | 'error' | 'reply' | 'command';
  /** Command code and what follows it; empty for the first three. */
  readonly data: Uint8Array;
  /** Bytes of the frame from its first to its last. */
  readonly length: number;
}

const START = 0xff;
const FROM_HOST = 0xd4;
const FROM_CHIP = 0xd5;
const ERROR = 0x7f;
/** Zeros that may stand before the start code; the chip sends two, lines that wake up add some. */
const MOST_ZEROS = 16;
/** A normal frame: zeros, FF, LEN, LCS, up to 255 bytes, DCS, postamble. */
export const PN532_LONGEST = MOST_ZEROS + 3 + 255 + 2;

const NOTHING = new Uint8Array(0);
const DAMAGED = { not: 'bad-checksum', detail: 'a damaged frame' } as const;

/**
 * The frame at the beginning of the bytes: `00 00 FF LEN LCS TFI data DCS 00` with LEN + LCS and TFI + data + DCS zero
 * (mod 256); ACK is `00 00 FF 00 FF 00`. `isWhole` says that nothing follows, so the last zero may be missing. Extended
 * frames (more than 255 bytes) are never asked for and count as damaged.
 * @see PN532 user manual, 6.2.1
 */
export function readPn532Frame(bytes: Uint8Array, isWhole = false): Pn532Frame | Exclude<Verdict, { readonly whole: number }> {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  if (zeros > MOST_ZEROS) return { not: 'unknown-shape', detail: 'zeros without a frame' };
  if (zeros === bytes.length) return 'more';
  if (zeros === 0 || bytes[zeros] !== START) return { not: 'unknown-shape', detail: 'outside of a frame' };
  const head = zeros + 1;
  if (bytes.length < head + 2) return 'more';
  const size = bytes[head] ?? 0;
  const check = bytes[head + 1] ?? 0;
  if (size === 0 && check === 0xff) return ending(bytes, head + 2, isWhole, { kind: 'ack', data: NOTHING });
  if (size === 0xff && check === 0) return ending(bytes, head + 2, isWhole, { kind: 'nack', data: NOTHING });
  if (((size + check) & 0xff) !== 0 || size === 0) return DAMAGED;
  const end = head + 2 + size + 1;
  if (bytes.length < end) return 'more';
  const body = bytes.subarray(head + 2, end);
  if (sumOf(body) !== 0) return DAMAGED;
  const said = body[0] === ERROR && size === 1 ? 'error' : body[0] === FROM_CHIP ? 'reply' : body[0] === FROM_HOST ? 'command' : null;
  if (said === null || (said !== 'error' && size < 2)) return { not: 'unknown-shape', detail: 'a frame of nobody' };
  return ending(bytes, end, isWhole, { kind: said, data: body.slice(1, size) });
}

/** A postamble that is there belongs to the frame; where another byte comes at once it has got lost, and nothing else has. */
function ending(bytes: Uint8Array, end: number, isWhole: boolean, frame: Omit<Pn532Frame, 'length'>): Pn532Frame | 'more' {
  if (bytes.length === end && !isWhole) return 'more';
  return { ...frame, length: bytes[end] === 0 ? end + 1 : end };
}

/** For the framer of a stream. */
export function lookForPn532(bytes: Uint8Array): Verdict {
  const frame = readPn532Frame(bytes);
  return frame === 'more' || 'not' in frame ? frame : { whole: frame.length };
}

/** A frame around a command (`command`) or an answer (`reply`). */
export function writePn532Frame(from: 'command' | 'reply', data: readonly number[]): Uint8Array {
  const body = [from === 'command' ? FROM_HOST : FROM_CHIP, ...data];
  return Uint8Array.from([0, 0, START, body.length, -body.length & 0xff, ...body, -sumOf(body) & 0xff, 0]);
}

const sumOf = (bytes: Iterable<number>): number => {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xff;
  return sum;
};
