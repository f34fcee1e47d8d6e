import type { TagRead, TagReadDetail } from '../../../gateway/domain/readings.ts';
import type { Dbm, Instant } from '../../../gateway/domain/units.ts';
import { type Decoding, isRefusal, readStatedTime, settleTime } from '../decoding.ts';
import type { Quantity } from '../define-device.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import { readEpc, readTid } from '../tag-identity.ts';

/** A message with more reads is refused whole: its sender is to split it. */
const MAX_READS = 5_000;

/** `reads` in its three forms: one read, `{"at"?, "reads": [...]}`, or an array. This is the hot path: no closures, no copies. */
export function readTags(value: unknown, decoding: Decoding): readonly TagRead[] | Refusal {
  if (Array.isArray(value)) return readList(value, null, decoding);
  if (!isObject(value)) return refuse('wrong-type', 'expected an object or a list of reads');
  if (value.reads === undefined) {
    const read = readTag(value, null, decoding);
    return isRefusal(read) ? read : [read];
  }
  if (!Array.isArray(value.reads)) return refuse('wrong-type', 'reads: expected a list');
  const at = readStatedTime(value.at, 'at');
  if (isRefusal(at)) return at;
  for (const key in value) if (key !== 'reads' && key !== 'at') decoding.unknownKeys++;
  return readList(value.reads, at, decoding);
}

function readList(list: readonly unknown[], at: Instant | null, decoding: Decoding): readonly TagRead[] | Refusal {
  if (list.length > MAX_READS) return refuse('too-many', `more than ${MAX_READS} reads`);
  const reads: TagRead[] = [];
  for (const raw of list) {
    if (!isObject(raw)) return refuse('wrong-type', 'reads: expected objects');
    const read = readTag(raw, at, decoding);
    if (isRefusal(read)) return read;
    reads.push(read);
  }
  return reads;
}

function readTag(raw: JsonObject, commonTime: Instant | null, decoding: Decoding): TagRead | Refusal {
  const { epc: rawEpc, ant, rssi, at, tid: rawTid, count, phase, doppler } = raw;
  if (rawEpc === undefined) return refuse('unknown-shape', 'a read without epc');
  const epc = readEpc(rawEpc);
  if (epc === null) return refuse('bad-epc', 'epc: expected hex of whole 16-bit words, 4 to 62 bytes');
  const tid = isAbsent(rawTid) ? null : readTid(rawTid);
  if (tid === null && !isAbsent(rawTid)) return refuse('bad-epc', 'tid: expected hex of whole 16-bit words');
  const wrong =
    check(ant, QUANTITIES.antenna, 'ant', true) ??
    check(rssi, QUANTITIES.rssi, 'rssi', false) ??
    check(count, QUANTITIES.count, 'count', true) ??
    check(phase, QUANTITIES['detail.phaseDeg'], 'phase', false) ??
    check(doppler, QUANTITIES['detail.dopplerHz'], 'doppler', false);
  if (wrong !== null) return wrong;
  const ownTime = isAbsent(at) ? commonTime : readStatedTime(at, 'at');
  if (isRefusal(ownTime)) return ownTime;
  for (const key in raw) if (!KNOWN.has(key)) decoding.unknownKeys++;
  return {
    device: decoding.device,
    at: settleTime(decoding, ownTime),
    reportedAt: ownTime,
    receivedAt: decoding.receivedAt,
    kind: 'tag',
    epc,
    antenna: typeof ant === 'number' ? ant : 0,
    rssi: typeof rssi === 'number' ? (rssi as Dbm) : null,
    tid,
    count: typeof count === 'number' ? count : 1,
    detail: isAbsent(phase) && isAbsent(doppler) ? null : readDetail(phase, doppler),
  };
}

const KNOWN: ReadonlySet<string> = new Set(['epc', 'ant', 'rssi', 'at', 'tid', 'count', 'phase', 'doppler']);

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

const readDetail = (phase: unknown, doppler: unknown): TagReadDetail => ({
  ...(typeof phase === 'number' ? { phaseDeg: phase } : {}),
  ...(typeof doppler === 'number' ? { dopplerHz: doppler } : {}),
});

function check(value: unknown, quantity: Quantity, key: string, whole: boolean): Refusal | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'number') return refuse('wrong-type', `${key}: expected a number`);
  if (!isInRange(value, quantity)) return refuse('out-of-range', `${key}: outside ${quantity.min} to ${quantity.max}`);
  return whole && !Number.isInteger(value) ? refuse('wrong-type', `${key}: expected a whole number`) : null;
}
