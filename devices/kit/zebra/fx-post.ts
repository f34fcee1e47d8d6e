import type { TagRead } from '../../../gateway/domain/readings.ts';
import type { Instant } from '../../../gateway/domain/units.ts';
import { type Decoding, isRefusal, warn } from '../decoding.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';
import { readEpc, readTid } from '../tag-identity.ts';
import { readNumber, readVendorTime, readWhole, toDetail, toTagRead, unlessZero } from '../vendor-tags.ts';

const MAX_READS = 5_000;

/** True for what FX readers posted before they had the IoT Connector: `reader_name`, `mac_address`, `tag_reads`. */
export const isFxPost = (envelope: JsonObject): boolean => Array.isArray(envelope.tag_reads);

/** The reads of such a message. Every number may be a text; times are local to `timezone` (`D/M/YYYY H:M:S:mmm`). */
export function readFxPost(envelope: JsonObject, timezone: string | null, decoding: Decoding): readonly TagRead[] | Refusal {
  const entries = envelope.tag_reads as readonly unknown[];
  if (entries.length > MAX_READS) return refuse('too-many', `tag_reads: more than ${MAX_READS}`);
  const reads: TagRead[] = [];
  for (const entry of entries) {
    if (!isObject(entry)) return refuse('wrong-type', 'tag_reads: expected objects');
    // A sign of life stands among the reads.
    if (entry.isHeartBeat === true || entry.isHeartBeat === 'true') continue;
    const read = readOne(entry, timezone, decoding);
    if (isRefusal(read)) return read;
    reads.push(read);
  }
  return reads;
}

function readOne(raw: JsonObject, timezone: string | null, decoding: Decoding): TagRead | Refusal {
  const epc = readEpc(raw.epc ?? raw.idHex);
  if (epc === null) return refuse('bad-epc', 'epc: expected hex of whole 16-bit words');
  const antenna = readWhole(raw.antennaPort ?? raw.antenna, QUANTITIES.antenna, 'antennaPort');
  const rssi = readNumber(raw.peakRssi, QUANTITIES.rssi, 'peakRssi');
  const count = readWhole(unlessZero(raw.seenCount), QUANTITIES.count, 'seenCount');
  const phaseDeg = readNumber(raw.phase, QUANTITIES['detail.phaseDeg'], 'phase');
  for (const value of [antenna, rssi, count, phaseDeg]) if (isRefusal(value)) return value;
  const pcHex = typeof raw.pc === 'string' && /^[0-9A-Fa-f]{4}$/.test(raw.pc) ? raw.pc.toUpperCase() : null;
  const tid = readTid(raw.tid);
  if (tid === null && typeof raw.tid === 'string' && raw.tid !== '') warn(decoding, 'tid-unreadable');
  const told = {
    epc,
    tid,
    antenna: antenna as number | null,
    rssi: rssi as number | null,
    count: count as number | null,
    detail: toDetail({ pcHex, phaseDeg: phaseDeg as number | null }),
  };
  return toTagRead(told, readTime(raw, timezone, decoding), decoding);
}

const LOCAL = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?::(\d{1,3}))?$/;

/** `15/1/2026 9:0:0:5` is five milliseconds past nine on the 15th of January; newer firmware counts from 1970 or writes ISO. */
function readTime(raw: JsonObject, timezone: string | null, decoding: Decoding): Instant | null {
  const time = raw.firstSeenTimestamp ?? raw.firstSeenTimeStamp ?? raw.timeStamp ?? raw.timestamp;
  const parts = typeof time === 'string' ? LOCAL.exec(time) : null;
  if (parts === null) return readVendorTime(time, decoding, timezone);
  const [day, month, year, hour, minute, second, millis = '0'] = parts.slice(1);
  const two = (part = ''): string => part.padStart(2, '0');
  const iso = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${millis.padStart(3, '0')}`;
  return readVendorTime(iso, decoding, timezone);
}
