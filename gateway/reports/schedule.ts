import { Temporal } from 'temporal-polyfill';

/** When a report is made, as store.yaml says it. */
export interface Rhythm {
  readonly every: 'day' | 'week';
  readonly on: (typeof WEEKDAYS)[number];
  /** HH:MM, store-local. */
  readonly at: string;
}

/** Store-local dates, YYYY-MM-DD, both inclusive. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** One report that is to be made: of which days, and when. */
export interface Slot extends Days {
  /** Epoch ms. */
  readonly due: number;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The slots that were due at `now` (epoch ms), the newest first, `count` at most. A time that clocks skip is due when they have skipped it. */
export function slotsUntil(rhythm: Rhythm, now: number, timezone: string, count: number): readonly Slot[] {
  const slots: Slot[] = [];
  let date = localDate(now, timezone);
  while (slots.length < count) {
    const slot = slotOf(rhythm, date, timezone);
    if (slot !== null && slot.due <= now) slots.push(slot);
    date = date.subtract({ days: 1 });
  }
  return slots;
}

/** The first slot after `now`, epoch ms. */
export function nextSlot(rhythm: Rhythm, now: number, timezone: string): Slot {
  let date = localDate(now, timezone);
  for (;;) {
    const slot = slotOf(rhythm, date, timezone);
    if (slot !== null && slot.due > now) return slot;
    date = date.add({ days: 1 });
  }
}

function slotOf({ every, on, at }: Rhythm, date: Temporal.PlainDate, timeZone: string): Slot | null {
  if (every === 'week' && WEEKDAYS[date.dayOfWeek - 1] !== on) return null;
  const due = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds;
  const from = date.subtract({ days: every === 'week' ? 7 : 1 });
  return { from: from.toString(), to: date.subtract({ days: 1 }).toString(), due };
}

const localDate = (at: number, timezone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate();

/** Days as moments, epoch ms, the end excluded. */
export function momentsOf({ from, to }: Days, timezone: string): { readonly from: number; readonly to: number } {
  const end = Temporal.PlainDate.from(to).add({ days: 1 });
  return {
    from: Temporal.PlainDate.from(from).toZonedDateTime(timezone).epochMilliseconds,
    to: end.toZonedDateTime(timezone).epochMilliseconds,
  };
}

/** As many days right before these. */
export function daysBefore(days: Days): Days {
  const from = Temporal.PlainDate.from(days.from);
  const length = from.until(days.to, { largestUnit: 'days' }).days + 1;
  return back(days, length);
}

/** The same weekdays a year ago, as pages compare them: 52 weeks. */
export const yearBefore = (days: Days): Days => back(days, 364);

const back = ({ from, to }: Days, days: number): Days => ({
  from: Temporal.PlainDate.from(from).subtract({ days }).toString(),
  to: Temporal.PlainDate.from(to).subtract({ days }).toString(),
});
