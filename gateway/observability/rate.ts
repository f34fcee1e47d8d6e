const BUCKET_MS = 1_000;
const BUCKETS = 6;

/** How often something happens now, without remembering each time. */
export interface Rate {
  /** O(1) and without allocation: it stands on the hot path. */
  add(n: number): void;
  /** Mean per second over the last five whole seconds; 0 when nothing came. */
  perSecond(): number;
}

/** Counts per second of `clock` (epoch ms). A clock that steps back keeps counting in the newest second it knew. */
export function createRate(clock: () => number): Rate {
  const counts = new Float64Array(BUCKETS);
  let newest = Math.floor(clock() / BUCKET_MS);

  const advance = (): void => {
    const second = Math.floor(clock() / BUCKET_MS);
    if (second - newest >= BUCKETS) counts.fill(0);
    else for (let passed = newest + 1; passed <= second; passed++) counts[passed % BUCKETS] = 0;
    newest = Math.max(newest, second);
  };

  return {
    add: (n) => {
      advance();
      const index = newest % BUCKETS;
      counts[index] = (counts[index] ?? 0) + n;
    },
    perSecond: () => {
      advance();
      // The running second is not whole yet: counting it would show a dip at each turn of the second.
      const whole = counts.reduce((sum, count) => sum + count, 0) - (counts[newest % BUCKETS] ?? 0);
      return whole / (BUCKETS - 1);
    },
  };
}
