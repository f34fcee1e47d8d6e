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
