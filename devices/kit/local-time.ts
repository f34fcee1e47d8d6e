import type { Instant } from '../../gateway/domain/units.ts';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** `2026-01-15 09:00:00.123`, with dashes or slashes, a blank or T, and zero to nine decimals. */
const LOCAL = /^(\d{4})([-/])(\d\d)\2(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/;
/** Every zone changes its offset on a whole quarter of an hour, so one answer holds for one. */
const KNOWN_QUARTERS = 512;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, Zone | null>();

/** True for an IANA name that this machine knows: `Asia/Taipei`, `Europe/Berlin`, `UTC`. */
export const isTimezone = (name: string): boolean => zoneOf(name) !== null;

/**
 * The instant that a clock on a wall of `timezone` means by this text. Decimals are cut to ms. A time that daylight saving
 * repeats is taken as the one nearer to `near` (when it arrived); null for text of another form, for a date that no calendar
 * has, for a time that daylight saving skips, and for a zone that nobody knows.
 */
export function parseLocalTime(text: string, timezone: string, near: Instant): Instant | null {
  const parts = LOCAL.exec(text);
  const zone = zoneOf(timezone);
  if (parts === null || zone === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [1, 3, 4, 5, 6, 7].map((at) => Number(parts[at]));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, Number((parts[8] ?? '').padEnd(3, '0').slice(0, 3)));
  // A date such as 31 April rolls over into the next month: then it is none.
  if (year < 1_000 || new Date(wall).getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return null;
  const meant = [offsetAt(zone, wall - DAY_MS), offsetAt(zone, wall + DAY_MS)]
    .filter((offset) => offsetAt(zone, wall - offset) === offset)
    .map((offset) => wall - offset);
  const [first, other = first] = meant;
  if (first === undefined || other === undefined) return null;
  return (Math.abs(first - near) <= Math.abs(other - near) ? first : other) as Instant;
}

function zoneOf(name: string): Zone | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = createZone(name);
  // Names come from settings: a handful at most, but nothing may grow without a bound.
  if (zones.size >= 64) zones.clear();
  zones.set(name, zone);
  return zone;
}

function createZone(timeZone: string): Zone | null {
  const numeric = 'numeric' as const;
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  try {
    return { format: new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields }), offsets: new Map() };
  } catch {
    // RangeError: no such zone.
    return null;
  }
}

/** Milliseconds that the zone's clocks are ahead of UTC at this instant. */
function offsetAt({ format, offsets }: Zone, at: number): number {
  const quarter = Math.floor(at / QUARTER_MS);
  const known = offsets.get(quarter);
  if (known !== undefined) return known;
  const begin = quarter * QUARTER_MS;
  const parts = new Map(format.formatToParts(begin).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  if (offsets.size >= KNOWN_QUARTERS) offsets.clear();
  offsets.set(quarter, wall - begin);
  return wall - begin;
}
