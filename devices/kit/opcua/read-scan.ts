import type { Epc } from '../../../gateway/domain/ids.ts';
import type { TagRead } from '../../../gateway/domain/readings.ts';
import type { Instant } from '../../../gateway/domain/units.ts';
import { type Decoding, isRefusal, warn } from '../decoding.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';
import { readEpc } from '../tag-identity.ts';
import { readVendorTime, readWhole, toDetail, toTagRead } from '../vendor-tags.ts';
import { NO_TIME, SCAN_DATA } from './auto-id.ts';

const RESULT_KEYS: ReadonlySet<string> = new Set(['CodeType', 'ScanData', 'Timestamp', 'Location', 'Sighting']);
const MAX_SIGHTINGS = 256;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const ANY_INT = { kind: 'tag', unit: 'none', min: -2_147_483_648, max: 2_147_483_647 } as const;

export interface ScanContext {
  /** How the reader tells the strength; `auto`: from -120 to -1 is dBm, everything else a level of its own. */
  readonly strength: 'auto' | 'dbm' | 'cdbm' | 'raw';
  /** Byte strings begin with the PC word. */
  readonly pcInBytes: boolean;
}

/** The reads of one scan result, one per sighting; null for codes that are no UHF tag. */
export function readScanResult(raw: JsonObject, decoding: Decoding, context: ScanContext): readonly TagRead[] | null | Refusal {
  for (const key in raw) if (!RESULT_KEYS.has(key)) decoding.unknownKeys++;
  const { CodeType: codeType, ScanData: data } = raw;
  if (typeof codeType !== 'string') return refuse('wrong-type', 'CodeType: expected text');
  if (!isObject(data)) return refuse('wrong-type', 'ScanData: expected an object');
  const type = codeType.trim().toUpperCase();
  const isRaw = type.startsWith('RAW:');
  if (type !== 'EPC' && type !== 'UII' && !isRaw) return null;
  if (data.switchField === SCAN_DATA.custom) return null;
  const identity = readIdentity(data, decoding, context);
  if (identity === null) {
    // Raw text may be anything that can be scanned.
    if (isRaw && data.switchField === SCAN_DATA.string) return null;
    return refuse('bad-epc', 'ScanData: expected the bytes or hex of whole 16-bit words');
  }
  return readSightings(raw, identity, decoding, context);
}

interface Identity {
  readonly epc: Epc;
  readonly pcHex: string | null;
}

function readIdentity(data: JsonObject, decoding: Decoding, { pcInBytes }: ScanContext): Identity | null {
  switch (data.switchField) {
    case SCAN_DATA.epc:
      return isObject(data.Epc) ? readUnion(data.Epc, decoding) : null;
    case SCAN_DATA.byteString: {
      const hex = hexOf(data.ByteString);
      return hex === null ? null : pcInBytes ? withoutPc(hex) : named(hex, null);
    }
    case SCAN_DATA.string: {
      const hex = readEpc(data.String);
      return hex === null ? null : { epc: hex, pcHex: null };
    }
    default:
      return null;
  }
}

/** PC word and identity apart; the PC tells how many words belong to it. */
function readUnion(raw: JsonObject, decoding: Decoding): Identity | null {
  const hex = hexOf(raw.UId);
  const { PC: pc } = raw;
  if (hex === null || typeof pc !== 'number' || !Number.isInteger(pc) || pc < 0 || pc > 0xffff) return null;
  // Readers that do not know the PC leave it at 0.
  if (pc === 0) return named(hex, null);
  const pcHex = pc.toString(16).toUpperCase().padStart(4, '0');
  const digits = (pc >> 11) * 4;
  if (hex.length === digits) return named(hex, pcHex);
  if (hex.length === digits + 4 && hex.startsWith(pcHex)) return named(hex.slice(4), pcHex);
  if (hex.length > digits && digits >= 8) {
    // What stands behind the identity is its checksum or padding.
    warn(decoding, 'epc-cut');
    return named(hex.slice(0, digits), pcHex);
  }
  warn(decoding, 'pc-mismatch');
  return named(hex, pcHex);
}

function withoutPc(hex: string): Identity | null {
  const pc = Number.parseInt(hex.slice(0, 4), 16);
  const digits = (pc >> 11) * 4;
  return hex.length < 4 + digits ? null : named(hex.slice(4, 4 + digits), hex.slice(0, 4));
}

function named(hex: string, pcHex: string | null): Identity | null {
  const epc = readEpc(hex);
  return epc === null ? null : { epc, pcHex };
}

const hexOf = (base64: unknown): string | null =>
  typeof base64 === 'string' && base64.length <= 344 && BASE64.test(base64)
    ? Buffer.from(base64, 'base64').toString('hex').toUpperCase()
    : null;

function readSightings(raw: JsonObject, identity: Identity, decoding: Decoding, context: ScanContext): readonly TagRead[] | Refusal {
  const { Sighting: list = [] } = raw;
  if (!Array.isArray(list)) return refuse('wrong-type', 'Sighting: expected a list');
  if (list.length > MAX_SIGHTINGS) return refuse('too-many', `Sighting: more than ${MAX_SIGHTINGS}`);
  const scannedAt = timeOf(raw.Timestamp, decoding);
  const reads: TagRead[] = [];
  for (const sighting of list.length === 0 ? [{}] : list) {
    if (!isObject(sighting)) return refuse('wrong-type', 'Sighting: expected objects');
    const antenna = readWhole(sighting.Antenna, QUANTITIES.antenna, 'Antenna');
    const strength = readWhole(sighting.Strength, ANY_INT, 'Strength');
    if (isRefusal(antenna)) return antenna;
    if (isRefusal(strength)) return strength;
    const signal = toSignal(strength, context.strength);
    if (isRefusal(signal)) return signal;
    const { epc, pcHex } = identity;
    const told = { epc, tid: null, antenna, rssi: signal.rssi, count: null, detail: toDetail({ pcHex, rssiRaw: signal.rssiRaw }) };
    reads.push(toTagRead(told, timeOf(sighting.Timestamp, decoding) ?? scannedAt, decoding));
  }
  return reads;
}

/** The standard leaves the unit of `Strength` to the reader. */
function toSignal(
  strength: number | null,
  unit: ScanContext['strength'],
): { readonly rssi: number | null; readonly rssiRaw: number | null } | Refusal {
  if (strength === null) return { rssi: null, rssiRaw: null };
  const isDbm = unit === 'dbm' || (unit === 'auto' && strength < 0 && strength >= QUANTITIES.rssi.min);
  if (!isDbm && unit !== 'cdbm') return { rssi: null, rssiRaw: strength };
  const rssi = unit === 'cdbm' ? strength / 100 : strength;
  const { min, max } = QUANTITIES.rssi;
  return rssi >= min && rssi <= max ? { rssi, rssiRaw: null } : refuse('out-of-range', `Strength: outside ${min} to ${max} dBm`);
}

function timeOf(value: unknown, decoding: Decoding): Instant | null {
  const time = readVendorTime(value, decoding);
  return time === NO_TIME ? null : time;
}
