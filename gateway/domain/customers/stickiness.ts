/** A customer who came on a day; days are numbers of local days (`dayNumber`). */
export interface Seen {
  readonly day: number;
  readonly visitor: string;
}

export interface StickyDay {
  readonly day: number;
  /** Customers seen on this day, in the seven days up to it, in the thirty days up to it. */
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

const WEEK = 7;
export const MONTH = 30;
/** Customers of thirty days below which shares of them say nothing. */
export const LEAST_MONTHLY = 20;

/**
 * Metric `stickiness`, version 1: active customers of each day from `from` to `to`, both included, by rolling windows. `seen` is
 * ascending by day, each customer once a day, and begins 29 days before `from`.
 */
export const stickyDays = (seen: readonly Seen[], from: number, to: number): readonly StickyDay[] => {
  const windows = [1, WEEK, MONTH].map((length) => createWindow(seen, length));
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => {
    const day = from + i;
    const [daily = 0, weekly = 0, monthly = 0] = windows.map((countUpTo) => countUpTo(day));
    return { day, daily, weekly, monthly };
  });
};

/** Distinct customers within so many days, for days that only go forward. */
const createWindow = (seen: readonly Seen[], length: number) => {
  const times = new Map<string, number>();
  let begin = 0;
  let end = 0;
  const change = (visitor: string, by: number) => {
    const n = (times.get(visitor) ?? 0) + by;
    if (n === 0) times.delete(visitor);
    else times.set(visitor, n);
  };
  return (day: number): number => {
    for (let next = seen[end]; next !== undefined && next.day <= day; next = seen[++end]) change(next.visitor, 1);
    for (let old = seen[begin]; begin < end && old !== undefined && old.day <= day - length; old = seen[++begin]) change(old.visitor, -1);
    return times.size;
  };
};
