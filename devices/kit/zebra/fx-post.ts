import type { TagRead } from '../../../gateway/domain/readings.ts';
import { type Decoding, isRefusal, warn } from '../decoding.ts';
import type { Quantity } from '../define-device.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';
import { readEpc, readTid } from '../tag-identity.ts';
import { readNumber, readVendorTime, readWhole, toDetail, toTagRead } from '../vendor-tags.ts';

const MAX_READS = 5_000;

/** True for what FX readers posted before they had the IoT Connector: `reader_name`, `mac_address`, `tag_reads`. */
export const isFxPost = (envelope: JsonObject): boolean => Array.isArray(envelope.tag_reads);

/** The reads of such a message. Every number may be a text; times are local without a zone (`D/M/YYYY H:M:S:mmm`) and cannot be used. */
export function readFxPost(envelope: JsonObject, decoding: Decoding): readonly TagRead[] | Refusal {
  const entries = envelope.tag_reads as readonly unknown[];
  if (entries.length > MAX_READS) return refuse('too-many', `tag_reads: more than ${MAX_READS}`);
  const reads: TagRead[] = [];
  for (const entry of entries) {
    if (!isObject(entry)) return refuse('wrong-type', 'tag_reads: expected objects');
    // A sign of life stands among the reads.
    if (entry.isHeartBeat === true || entry.isHeartBeat === 'true') continue;
    const read = readOne(entry, decoding);
    if (isRefusal(read)) return read;
    reads.push(read);
  }
  return reads;
}

function readOne(raw: JsonObject, decoding: Decoding): TagRead | Refusal {
  const epc = readEpc(raw.epc ?? raw.idHex);
  if (epc === null) return refuse('bad-epc', 'epc: expected hex of whole 16-bit words');
  const whole = (key: string, quantity: Quantity) => readWhole(toNumber(raw[key]), quantity, key);
  const antenna = whole(raw.antennaPort === undefined ? 'antenna' : 'antennaPort', QUANTITIES.antenna);
  const rssi = readNumber(toNumber(raw.peakRssi), QUANTITIES.rssi, 'peakRssi');
  const count = toNumber(raw.seenCount) === 0 ? null : whole('seenCount', QUANTITIES.count);
  const phaseDeg = readNumber(toNumber(raw.phase), QUANTITIES['detail.phaseDeg'], 'phase');
  for (const value of [antenna, rssi, count, phaseDeg]) if (isRefusal(value)) return value;
  const time = raw.firstSeenTimestamp ?? raw.timeStamp ?? raw.timestamp;
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
  return toTagRead(told, readVendorTime(time, decoding), decoding);
}

/** A number written as text is one; an empty text is none at all. */
function toNumber(value: unknown): unknown {
  if (value === '') return null;
  return typeof value === 'string' && /^-?\d{1,9}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value;
}
