import { Temporal } from 'temporal-polyfill';
import { GatewayError } from '../../errors.ts';

/** A store-local day: `from` inclusive, `to` exclusive, epoch ms. 23 or 25 hours long when the clocks change. */
export interface LocalDay {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/** The day that `now` falls in. */
export function dayOf(now: number, timezone: string): LocalDay {
  const date = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  return bounds(date, timezone);
}

/** Longest range that pages may ask for, days: over a year, so that it can be compared with the one before. */
const LONGEST_DAYS = 400;

/** What pages ask for: store-local dates, both inclusive. */
export interface AskedDays {
  /** Six days before `to` when absent. */
  readonly from?: string | undefined;
  /** Today when absent. */
  readonly to?: string | undefined;
}

/** Each day that was asked for. Throws GatewayError INPUT_INVALID for dates that are none, turned around or too many. */
export function daysAsked(asked: AskedDays, now: number, timezone: string): readonly LocalDay[] {
  const last = asked.to === undefined ? dayOf(now, timezone) : dayNamed(asked.to, timezone);
  const { date: to } = last;
  const from = asked.from ?? Temporal.PlainDate.from(to).subtract({ days: 6 }).toString();
  const days = [dayNamed(from, timezone)];
  for (let day = days[0]; day !== undefined && day.date < last.date; day = days.at(-1)) {
    if (days.length >= LONGEST_DAYS)
      throw new GatewayError('INPUT_INVALID', `A range may have ${LONGEST_DAYS} days at most.`, { from, to });
    days.push(bounds(Temporal.PlainDate.from(day.date).add({ days: 1 }), timezone));
  }
  if (from > to) throw new GatewayError('INPUT_INVALID', '`from` is later than `to`.', { from, to });
  return days;
}

/** The hour that clocks in the shop show at a moment of its day, 0..23. */
export const localHour = (at: number, day: LocalDay, timezone: string): number =>
  day.to - day.from === 86_400_000
    ? Math.floor((at - day.from) / 3_600_000)
    : Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).hour;

/** Monday is 1, Sunday 7. */
export const weekdayOf = ({ date }: LocalDay): number => Temporal.PlainDate.from(date).dayOfWeek;

/** The day of a date as pages write it. Throws GatewayError INPUT_INVALID for anything but a real YYYY-MM-DD. */
export function dayNamed(date: string, timezone: string): LocalDay {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw invalid(date);
  try {
    return bounds(Temporal.PlainDate.from(date, { overflow: 'reject' }), timezone);
  } catch (error) {
    throw invalid(date, error);
  }
}

const bounds = (date: Temporal.PlainDate, timezone: string): LocalDay => ({
  date: date.toString(),
  from: date.toZonedDateTime(timezone).epochMilliseconds,
  to: date.add({ days: 1 }).toZonedDateTime(timezone).epochMilliseconds,
});

const invalid = (date: string, cause?: unknown): GatewayError =>
  new GatewayError('INPUT_INVALID', `"${date}" is not a date: YYYY-MM-DD is meant`, { date }, cause);
