import type { Verdict } from '../framers.ts';
import { byteSum } from './checksums.ts';
import { BAD_CHECKSUM, NO_MARK } from './frames.ts';

const BEGIN = 0xa0;
/** Address, command and checksum, which the length byte counts too. */
const INNER = 3;
export const LONGEST_R2000_FRAME = 257;

/** `A0 length address command data checksum`; all bytes together add up to 0. */
export function lookAtR2000(bytes: Uint8Array): Verdict {
  if (bytes[0] !== BEGIN) return NO_MARK;
  const length = bytes[1];
  if (length === undefined) return 'more';
  if (length < INNER) return { not: 'unknown-shape', detail: 'a length that no frame has' };
  const whole = length + 2;
  if (bytes.length < whole) return 'more';
  return byteSum(bytes.subarray(0, whole)) === 0 ? { whole } : BAD_CHECKSUM;
}

export function r2000Frame(address: number, command: number, data: Iterable<number> = []): Uint8Array {
  const list = [...data];
  const frame = [BEGIN, list.length + INNER, address, command, ...list];
  return Uint8Array.from([...frame, -byteSum(Uint8Array.from(frame)) & 0xff]);
}

/** The parts of a frame that `lookAtR2000` found whole. */
export const openR2000 = (bytes: Uint8Array): { readonly address: number; readonly command: number; readonly data: Uint8Array } => ({
  address: bytes[2] ?? 0,
  command: bytes[3] ?? 0,
  data: bytes.subarray(4, -1),
});
