import type { LocalTime } from '../shop.ts';
import type { Schedule } from './offer.ts';

/** Why an offer is off at this time, or null when it is on. */
export const offReason = (schedule: Schedule, { date, weekday, hour, minute, dayPart }: LocalTime): 'blackout' | 'off-schedule' | null => {
  // Dates as YYYY-MM-DD come in the order of their letters.
  if (schedule.blackout.some(({ from, until }) => from <= date && date <= until)) return 'blackout';
  if (schedule.from !== null && date < schedule.from) return 'off-schedule';
  if (schedule.until !== null && date > schedule.until) return 'off-schedule';
  if (schedule.days.length > 0 && !schedule.days.includes(weekday)) return 'off-schedule';
  if (schedule.dayParts.length > 0 && !schedule.dayParts.includes(dayPart)) return 'off-schedule';
  return schedule.hours === null || isWithin(schedule.hours, hour * 60 + minute) ? null : 'off-schedule';
};

const isWithin = ({ from, to }: { readonly from: number; readonly to: number }, minute: number): boolean =>
  from <= to ? from <= minute && minute < to : minute >= from || minute < to;
