import type { ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Sku, VisitId } from '../ids.ts';

/** Two products taken up within this time are compared. */
const WITHIN_MS = 120_000;
/** Products that a visit's last picks are remembered of. */
const MOST_PICKS = 6;

interface Pick {
  readonly sku: Sku;
  readonly category: string;
  readonly at: number;
}

interface Trail {
  picks: readonly Pick[];
  /** Pairs that were told, `a|b`. */
  readonly told: Set<string>;
}

/** Who takes up one product after another of the same category compares them. */
export interface Comparisons {
  /** The product that was taken up before, when this pick makes a comparison that is new for the visit. */
  picked(fact: ItemFact): { readonly category: string; readonly skus: readonly [Sku, Sku] } | null;
  /** What the visit was comparing last, while that is not long ago. */
  of(visit: VisitId, now: number): readonly Sku[];
  forget(visit: VisitId): void;
  save(): unknown;
}

type Saved = readonly (readonly [VisitId, { readonly picks: readonly Pick[]; readonly told: readonly string[] }])[];

export const createComparisons = (plan: FloorPlan, saved?: unknown): Comparisons => {
  const before = (saved as Saved | undefined) ?? []; // Written by save() below.
  const trails = new Map<VisitId, Trail>(before.map(([visit, { picks, told }]) => [visit, { picks, told: new Set(told) }]));
  return {
    picked: ({ visit, gtin, at }) => {
      const product = plan.product(gtin);
      if (visit === null || product === null) return null;
      const { sku, category } = product;
      const trail = trails.get(visit) ?? { picks: [], told: new Set<string>() };
      trails.set(visit, trail);
      const other = trail.picks.findLast((pick) => pick.category === category && pick.sku !== sku && at - pick.at <= WITHIN_MS);
      trail.picks = [...trail.picks.filter((pick) => pick.sku !== sku), { sku, category, at }].slice(-MOST_PICKS);
      if (other === undefined) return null;
      const pair = [other.sku, sku].sort().join('|');
      if (trail.told.has(pair)) return null;
      trail.told.add(pair);
      return { category, skus: [other.sku, sku] };
    },
    of: (visit, now) => {
      const recent = (trails.get(visit)?.picks ?? []).filter((pick) => now - pick.at <= WITHIN_MS);
      const last = recent.at(-1);
      const kind = recent.filter((pick) => pick.category === last?.category);
      return kind.length < 2 ? [] : kind.map((pick) => pick.sku);
    },
    forget: (visit) => {
      trails.delete(visit);
    },
    save: (): Saved => [...trails].map(([visit, { picks, told }]) => [visit, { picks, told: [...told] }] as const),
  };
};
