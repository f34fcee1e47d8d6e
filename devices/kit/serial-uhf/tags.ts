import type { Epc } from '../../../gateway/domain/ids.ts';
import type { TagRead } from '../../../gateway/domain/readings.ts';
import { type Decoding, warn } from '../decoding.ts';
import type { DeviceReading } from '../define-device.ts';
import { type Refusal, refuse } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import { readEpc } from '../tag-identity.ts';
import { gen2Crc } from './checksums.ts';
import { pair, toHex, u16 } from './frames.ts';

/** Words of the EPC that a PC word announces. @see EPC Gen2 air interface, 6.3.2.1.2.2 */
const wordsOf = (pc: number): number => pc >> 11;

export interface Gen2Tag {
  readonly epc: Epc;
  readonly pcHex: string;
}

/** PC and EPC as a tag sends them: the PC tells how long the EPC is, and it has to be exactly that long. */
export function readPcEpc(bytes: Uint8Array): Gen2Tag | Refusal {
  const pc = u16(bytes, 0);
  if (bytes.length !== 2 + 2 * wordsOf(pc)) return refuse('bad-epc', 'the EPC is not as long as its PC word says');
  const epc = readEpc(toHex(bytes.subarray(2)));
  if (epc === null) return refuse('bad-epc', 'an EPC of fewer than two words');
  return { epc, pcHex: toHex(bytes.subarray(0, 2)) };
}

/** The same with the tag's own CRC behind, which finds what the frame's checksum lets pass and every wrong cut. */
export function readPcEpcCrc(bytes: Uint8Array): Gen2Tag | Refusal {
  if (bytes.length < 4) return refuse('unknown-shape', 'too short for PC and CRC');
  const tag = bytes.subarray(0, -2);
  if (gen2Crc(tag) !== u16(bytes, bytes.length - 2)) return refuse('bad-checksum', 'the CRC of the tag is wrong');
  return readPcEpc(tag);
}

/** PC and EPC of a read: its own PC where it fits, else one that tells the length and nothing more. */
export function writePcEpc(read: TagRead): Uint8Array {
  const epc = Buffer.from(read.epc, 'hex');
  const own = Number.parseInt(read.detail?.pcHex ?? '', 16);
  const pc = wordsOf(own) === epc.length / 2 ? own : (epc.length / 2) << 11;
  return Uint8Array.from([...pair(pc), ...epc]);
}

export function writePcEpcCrc(read: TagRead): Uint8Array {
  const tag = writePcEpc(read);
  return Uint8Array.from([...tag, ...pair(gen2Crc(tag))]);
}

/** A signal in dBm; what no receiver can hear costs the signal, not the read, and is noted as `absurd-rssi`. */
export function readDbm(dbm: number, decoding: Decoding): number | null {
  if (isInRange(dbm, QUANTITIES.rssi)) return dbm;
  warn(decoding, 'absurd-rssi');
  return null;
}

/** One message per tag read, all other readings are left out; `write` gives null for a read that the form cannot say. */
export const writeTags = (
  readings: readonly DeviceReading[],
  write: (read: TagRead) => Uint8Array | null,
  topic = '',
): { readonly topic: string; readonly bytes: Uint8Array }[] =>
  readings.flatMap((reading) => {
    const bytes = reading.kind === 'tag' ? write(reading) : null;
    return bytes === null ? [] : [{ topic, bytes }];
  });
