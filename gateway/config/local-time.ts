import { Temporal } from 'temporal-polyfill';
import type { LocalTime } from '../domain/shop.ts';
import type { Instant } from '../domain/units.ts';
import { stretches } from './check-store.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A stretch of time, [from, to) in epoch ms, in which the zone keeps one offset from UTC. */
interface Offset {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

/**
 * Wall time of a time zone, with the shop's names for the parts of the day. The zone's rules are asked once per change of
 * offset (twice a year at most) and the date is written once per day; a call costs arithmetic only, far below 1 µs.
 * A minute that daylight saving repeats has the same wall time twice, as clocks on the wall do.
 */
export function createLocalTime(
  timezone: string,
  dayParts: Readonly<Record<string, { readonly from: string; readonly to: string }>>,
): (at: Instant) => LocalTime {
  const dayPartAt = dayPartTable(dayParts);
  const known: Offset[] = [];
  let current: Offset = { from: 0, to: 0, offsetMs: 0 };
  let minute = Number.NaN;
  let day = Number.NaN;
  let date = '';
  let last: LocalTime = { date, weekday: 1, hour: 0, minute: 0, dayPart: '' };
  return (at) => {
    if (at < current.from || at >= current.to) {
      current = known.find((offset) => at >= offset.from && at < offset.to) ?? askZone(timezone, at, known);
    }
    const localMinute = Math.floor((at + current.offsetMs) / MINUTE_MS);
    if (localMinute === minute) return last;
    minute = localMinute;
    const localDay = Math.floor(localMinute / 1_440);
    if (localDay !== day) {
      day = localDay;
      date = new Date(localDay * DAY_MS).toISOString().slice(0, 10);
    }
    const ofDay = localMinute - localDay * 1_440;
    // Day 0 (1970-01-01) was a Thursday: ISO weekday 4.
    const weekday = ((((localDay + 3) % 7) + 7) % 7) + 1;
    last = { date, weekday, hour: Math.floor(ofDay / 60), minute: ofDay % 60, dayPart: dayPartAt[ofDay] ?? '' };
    return last;
  };
}

function askZone(timezone: string, at: number, known: Offset[]): Offset {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const next = zoned.getTimeZoneTransition('next');
  // "previous" looks strictly before, so a moment that is itself a change is asked from 1 ns later.
  const previous = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const offset: Offset = {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: zoned.offsetNanoseconds / 1e6,
  };
  known.push(offset);
  return offset;
}

/** The name of the day part for each of the 1440 minutes; '' outside all of them. */
function dayPartTable(dayParts: Readonly<Record<string, { readonly from: string; readonly to: string }>>): readonly string[] {
  const table = new Array<string>(1_440).fill('');
  for (const [name, part] of Object.entries(dayParts)) {
    for (const [from, to] of stretches(part)) table.fill(name, from, to);
  }
  return table;
}
