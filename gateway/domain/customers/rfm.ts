/** When, how often and for how much a customer bought. */
export interface Bought {
  /** Days since the last purchase. */
  readonly recency: number;
  /** Days with a purchase. */
  readonly frequency: number;
  /** Turnover, minor units. */
  readonly monetary: number;
}

/** Four values each, ascending: who lies above k of them is in the group k + 1 of five. */
export interface RfmBreaks {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
}

/** 1 (worst) to 5 (best) each: bought long ago or just now, seldom or often, for little or for much. */
export interface RfmScore {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

/** Customers from which fifths are worth something. */
export const LEAST_FOR_FIFTHS = 25;

const SHARES = [0.2, 0.4, 0.6, 0.8];

/** Breaks that cut customers into fifths, by nearest rank; null with fewer than 25 of them. Customers with the same value stay together. */
export const fifths = (customers: readonly Bought[]): RfmBreaks | null => {
  if (customers.length < LEAST_FOR_FIFTHS) return null;
  const cut = (of: (one: Bought) => number): readonly number[] => {
    const sorted = customers.map(of).sort((a, b) => a - b);
    return SHARES.map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  };
  return { recency: cut((one) => one.recency), frequency: cut((one) => one.frequency), monetary: cut((one) => one.monetary) };
};

/** Metric `rfm`, version 1. */
export const rfmOf = ({ recency, frequency, monetary }: Bought, breaks: RfmBreaks): RfmScore => ({
  // A purchase that is long ago is the worst.
  recency: 5 - above(recency, breaks.recency),
  frequency: 1 + above(frequency, breaks.frequency),
  monetary: 1 + above(monetary, breaks.monetary),
});

const above = (value: number, breaks: readonly number[]): number => breaks.filter((each) => value > each).length;
