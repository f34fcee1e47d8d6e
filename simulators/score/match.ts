import { assign } from './assignment.ts';

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
 * Pairs each claim with at most one truth and back. `cost` gives the price of a pair, 0 or more, or null when they cannot be one. The
 * cheapest of all pairings is taken: of those that pair as many as possible or, with a price `alone` of a truth that stays without claim, of
 * all. Only things of the same key are compared.
 */
export function matchOneToOne<T, C>(
  truths: readonly T[],
  claims: readonly C[],
  keys: { readonly truth: (truth: T) => string; readonly claim: (claim: C) => string },
  cost: (truth: T, claim: C) => number | null,
  alone: number | null = null,
): Pair<T, C>[] {
  const claimsOf = Map.groupBy(claims, keys.claim);
  return [...Map.groupBy(truths, keys.truth)].flatMap(([key, real]) => {
    const said = claimsOf.get(key) ?? [];
    const edges = real.map((truth) => said.flatMap((claim, index) => edge(index, cost(truth, claim))));
    return independentGroups(edges).flatMap((rows) => matchGroup({ rows, edges, alone }, real, said));
  });
}

interface Edge {
  readonly claim: number;
  readonly cost: number;
}

const edge = (claim: number, cost: number | null): Edge[] => (cost === null ? [] : [{ claim, cost }]);

/** Truths that compete for no claim with each other are matched apart: what is left to solve together is small. */
function independentGroups(edges: readonly (readonly Edge[])[]): number[][] {
  const groupOfClaim = new Map<number, number[]>();
  const groups = new Set<number[]>();
  for (const [row, own] of edges.entries()) {
    if (own.length === 0) continue;
    const merged = [row];
    for (const group of new Set(own.map(({ claim }) => groupOfClaim.get(claim)))) {
      if (group === undefined) continue;
      merged.push(...group);
      groups.delete(group);
    }
    groups.add(merged);
    for (const member of merged) for (const { claim } of edges[member] ?? []) groupOfClaim.set(claim, merged);
  }
  return [...groups].map((group) => group.toSorted((a, b) => a - b));
}

interface Group {
  /** Indices of the truths, whose edges these are. */
  readonly rows: readonly number[];
  readonly edges: readonly (readonly Edge[])[];
  readonly alone: number | null;
}

function matchGroup<T, C>({ rows, edges, alone }: Group, truths: readonly T[], claims: readonly C[]): Pair<T, C>[] {
  const columns = [...new Set(rows.flatMap((row) => (edges[row] ?? []).map(({ claim }) => claim)))].toSorted((a, b) => a - b);
  const place = new Map(columns.map((claim, index) => [claim, index]));
  const costs = rows.map((row) => {
    const line = Array<number>(columns.length).fill(Infinity);
    // A column more for each truth: nobody.
    if (alone !== null) line.push(...rows.map(() => alone));
    for (const { claim, cost } of edges[row] ?? []) line[place.get(claim) ?? 0] = cost;
    return line;
  });
  return assign(costs).flatMap((column, index) => {
    const truth = truths[rows[index] ?? -1];
    const claim = claims[columns[column] ?? -1];
    return truth === undefined || claim === undefined ? [] : [{ truth, claim }];
  });
}

/** Null of an empty list; the mean of the two middle ones of an even list. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[(sorted.length - 1) >> 1];
  const high = sorted[sorted.length >> 1];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** The value that nine of ten do not exceed; null of an empty list. */
export const ninthDecile = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(0.9 * values.length) - 1)] ?? null;

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
