import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import type { Decoded, DeviceMessage, DeviceReading } from './define-device.ts';
import { type Refusal, refuse } from './json.ts';
import { believableTime, isAbsurdTime, parseDeviceTime } from './time.ts';

/** What is noted while one message is decoded. */
export interface Decoding {
  readonly device: DeviceId;
  readonly receivedAt: Instant;
  unknownKeys: number;
  warnings: string[] | null;
}

export const startDecoding = ({ device, receivedAt }: DeviceMessage): Decoding => ({ device, receivedAt, unknownKeys: 0, warnings: null });

/** Notes a warning once per message. */
export function warn(decoding: Decoding, warning: string): void {
  decoding.warnings ??= [];
  if (!decoding.warnings.includes(warning)) decoding.warnings.push(warning);
}

/** The result for readings that stand; `none` says why there is not a single one. */
export function accepted(decoding: Decoding, readings: readonly DeviceReading[], none?: string): Decoded {
  // As nearly all messages are: the long way costs as much as reading a tag.
  if (none === undefined && decoding.unknownKeys === 0 && decoding.warnings === null) return { ok: true, readings };
  return {
    ok: true,
    readings,
    ...(none === undefined ? {} : { none }),
    ...(decoding.unknownKeys > 0 ? { unknownKeys: decoding.unknownKeys } : {}),
    ...(decoding.warnings === null ? {} : { warnings: decoding.warnings }),
  };
}

/** A message that means nothing to the shop. */
export const nothing = (decoding: Decoding, none: string): Decoded => accepted(decoding, [], none);

/** The time that a message states: null when it states none, a refusal when what stands there is no time. */
export function readStatedTime(value: unknown, key: string): Instant | null | Refusal {
  if (value === undefined || value === null) return null;
  const time = parseDeviceTime(value);
  if (time !== null) return time;
  return typeof value === 'string' || typeof value === 'number'
    ? refuse('bad-time', `${key}: neither epoch milliseconds nor RFC 3339 with a zone`)
    : refuse('wrong-type', `${key}: expected a number or text`);
}

/** When it happened; notes `absurd-time`. */
export function settleTime(decoding: Decoding, reportedAt: Instant | null): Instant {
  if (isAbsurdTime(reportedAt, decoding.receivedAt)) warn(decoding, 'absurd-time');
  return believableTime(reportedAt, decoding.receivedAt);
}

/** The keys that every reading starts with. */
export const sensed = (decoding: Decoding, reportedAt: Instant | null) => ({
  device: decoding.device,
  at: settleTime(decoding, reportedAt),
  reportedAt,
  receivedAt: decoding.receivedAt,
});

/** Tells a refusal from whatever else a reader function gives. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
