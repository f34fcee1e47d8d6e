import type { Verdict } from '../framers.ts';
import { type Refusal, refuse } from '../json.ts';

/** What is wrong with bytes that should be exactly one frame; null when they are. */
export function checkFrame(look: (bytes: Uint8Array) => Verdict, bytes: Uint8Array): Refusal | null {
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  const seen = look(bytes);
  if (seen === 'more') return refuse('bad-checksum', 'the message is cut short');
  if ('not' in seen) return refuse(seen.not, seen.detail);
  return seen.whole === bytes.length ? null : refuse('unknown-shape', 'more bytes than one message');
}

export const NO_MARK: Verdict = { not: 'unknown-shape', detail: 'no message begins here' };
export const BAD_CHECKSUM: Verdict = { not: 'bad-checksum', detail: 'the checksum is wrong' };

/** A 16-bit number, high byte first; 0 where the bytes end before. */
export const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
/** A signed byte. */
export const int8 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 24) >> 24;
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
export const pair = (value: number): [number, number] => [(value >> 8) & 0xff, value & 0xff];
