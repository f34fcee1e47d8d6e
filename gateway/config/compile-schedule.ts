import type { Schedule } from '../domain/offers/offer.ts';
import { minuteOf } from './check-store.ts';
import type { OfferConfig } from './schema.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** When something happens by the clock, as offers and rules say it. */
interface Timed {
  readonly on: string;
  readonly at: readonly string[];
  readonly everyM?: number | undefined;
}

/** The minutes of the day that `at` and `everyM` name, ascending; none but for `on: time`. */
export function minutesOf({ on, at, everyM }: Timed): readonly number[] {
  if (on !== 'time') return [];
  const every = everyM === undefined ? [] : Array.from({ length: Math.ceil(1_440 / everyM) }, (_, i) => i * everyM);
  return [...new Set([...at.map((time) => minuteOf(time) % 1_440), ...every])].sort((a, b) => a - b);
}

export function compileSchedule({ from, until, days, dayParts, hours, blackout }: OfferConfig['schedule']): Schedule {
  return {
    from: from ?? null,
    until: until ?? null,
    days: days.map((day) => WEEKDAYS.indexOf(day) + 1),
    dayParts,
    hours: hours === undefined ? null : { from: minuteOf(hours.from), to: minuteOf(hours.to) },
    blackout: blackout.map((span) => {
      const [first = '', last = first] = span.split('/');
      return { from: first, until: last };
    }),
  };
}
