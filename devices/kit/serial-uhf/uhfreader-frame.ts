import { z } from 'zod';
import type { Verdict } from '../framers.ts';
import { reflectedCrc } from './checksums.ts';
import { BAD_CHECKSUM } from './frames.ts';

/** Address, command and CRC: the length byte of a command without data. */
const SHORTEST = 4;
export const LONGEST_UHFREADER_FRAME = 256;
/** A command that every reader obeys, whatever its address. */
export const BROADCAST = 0xff;
export const INVENTORY = 0x01;

/** `length address command [status] data crcLow crcHigh`; no mark stands at the beginning, so only the CRC tells a frame from noise. */
export function lookAtUhfReader(bytes: Uint8Array): Verdict {
  const length = bytes[0];
  if (length === undefined) return 'more';
  if (length < SHORTEST) return { not: 'unknown-shape', detail: 'a length that no frame has' };
  const whole = length + 1;
  if (bytes.length < whole) return 'more';
  const sent = (bytes[whole - 2] ?? 0) | ((bytes[whole - 1] ?? 0) << 8);
  return reflectedCrc(bytes.subarray(0, whole - 2)) === sent ? { whole } : BAD_CHECKSUM;
}

/** A command, or with the status before the data a reply. */
export function uhfReaderFrame(address: number, command: number, data: Iterable<number> = []): Uint8Array {
  const list = [...data];
  const frame = [list.length + SHORTEST, address, command, ...list];
  const crc = reflectedCrc(Uint8Array.from(frame));
  return Uint8Array.from([...frame, crc & 0xff, crc >> 8]);
}

/** `settings.address` of these readers. */
export const uhfReaderAddress = z
  .int()
  .min(0)
  .max(255)
  .default(BROADCAST)
  .describe('Address of the reader on its line; 255: any, for a line with one reader, which obeys it too.');
