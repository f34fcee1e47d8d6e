/** How well one list of things was found. Null where there is nothing to divide by: no truth, or nothing claimed. */
export interface Found {
  readonly truth: number;
  readonly claimed: number;
  readonly matched: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export const found = (truth: number, claimed: number, matched: number): Found => ({
  truth,
  claimed,
  matched,
  precision: claimed === 0 ? null : matched / claimed,
  recall: truth === 0 ? null : matched / truth,
  f1: truth + claimed === 0 ? null : (2 * matched) / (truth + claimed),
});

export interface Pair<T, C> {
  readonly truth: T;
  readonly claim: C;
}

/**
 * Pairs each claim with at most one truth and back, best first: of all pairs that `cost` allows (null = no pair) the cheapest is
 * taken, then the next cheapest among what is left. Only things of the same key are compared. Equal costs go by order.
 */
export function matchOneToOne<T, C>(
  truths: readonly T[],
  claims: readonly C[],
  keys: { readonly truth: (truth: T) => string; readonly claim: (claim: C) => string },
  cost: (truth: T, claim: C) => number | null,
): Pair<T, C>[] {
  const byKey = Map.groupBy(claims, keys.claim);
  const candidates: (Pair<T, C> & { readonly cost: number })[] = [];
  for (const truth of truths) {
    for (const claim of byKey.get(keys.truth(truth)) ?? []) {
      const price = cost(truth, claim);
      if (price !== null) candidates.push({ truth, claim, cost: price });
    }
  }
  candidates.sort((a, b) => a.cost - b.cost);
  const usedTruths = new Set<T>();
  const usedClaims = new Set<C>();
  return candidates.filter(({ truth, claim }) => {
    if (usedTruths.has(truth) || usedClaims.has(claim)) return false;
    usedTruths.add(truth);
    usedClaims.add(claim);
    return true;
  });
}

/** Null of an empty list; the mean of the two middle ones of an even list. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[(sorted.length - 1) >> 1];
  const high = sorted[sorted.length >> 1];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
