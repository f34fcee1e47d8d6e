import type { Instant } from '../../gateway/domain/units.ts';

/** A device's time is believed when it lies at most this far before the arrival ... */
const BELIEVED_BEFORE_MS = 600_000;
/** ... or after it. */
const BELIEVED_AFTER_MS = 2_000;
const ABSURD_AHEAD_MS = 86_400_000;
/** 2015-01-01T00:00Z: no device of ours is older; clocks that lost their battery say 1970 or 2000. */
const ABSURD_BEFORE = 1_420_070_400_000;
/** The longest time that a Date can say. */
const MAX_EPOCH_MS = 8.64e15;
const DAY_MS = 86_400_000;

/**
 * A time as devices write it: epoch milliseconds as a number, or RFC 3339 text with zero to nine decimals (cut to
 * milliseconds, not rounded) and `Z`, `+03:00` or `+0300`. Null for everything else, also for local times without a zone:
 * nobody knows what they mean.
 * @see RFC 3339, 5.6
 */
export function parseDeviceTime(value: unknown): Instant | null {
  if (typeof value === 'number') return Math.abs(value) <= MAX_EPOCH_MS ? (Math.floor(value) as Instant) : null;
  return typeof value === 'string' ? parseTimeText(value) : null;
}

/** When it happened: the device's time where it lies within [receivedAt - 10 min, receivedAt + 2 s], else the receive time. */
export const believableTime = (reportedAt: Instant | null, receivedAt: Instant): Instant =>
  reportedAt !== null && reportedAt >= receivedAt - BELIEVED_BEFORE_MS && reportedAt <= receivedAt + BELIEVED_AFTER_MS
    ? reportedAt
    : receivedAt;

/** Before 2015 (also negative), or more than a day ahead: the device's clock is wrong, and someone should hear of it. */
export const isAbsurdTime = (reportedAt: Instant | null, receivedAt: Instant): boolean =>
  reportedAt !== null && (reportedAt < ABSURD_BEFORE || reportedAt > receivedAt + ABSURD_AHEAD_MS);

const DOT = 0x2e;
const CAPITAL_Z = 0x5a;

function parseTimeText(text: string): Instant | null {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if ((year | month | day | hour | minute | second) < 0 || !hasSeparators(text)) return null;
  // 60 is a leap second: it falls on the first instant of the next minute.
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 60) return null;
  let next = 19;
  let millis = 0;
  if (text.charCodeAt(next) === DOT) {
    let scale = 100;
    for (next = 20; isDigit(text.charCodeAt(next)); next++, scale = Math.floor(scale / 10)) millis += (text.charCodeAt(next) - 48) * scale;
    if (next === 20 || next > 29) return null;
  }
  const offset = parseOffset(text, next);
  if (offset === null) return null;
  return (daysSinceEpoch(year, month, day) * DAY_MS + ((hour * 60 + minute - offset) * 60 + second) * 1_000 + millis) as Instant;
}

/** Minutes east of Greenwich of the zone that starts at `from` and ends the text; null when it is none. */
function parseOffset(text: string, from: number): number | null {
  const sign = text.charCodeAt(from);
  if ((sign & ~0x20) === CAPITAL_Z) return text.length === from + 1 ? 0 : null;
  if (sign !== 0x2b && sign !== 0x2d) return null;
  const colon = text.charCodeAt(from + 3) === 0x3a ? 1 : 0;
  const hours = digits(text, from + 1, 2);
  const minutes = digits(text, from + 3 + colon, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || text.length !== from + 5 + colon) return null;
  return (sign === 0x2b ? 1 : -1) * (hours * 60 + minutes);
}

function hasSeparators(text: string): boolean {
  const middle = text.charCodeAt(10);
  return (
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    ((middle & ~0x20) === 0x54 || middle === 0x20) &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a
  );
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** -1 when one of the characters is no digit or missing. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return -1;
    value = value * 10 + code - 48;
  }
  return value;
}

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** Proleptic Gregorian calendar, counted in years that start in March so that the leap day comes last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
