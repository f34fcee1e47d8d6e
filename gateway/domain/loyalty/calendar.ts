/**
 * Days from 1970-01-01 to a date written YYYY-MM-DD; negative before it. The proleptic Gregorian calendar, by the algorithm of
 * Howard Hinnant ("chrono-compatible low-level date algorithms", days_from_civil). Texts of another form give NaN.
 */
export const dayNumber = (date: string): number => {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = date.split('-').map(Number);
  // The year begins in March, so that the day that leap years add is its last.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

/** Months from year 0 to the month of a date written YYYY-MM-DD: next month is one more. */
export const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
