import { bytesOf, i8, i16, u16, u64 } from './message.ts';
import { IMPINJ, IMPINJ_SUBTYPE, PARAMETER } from './numbers.ts';
import { custom, type Parameter, readCustom, readParameters, tlv, tv } from './parameters.ts';

/**
 * One TagReportData as the reader tells it; null for what it leaves out. What access operations read from or wrote to the
 * tag's memory stands in the same place and is never taken over: it may be a password.
 */
export interface LlrpTag {
  /** Upper-case hex; '' when the tag answered without an EPC. */
  readonly epc: string;
  /** Bits of the EPC as the reader counts them. */
  readonly epcBits: number;
  readonly antenna: number | null;
  /** dBm: whole, or in hundredths where the reader is of Impinj and was asked for it. */
  readonly rssi: number | null;
  readonly channel: number | null;
  readonly count: number | null;
  /** UTC, microseconds since 1970: first seen, else last seen. */
  readonly utcMicros: number | null;
  /** The reader only tells the time since it was switched on. */
  readonly hasUptimeOnly: boolean;
  readonly pcHex: string | null;
  readonly tid: string | null;
  /** 0 to 360, two decimals. */
  readonly phaseDeg: number | null;
  readonly dopplerHz: number | null;
}

/** What is found while going through the parameters of one tag. */
interface Found {
  epc: string | null;
  epcBits: number;
  antenna: number | null;
  rssi: number | null;
  fineRssi: number | null;
  channel: number | null;
  count: number | null;
  first: number | null;
  last: number | null;
  hasUptime: boolean;
  pcHex: string | null;
  tid: string | null;
  phaseDeg: number | null;
  dopplerHz: number | null;
}

const hexOf = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
    .toString('hex')
    .toUpperCase();

/** The tags of an RO_ACCESS_REPORT, in order; other parameters (access and survey reports, vendors') are passed over. A text says what is wrong. */
export function readTagReports(body: Uint8Array): readonly LlrpTag[] | string {
  const parameters = readParameters(body, 0, body.length);
  if (typeof parameters === 'string') return parameters;
  const tags: LlrpTag[] = [];
  for (const parameter of parameters) {
    if (parameter.type !== PARAMETER.TAG_REPORT_DATA) continue;
    const tag = readTag(body, parameter);
    if (typeof tag === 'string') return tag;
    tags.push(tag);
  }
  return tags;
}

function readTag(bytes: Uint8Array, { from, to }: Parameter): LlrpTag | string {
  const parameters = readParameters(bytes, from, to);
  if (typeof parameters === 'string') return parameters;
  const found: Found = {
    epc: null,
    epcBits: 0,
    antenna: null,
    rssi: null,
    fineRssi: null,
    channel: null,
    count: null,
    first: null,
    last: null,
    hasUptime: false,
    pcHex: null,
    tid: null,
    phaseDeg: null,
    dopplerHz: null,
  };
  for (const parameter of parameters) {
    const fault = take(bytes, parameter, found);
    if (fault !== null) return fault;
  }
  if (found.epc === null) return 'a tag report without an EPC';
  const utcMicros = found.first ?? found.last;
  return {
    epc: found.epc,
    epcBits: found.epcBits,
    antenna: found.antenna,
    rssi: found.fineRssi ?? found.rssi,
    channel: found.channel,
    count: found.count,
    utcMicros,
    hasUptimeOnly: utcMicros === null && found.hasUptime,
    pcHex: found.pcHex,
    tid: found.tid,
    phaseDeg: found.phaseDeg,
    dopplerHz: found.dopplerHz,
  };
}

/** Null, or what is wrong with the parameter. */
function take(bytes: Uint8Array, parameter: Parameter, found: Found): string | null {
  const { type, from, to } = parameter;
  switch (type) {
    case PARAMETER.EPC_96:
      found.epc = hexOf(bytes, from, to);
      found.epcBits = 96;
      break;
    case PARAMETER.EPC_DATA:
      return takeEpcData(bytes, parameter, found);
    case PARAMETER.ANTENNA_ID:
      found.antenna = u16(bytes, from);
      break;
    case PARAMETER.FIRST_SEEN_UTC:
      found.first = u64(bytes, from);
      break;
    case PARAMETER.LAST_SEEN_UTC:
      found.last = u64(bytes, from);
      break;
    case PARAMETER.FIRST_SEEN_UPTIME:
    case PARAMETER.LAST_SEEN_UPTIME:
      found.hasUptime = true;
      break;
    case PARAMETER.PEAK_RSSI:
      found.rssi = i8(bytes, from);
      break;
    case PARAMETER.CHANNEL_INDEX:
      found.channel = u16(bytes, from);
      break;
    case PARAMETER.TAG_SEEN_COUNT:
      found.count = u16(bytes, from);
      break;
    case PARAMETER.C1G2_PC:
      found.pcHex = hexOf(bytes, from, to);
      break;
    case PARAMETER.CUSTOM:
      takeCustom(bytes, parameter, found);
      break;
    default:
  }
  return null;
}

