import type { Verdict } from '../framers.ts';
import { byteSum } from './checksums.ts';
import { BAD_CHECKSUM, NO_MARK, u16 } from './frames.ts';

const BEGIN = 0xbb;
const END = 0x7e;
/** Frame bytes around the data. */
const AROUND = 7;
/** No answer to a command of ours is longer; it bounds how long noise that looks like a frame is waited for. */
const LONGEST_DATA = 255;
export const LONGEST_M100_FRAME = LONGEST_DATA + AROUND;

export type M100Type = 'command' | 'reply' | 'notice';
const TYPES: readonly M100Type[] = ['command', 'reply', 'notice'];

/** `BB type command length data checksum 7E`; 7E stands inside the data too, so the length decides. */
export function lookAtM100(bytes: Uint8Array): Verdict {
  if (bytes[0] !== BEGIN || (bytes[1] ?? 0) >= TYPES.length) return NO_MARK;
  if (bytes.length < 5) return 'more';
  const length = u16(bytes, 3);
  if (length > LONGEST_DATA) return { not: 'too-many', detail: `more than ${LONGEST_DATA} bytes of data` };
  const whole = length + AROUND;
  if (bytes.length < whole) return 'more';
  return bytes[whole - 1] === END && bytes[whole - 2] === byteSum(bytes.subarray(1, whole - 2)) ? { whole } : BAD_CHECKSUM;
}

export function m100Frame(type: M100Type, command: number, data: Iterable<number> = []): Uint8Array {
  const list = [...data];
  const inner = [TYPES.indexOf(type), command, list.length >> 8, list.length & 0xff, ...list];
  return Uint8Array.from([BEGIN, ...inner, byteSum(Uint8Array.from(inner)), END]);
}

/** The parts of a frame that `lookAtM100` found whole. */
export const openM100 = (bytes: Uint8Array): { readonly type: M100Type; readonly command: number; readonly data: Uint8Array } => ({
  type: TYPES[bytes[1] ?? 0] ?? 'command',
  command: bytes[2] ?? 0,
  data: bytes.subarray(5, -2),
});
