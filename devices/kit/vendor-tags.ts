import type { Epc, Tid } from '../../gateway/domain/ids.ts';
import type { TagRead, TagReadDetail } from '../../gateway/domain/readings.ts';
import type { Dbm, Instant } from '../../gateway/domain/units.ts';
import { type Decoding, settleTime, warn } from './decoding.ts';
import type { Quantity } from './define-device.ts';
import { type Refusal, refuse } from './json.ts';
import { parseLocalTime } from './local-time.ts';
import { isInRange } from './quantities.ts';
import { parseDeviceTime } from './time.ts';

/** What a vendor's form says of one read, in our units. */
export interface VendorRead {
  readonly epc: Epc;
  readonly tid: Tid | null;
  readonly antenna: number | null;
  readonly rssi: number | null;
  readonly count: number | null;
  readonly detail: TagReadDetail | null;
}

/** Puts a read together in the key order of the contract. */
export const toTagRead = (read: VendorRead, reportedAt: Instant | null, decoding: Decoding): TagRead => ({
  device: decoding.device,
  at: settleTime(decoding, reportedAt),
  reportedAt,
  receivedAt: decoding.receivedAt,
  kind: 'tag',
  epc: read.epc,
  antenna: read.antenna ?? 0,
  rssi: read.rssi as Dbm | null,
  tid: read.tid,
  count: read.count ?? 1,
  detail: read.detail,
});

/** Null for 0, where readers say by it that they do not know. */
export const unlessZero = (value: unknown): unknown => (value === 0 || value === '0' ? null : value);

/** Digits of a number that relays and older firmware wrote as text. */
const NUMBER_TEXT = /^\s*-?\d{1,9}(?:\.\d{1,9})?\s*$/;

/** The number of a text that is nothing else; every other value as it is. */
export const spelledNumber = (value: unknown): unknown => (typeof value === 'string' && NUMBER_TEXT.test(value) ? Number(value) : value);

/** A number in its range, times `scale`, also one written as text; null when absent or an empty text. */
export function readNumber(
  value: unknown,
  quantity: Quantity,
  key: string,
  scale: (raw: number) => number = (raw) => raw,
): number | null | Refusal {
  if (value === undefined || value === null || value === '') return null;
  const number = spelledNumber(value);
  if (typeof number !== 'number') return refuse('wrong-type', `${key}: expected a number`);
  const scaled = scale(number);
  return isInRange(scaled, quantity) ? scaled : refuse('out-of-range', `${key}: outside ${quantity.min} to ${quantity.max}`);
}

/**
 * A vendor's time; one without a zone is local to `timezone`. One that cannot be used (no zone at all, odd form) costs the time,
 * not the reads: it is noted as `unusable-time`.
 */
export function readVendorTime(value: unknown, decoding: Decoding, timezone: string | null = null): Instant | null {
  const isLocal = timezone !== null && typeof value === 'string';
  const time = parseDeviceTime(toMillis(value)) ?? (isLocal ? parseLocalTime(value, timezone, decoding.receivedAt) : null);
  if (time === null && value !== undefined && value !== null) warn(decoding, 'unusable-time');
  return time;
}

/** Seconds since 1970 from 2001 on, and milliseconds and microseconds up to the year 5138. */
const LEAST_SECONDS = 1e9;
const MOST_SECONDS = 1e11;
const MOST_MILLIS = 1e14;
const MOST_MICROS = 1e17;

/** A number of seconds (with decimals too), milliseconds or microseconds, which no date of ours confuses; also written as text. */
function toMillis(value: unknown): unknown {
  const number = typeof value === 'string' && /^\d{10,16}(?:\.\d{1,9})?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || number < LEAST_SECONDS || number >= MOST_MICROS) return value;
  // A double of seconds is true to a tenth of a microsecond: what lies below is the binary fraction's.
  if (number < MOST_SECONDS) return Math.floor(Math.round(number * 1e6) / 1e3);
  return Math.floor(number < MOST_MILLIS ? number : number / 1e3);
}

type Told = { -readonly [K in keyof TagReadDetail]: TagReadDetail[K] };

/** A detail without absent keys; null when nothing is left. One loop without intermediate lists: it stands on the hot path. */
export function toDetail(detail: { readonly [K in keyof TagReadDetail]: TagReadDetail[K] | null }): TagReadDetail | null {
  let told: Told | null = null;
  for (const key in detail) {
    const name = key as keyof TagReadDetail;
    const value = detail[name];
    if (value === null || value === undefined) continue;
    told ??= {};
    // The key decides the value's type in both; TypeScript cannot follow that through a variable key.
    (told as Record<string, unknown>)[name] = value;
  }
  return told;
}

/** The same for what is counted. */
export function readWhole(value: unknown, quantity: Quantity, key: string): number | null | Refusal {
  const number = readNumber(value, quantity, key);
  return typeof number === 'number' && !Number.isInteger(number) ? refuse('wrong-type', `${key}: expected a whole number`) : number;
}
