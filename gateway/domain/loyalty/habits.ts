/** Product and part of the day, and how often they met. */
interface Bought {
  readonly sku: string;
  readonly category: string;
  /** '' outside all parts of the day. */
  readonly dayPart: string;
  /** Receipts. */
  times: number;
  /** The last day of it, a number of local days. */
  last: number;
}

/** What a customer usually does: learned with the customer's consent only, and bounded. */
export interface Habits {
  /** Visits by part of the day; '' stands for the time outside all of them. */
  readonly visits: Record<string, number>;
  readonly bought: Bought[];
}

/** Pairs of product and part of the day that are remembered of one customer. */
const MOST_BOUGHT = 32;
/** A part of the day is usual when at least this many visits tell of it, and it has more than half of them. */
const LEAST_VISITS = 3;

export const noHabits = (): Habits => ({ visits: {}, bought: [] });

/** Changes `habits`. */
export const noteVisit = ({ visits }: Habits, dayPart: string): void => {
  visits[dayPart] = (visits[dayPart] ?? 0) + 1;
};

/** One receipt with the product. When the memory is full, what was bought least often, and longest ago, is forgotten. Changes `habits`. */
export const notePurchase = ({ bought }: Habits, sku: string, category: string, dayPart: string, day: number): void => {
  const known = bought.find((one) => one.sku === sku && one.dayPart === dayPart);
  if (known !== undefined) {
    known.times++;
    known.last = day;
    return;
  }
  if (bought.length >= MOST_BOUGHT) bought.splice(leastIndex(bought), 1);
  bought.push({ sku, category, dayPart, times: 1, last: day });
};

const leastIndex = (bought: readonly Bought[]): number => {
  let least = 0;
  for (const [i, one] of bought.entries()) {
    const best = bought[least];
    if (best === undefined || one.times < best.times || (one.times === best.times && one.last < best.last)) least = i;
  }
  return least;
};

/** The part of the day in which most visits begin; '' when none stands out. */
export const usualDayPart = ({ visits }: Habits): string => {
  const all = Object.entries(visits);
  const sum = all.reduce((total, [, n]) => total + n, 0);
  const [usual] = all.filter(([, n]) => n >= LEAST_VISITS && n * 2 > sum);
  return usual?.[0] ?? '';
};

/** SKUs, the most often bought first; only those of one part of the day when it is given. */
export const usualProducts = ({ bought }: Habits, dayPart: string | null = null): readonly string[] =>
  ranked(bought, (one) => one.sku, dayPart);

/** Categories, the most often bought first. */
export const usualCategories = ({ bought }: Habits): readonly string[] => ranked(bought, (one) => one.category, null);

const ranked = (bought: readonly Bought[], nameOf: (one: Bought) => string, dayPart: string | null): readonly string[] => {
  const times = new Map<string, number>();
  for (const one of bought) {
    if (dayPart !== null && one.dayPart !== dayPart) continue;
    times.set(nameOf(one), (times.get(nameOf(one)) ?? 0) + one.times);
  }
  return [...times].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
};
