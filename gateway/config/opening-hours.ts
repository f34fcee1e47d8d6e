import type { LocalTime } from '../domain/shop.ts';
import type { Instant } from '../domain/units.ts';
import { stretches } from './check-store.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY_MINUTES = 1_440;

type Hours = Readonly<Partial<Record<(typeof DAYS)[number], { readonly open: string; readonly close: string } | null>>>;

/**
 * A 1 for each minute of the week, from Monday 00:00 on, in which the shop is open. A weekday that is not named is open all
 * day, one that is null is closed; `close` before `open` runs over midnight into the next day, whatever that one's own hours are.
 */
export function weekMinutes(hours: Hours): Uint8Array {
  const week = new Uint8Array(DAYS.length * DAY_MINUTES);
  for (const [index, day] of DAYS.entries()) {
    const own = hours[day];
    if (own === null) continue;
    const parts = own === undefined ? [[0, DAY_MINUTES] as const] : stretches({ from: own.open, to: own.close });
    for (const [part, [from, to]] of parts.entries()) {
      // The second stretch of a day lies behind midnight.
      const start = ((index + part) % DAYS.length) * DAY_MINUTES;
      week.fill(1, start + from, start + to);
    }
  }
  return week;
}

/** Whether the shop is open. */
export function createOpeningHours(hours: Hours, localTime: (at: Instant) => LocalTime): (at: Instant) => boolean {
  const week = weekMinutes(hours);
  return (at) => {
    const { weekday, hour, minute } = localTime(at);
    return week[(weekday - 1) * DAY_MINUTES + hour * 60 + minute] === 1;
  };
}
