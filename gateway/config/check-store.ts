import { didYouMean } from './did-you-mean.ts';
import type { PartialConfig } from './partial-config.ts';
import type { Finding } from './schema-problems.ts';

/** Time zone, currency, opening hours, day parts and occupancy make sense. */
export function checkStore({ store, occupancy }: PartialConfig): Finding[] {
  const found: Finding[] = [];
  if (occupancy.show === 'steps' && occupancy.limit === undefined)
    found.push({
      path: ['occupancy', 'show'],
      message: 'needs occupancy.limit: quiet, busy and full are shares of it',
      got: occupancy.show,
    });
  if (!isTimezone(store.timezone)) {
    found.push({
      path: ['store', 'timezone'],
      message: `no such time zone${didYouMean(store.timezone, Intl.supportedValuesOf('timeZone'))}`,
      got: store.timezone,
    });
  }
  if (!Intl.supportedValuesOf('currency').includes(store.currency)) {
    found.push({
      path: ['store', 'currency'],
      message: 'no such currency: ISO 4217 has TWD, CNY, HKD, USD and so on',
      got: store.currency,
    });
  }
  for (const [day, hours] of Object.entries(store.hours)) {
    if (hours && hours.close <= hours.open) {
      const message = 'must be after the opening time; 24:00 is midnight';
      found.push({ path: ['store', 'hours', day, 'close'], message, got: hours.close });
    }
  }
  const parts = Object.entries(store.dayParts).map(([name, part]) => ({ name, ...part }));
  for (const [index, part] of parts.entries()) {
    if (part.from === part.to || part.from === '24:00') {
      found.push({ path: ['store', 'dayParts', part.name], message: 'has no length', got: `${part.from}-${part.to}` });
      continue;
    }
    const other = parts.slice(0, index).find((earlier) => overlap(earlier, part));
    if (other)
      found.push({ path: ['store', 'dayParts', part.name], message: `overlaps with "${other.name}"`, got: `${part.from}-${part.to}` });
  }
  return found;
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // RangeError: Intl does not know it.
    return false;
  }
}

interface DayPart {
  readonly from: string;
  readonly to: string;
}

/** HH:MM as minutes after midnight. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** A part of the day as stretches of minutes [from, to); two of them when it runs over midnight. */
export function stretches({ from, to }: DayPart): readonly (readonly [number, number])[] {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return start < end ? [[start, end]] : [[start, 1_440] as const, [0, end] as const].filter(([a, b]) => a < b);
}

const overlap = (one: DayPart, other: DayPart): boolean =>
  stretches(one).some(([from, to]) => stretches(other).some(([start, end]) => from < end && start < to));