function takeEpcData(bytes: Uint8Array, { from, to }: Parameter, found: Found): string | null {
  if (to - from < 2) return 'EPCData without its bit count';
  const bits = u16(bytes, from);
  const length = Math.ceil(bits / 8);
  if (from + 2 + length !== to) return 'EPCData whose bit count does not fit its length';
  found.epcBits = bits;
  found.epc = hexOf(bytes, from + 2, to);
  return null;
}

/** Impinj's own values; every other vendor parameter, and one of an odd length, is passed over. */
function takeCustom(bytes: Uint8Array, parameter: Parameter, found: Found): void {
  const known = readCustom(bytes, parameter);
  if (known?.vendor !== IMPINJ) return;
  const { from } = known;
  const length = parameter.to - from;
  if (known.subtype === IMPINJ_SUBTYPE.PEAK_RSSI && length === 2) found.fineRssi = i16(bytes, from) / 100;
  else if (known.subtype === IMPINJ_SUBTYPE.PHASE && length === 2) found.phaseDeg = toDegrees(u16(bytes, from));
  // Sixteenths of a hertz.
  else if (known.subtype === IMPINJ_SUBTYPE.DOPPLER && length === 2) found.dopplerHz = i16(bytes, from) / 16;
  else if (known.subtype === IMPINJ_SUBTYPE.SERIALIZED_TID && length >= 2 && length === 2 + 2 * u16(bytes, from))
    found.tid = hexOf(bytes, from + 2, parameter.to);
}

/** 4096 steps are a whole turn; more than that is no angle. */
const toDegrees = (steps: number): number | null => (steps < 4_096 ? Math.round((steps * 36_000) / 4_096) / 100 : null);

/** What of a tag can be written; whole times in ms. */
export interface WritableTag {
  readonly epc: string;
  readonly antenna?: number | undefined;
  readonly rssi?: number | undefined;
  readonly channel?: number | undefined;
  readonly count?: number | undefined;
  readonly utcMs?: number | undefined;
  readonly pcHex?: string | undefined;
  readonly tid?: string | undefined;
  readonly phaseDeg?: number | undefined;
  readonly dopplerHz?: number | undefined;
}

const when = <T>(value: T | undefined, write: (value: T) => Buffer): Buffer[] => (value === undefined ? [] : [write(value)]);
const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)));
const impinj = (subtype: number, ...parts: readonly Uint8Array[]): Buffer => custom(IMPINJ, subtype, ...parts);

/** One TagReportData as a reader sends it: the standard's own parameters in their order, then Impinj's. */
export function writeTag(tag: WritableTag): Buffer {
  const epc = Buffer.from(tag.epc, 'hex');
  const isFine = tag.rssi !== undefined && !Number.isInteger(tag.rssi);
  return tlv(
    PARAMETER.TAG_REPORT_DATA,
    epc.length === 12 ? tv(PARAMETER.EPC_96, epc) : tlv(PARAMETER.EPC_DATA, bytesOf(2, epc.length * 8), epc),
    ...when(tag.antenna, (port) => tv(PARAMETER.ANTENNA_ID, bytesOf(2, port))),
    ...when(tag.rssi, (dbm) => tv(PARAMETER.PEAK_RSSI, bytesOf(1, clip(dbm, -128, 127)))),
    ...when(tag.channel, (index) => tv(PARAMETER.CHANNEL_INDEX, bytesOf(2, index))),
    ...when(tag.utcMs, (ms) => tv(PARAMETER.FIRST_SEEN_UTC, bytesOf(8, Math.max(0, ms) * 1_000))),
    ...when(tag.count, (count) => tv(PARAMETER.TAG_SEEN_COUNT, bytesOf(2, clip(count, 1, 0xffff)))),
    ...when(tag.pcHex, (pc) => tv(PARAMETER.C1G2_PC, Buffer.from(pc, 'hex'))),
    ...when(tag.tid, (hex) => impinj(IMPINJ_SUBTYPE.SERIALIZED_TID, bytesOf(2, hex.length / 4), Buffer.from(hex, 'hex'))),
    ...when(tag.phaseDeg, (deg) => impinj(IMPINJ_SUBTYPE.PHASE, bytesOf(2, Math.round((deg * 4_096) / 360) & 0xfff))),
    ...when(isFine ? tag.rssi : undefined, (dbm) => impinj(IMPINJ_SUBTYPE.PEAK_RSSI, bytesOf(2, Math.round(dbm * 100)))),
    ...when(tag.dopplerHz, (hz) => impinj(IMPINJ_SUBTYPE.DOPPLER, bytesOf(2, clip(hz * 16, -32_768, 32_767)))),
  );
}
