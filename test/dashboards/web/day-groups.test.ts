import { describe, expect, it } from 'vitest';
import { beginOf, inGroups, sumOfDays } from '../../../dashboards/web/state/day-groups.ts';

const days = (dates: readonly string[]) => dates.map((date, n) => ({ date, in: n + 1, peak: 10 - n }));
const together = (a: { date: string; in: number; peak: number }, b: typeof a) => ({ ...sumOfDays(a, b), peak: Math.max(a.peak, b.peak) });

describe('days put together', () => {
  it.each([
    ['2026-11-23', 'week', '2026-11-23'],
    ['2026-11-29', 'week', '2026-11-23'],
    ['2026-11-30', 'week', '2026-11-30'],
    ['2027-01-01', 'week', '2026-12-28'],
    ['2026-11-30', 'month', '2026-11-01'],
    ['2026-11-30', 'day', '2026-11-30'],
  ] as const)('%s belongs to the %s of %s', (date, by, begin) => {
    expect(beginOf(date, by)).toBe(begin);
  });

  it('are added up under their first day, the largest kept where a sum means nothing', () => {
    expect(inGroups(days(['2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01']), 'week', together)).toEqual([
      { date: '2026-11-28', in: 3, peak: 10 },
      { date: '2026-11-30', in: 7, peak: 8 },
    ]);
  });

  it('stand beside what they are compared with, though its weeks begin elsewhere', () => {
    const like = days(['2026-11-28', '2026-11-29', '2026-11-30']);
    const others = days(['2026-11-25', '2026-11-26', '2026-11-27']);
    expect(inGroups(others, 'week', together, like).map((day) => day.in)).toEqual([3, 3]);
  });
});
