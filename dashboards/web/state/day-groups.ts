import { plusDays } from './dates.ts';

export const GROUPS = ['day', 'week', 'month'] as const;
export type Group = (typeof GROUPS)[number];

interface Dated {
  /** A store-local date, YYYY-MM-DD. */
  readonly date: string;
}

/** The first day of what a store-local date belongs to; weeks begin on Monday. */
export function beginOf(date: string, by: Group): string {
  if (by === 'day') return date;
  if (by === 'month') return `${date.slice(0, 8)}01`;
  return plusDays(date, -((new Date(date).getUTCDay() + 6) % 7));
}

/**
 * Days put together by `merge`, each group under its first day in the range. Days that are compared with others are put together as these are
 * (`like`), place by place, so that each group stands beside its own.
 */
export function inGroups<D extends Dated>(days: readonly D[], by: Group, merge: (a: D, b: D) => D, like: readonly Dated[] = days): D[] {
  const groups = new Map<string, D>();
  days.forEach((day, index) => {
    const begin = beginOf(like[index]?.date ?? day.date, by);
    const sum = groups.get(begin);
    groups.set(begin, sum === undefined ? day : merge(sum, day));
  });
  return [...groups.values()];
}

/** All numbers of two days added up, under the first one's date. */
export function sumOfDays<D extends Dated>(a: D, b: D): D {
  const sums = Object.entries(b).map(([name, value]) => [name, typeof value === 'number' ? Number(a[name as keyof D]) + value : value]);
  return { ...a, ...Object.fromEntries(sums), date: a.date };
}
