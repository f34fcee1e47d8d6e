/** First and longest wait before the next try, ms. */
export interface RetryMs {
  readonly first: number;
  readonly longest: number;
}

export interface RetryWaits {
  /** The next wait, ms: doubles with every call up to the longest, and a random part of up to half is taken off. */
  next(): number;
  /** Something went well: the next wait is a short one again. */
  reset(): void;
}

/** Waits that spare what does not answer; the random part keeps many that failed together from coming back together. */
export function createRetryWaits({ first, longest }: RetryMs): RetryWaits {
  let tries = 0;
  return {
    next() {
      // 2 ** 30 ms is a fortnight: beyond it there is nothing to double.
      const full = Math.min(longest, first * 2 ** Math.min(tries, 30));
      tries += 1;
      return Math.round(full * (1 - Math.random() / 2));
    },
    reset() {
      tries = 0;
    },
  };
}
