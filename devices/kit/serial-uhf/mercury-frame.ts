import type { Verdict } from '../framers.ts';
import { mercuryCrc } from './checksums.ts';
import { BAD_CHECKSUM, NO_MARK, pair, u16 } from './frames.ts';

const BEGIN = 0xff;
/** Begin, length, opcode, status and CRC of a reply. */
const AROUND_REPLY = 7;
export const LONGEST_MERCURY_REPLY = 255 + AROUND_REPLY;

/** A reply: `FF length opcode status data crc`; the length counts the data only. */
export function lookAtMercury(bytes: Uint8Array): Verdict {
  if (bytes[0] !== BEGIN) return NO_MARK;
  const length = bytes[1];
  if (length === undefined) return 'more';
  const whole = length + AROUND_REPLY;
  if (bytes.length < whole) return 'more';
  return mercuryCrc(bytes.subarray(1, whole - 2)) === u16(bytes, whole - 2) ? { whole } : BAD_CHECKSUM;
}

const frame = (length: number, inner: readonly number[]): Uint8Array => {
  const bytes = Uint8Array.from([BEGIN, length, ...inner, 0, 0]);
  bytes.set(pair(mercuryCrc(bytes.subarray(1, -2))), bytes.length - 2);
  return bytes;
};

/** A command has no status. */
export const mercuryCommand = (opcode: number, data: readonly number[] = []): Uint8Array => frame(data.length, [opcode, ...data]);

export const mercuryReply = (opcode: number, status: number, data: readonly number[] = []): Uint8Array =>
  frame(data.length, [opcode, ...pair(status), ...data]);

/** True for a whole command as the host sends it: `FF length opcode data crc`. Never looked for in a stream, where the module speaks. */
export function isMercuryCommand(bytes: Uint8Array): boolean {
  const whole = (bytes[1] ?? 0) + AROUND_REPLY - 2;
  return bytes[0] === BEGIN && bytes.length === whole && mercuryCrc(bytes.subarray(1, whole - 2)) === u16(bytes, whole - 2);
}

/** The parts of a reply that `lookAtMercury` found whole. */
export const openMercury = (bytes: Uint8Array): { readonly opcode: number; readonly status: number; readonly data: Uint8Array } => ({
  opcode: bytes[2] ?? 0,
  status: u16(bytes, 3),
  data: bytes.subarray(5, -2),
});
