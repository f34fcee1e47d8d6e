/** Months in which a customer came, as numbers of months (`monthNumber`), ascending, each once, at least one. */
export type MonthsSeen = readonly number[];

export interface Cohort {
  /** Month of the first visit. */
  readonly month: number;
  readonly customers: number;
  /** Of these, who came in the first month (all of them), in the next one and so on, up to `until`. */
  readonly came: readonly number[];
}

/** Metric `cohort_retention`, version 1: customers by the month of their first visit, and how many of them came k months later. Oldest first. */
export const cohortsOf = (customers: Iterable<MonthsSeen>, until: number): readonly Cohort[] => {
  const cohorts = new Map<number, number[]>();
  for (const months of customers) {
    const first = months[0];
    if (first === undefined || first > until) continue;
    const came = cohorts.get(first) ?? Array.from({ length: until - first + 1 }, () => 0);
    cohorts.set(first, came);
    for (const month of months) if (month <= until) came[month - first] = (came[month - first] ?? 0) + 1;
  }
  return [...cohorts].sort(([a], [b]) => a - b).map(([month, came]) => ({ month, customers: came[0] ?? 0, came }));
};

/** What customers of a month do in the next, over several months. */
export interface MonthlyRetention {
  /** Share of the buyers of a month who buy in the next one, too. */
  readonly share: number;
  /** Turnover of a buyer in a month, minor units. */
  readonly perMonth: number;
  /** Buyers of all months that have a next one that is over. */
  readonly buyers: number;
}

/** Buyers of months, summed, below which a share says nothing. */
export const LEAST_BUYERS = 20;

/** Months with a purchase of one customer, and what was paid in them. */
export type MonthsBought = ReadonlyMap<number, number>;

/**
 * Metric `monthly_retention`, version 1, over all months before `current`, which is not over yet. Null with fewer than 20 buyers of
 * months that have a next one: that is not enough data.
 */
export const monthlyRetention = (customers: Iterable<MonthsBought>, current: number): MonthlyRetention | null => {
  let buyers = 0;
  let kept = 0;
  let turnover = 0;
  for (const months of customers)
    for (const [month, paid] of months) {
      if (month + 1 >= current) continue;
      buyers++;
      turnover += paid;
      if (months.has(month + 1)) kept++;
    }
  return buyers < LEAST_BUYERS ? null : { share: kept / buyers, perMonth: turnover / buyers, buyers };
};
