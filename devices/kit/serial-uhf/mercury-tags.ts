import type { TagRead } from '../../../gateway/domain/readings.ts';
import { type Decoding, isRefusal, warn } from '../decoding.ts';
import { type Refusal, refuse } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import { readEpc } from '../tag-identity.ts';
import { toDetail, toTagRead } from '../vendor-tags.ts';
import { gen2Crc } from './checksums.ts';
import { int8, pair, toHex, u16 } from './frames.ts';
import { OPCODE } from './mercury-commands.ts';
import { mercuryReply } from './mercury-frame.ts';
import { readDbm, readPcEpcCrc, writePcEpcCrc } from './tags.ts';

const GEN2 = 0x05;
/** Places in a streamed record, from the FF of its frame. Embedded data move the last two back. */
const AT = { rssi: 12, antenna: 13, khz: 14, phase: 21, protocol: 23, dataBits: 24, epcBits: 27, tag: 29 } as const;
/** What stands before the record: option, search flags, "all that is known" (01FF), one tag, read once. */
const BEFORE = [0x10, 0x00, 0x1b, 0x01, 0xff, 0x01, 0x01] as const;
/** No user memory, with user memory: the PC words of nearly all tags, without their length. */
const USUAL_PC_BITS = [0x0000, 0x0400] as const;

/**
 * The answer to a single read: EPC and tag CRC. The CRC covers the PC too, which is not sent; when no usual PC proves it the
 * read stands (the frame's own CRC was right) and is noted as `tag-crc-unproven`.
 */
export function readSingle(data: Uint8Array, decoding: Decoding): TagRead | Refusal {
  const bytes = data.subarray(0, -2);
  const epc = readEpc(toHex(bytes));
  if (epc === null) return refuse('bad-epc', 'expected an EPC of whole words and its CRC');
  const length = (bytes.length / 2) << 11;
  const crc = u16(data, bytes.length);
  if (!USUAL_PC_BITS.some((bits) => gen2Crc(Uint8Array.from([...pair(length | bits), ...bytes])) === crc))
    warn(decoding, 'tag-crc-unproven');
  return toTagRead({ epc, tid: null, antenna: null, rssi: null, count: null, detail: null }, null, decoding);
}

/** One record of continuous reading, as a whole frame. Embedded data may be memory content of the tag and are left alone. */
export function readStreamed(frame: Uint8Array, decoding: Decoding): TagRead | Refusal {
  if (frame.length < AT.tag + 2) return refuse('unknown-shape', 'too short for a record');
  if (frame[AT.protocol] !== GEN2) return refuse('unknown-shape', 'a tag of another protocol than Gen2');
  const embedded = Math.ceil(u16(frame, AT.dataBits) / 8);
  const end = AT.tag + embedded + u16(frame, AT.epcBits + embedded) / 8;
  if (end !== frame.length - 2) return refuse('unknown-shape', 'another length than the record says');
  const tag = readPcEpcCrc(frame.subarray(AT.tag + embedded, end));
  if (isRefusal(tag)) return tag;
  const khz = ((frame[AT.khz] ?? 0) << 16) | u16(frame, AT.khz + 1);
  const degrees = u16(frame, AT.phase);
  const ports = frame[AT.antenna] ?? 0;
  return toTagRead(
    {
      epc: tag.epc,
      tid: null,
      // The port that heard the tag; modules with one port for both say it twice.
      antenna: ports & 15 || ports >> 4,
      rssi: readDbm(int8(frame, AT.rssi), decoding),
      count: null,
      detail: toDetail({
        pcHex: tag.pcHex,
        frequencyKhz: isInRange(khz, QUANTITIES['detail.frequencyKhz']) ? khz : null,
        phaseDeg: isInRange(degrees, QUANTITIES['detail.phaseDeg']) ? degrees : null,
      }),
    },
    null,
    decoding,
  );
}

/** The record of a read; ports above 15 have no room and are not said, a signal that is not known is one that nobody hears. */
export function writeStreamed(read: TagRead): Uint8Array {
  const port = read.antenna > 15 ? 0 : read.antenna;
  const khz = read.detail?.frequencyKhz ?? 0;
  const phase = ((Math.round(read.detail?.phaseDeg ?? 0) % 360) + 360) % 360;
  const tag = writePcEpcCrc(read);
  return mercuryReply(OPCODE.readMultiple, 0, [
    ...BEFORE,
    (read.rssi === null ? -128 : Math.round(read.rssi)) & 0xff,
    (port << 4) | port,
    (khz >> 16) & 0xff,
    ...pair(khz),
    ...[0, 0, 0, 0],
    ...pair(phase),
    GEN2,
    ...[0, 0, 0],
    ...pair(tag.length * 8),
    ...tag,
  ]);
}
