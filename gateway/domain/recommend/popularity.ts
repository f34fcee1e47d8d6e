import type { FloorPlan } from '../floor-plan.ts';
import type { Sku, ZoneId } from '../ids.ts';

/** What happened so many days ago counts half. */
const HALF_LIFE_DAYS = 14;
const FADE = 0.5 ** (1 / HALF_LIFE_DAYS);
/** Taking something up says less than paying for it. */
const PICK = 0.1;
const FORGOTTEN = 0.05;

/** How well products do in the zones where they are at home. */
export interface Popularity {
  /** `quantity` pieces were paid for. */
  sold(sku: Sku, quantity: number): void;
  picked(sku: Sku): void;
  fade(): void;
  /** The products at home in a zone, the best first. */
  best(zone: string): readonly Sku[];
  save(): unknown;
}

export const createPopularity = (plan: FloorPlan, saved?: unknown): Popularity => {
  const scores = new Map(saved as (readonly [Sku, number])[] | undefined); // Written by save() below.
  const atHome = new Map<ZoneId, Sku[]>();
  for (const { zone, planogram } of plan.sections.values()) {
    const skus = [...(atHome.get(zone) ?? []), ...planogram.map((facing) => facing.sku)];
    atHome.set(zone, [...new Set(skus)]);
  }
  const planned = new Set([...atHome.values()].flat());
  /** Asked at every moment, changed by picks and receipts. */
  const known = new Map<string, readonly Sku[]>();
  const add = (sku: Sku, score: number) => {
    // What has no place in the plan is popular nowhere; so the table is no larger than the plan.
    if (!planned.has(sku)) return;
    known.clear();
    scores.set(sku, (scores.get(sku) ?? 0) + score);
  };
  return {
    sold: (sku, quantity) => add(sku, Math.max(0, quantity)),
    picked: (sku) => add(sku, PICK),
    fade: () => {
      known.clear();
      for (const [sku, score] of scores) {
        if (score * FADE < FORGOTTEN) scores.delete(sku);
        else scores.set(sku, score * FADE);
      }
    },
    best: (zone) => {
      const before = known.get(zone);
      if (before !== undefined) return before;
      const sold = (atHome.get(zone as ZoneId) ?? []).flatMap((sku) => {
        const score = scores.get(sku);
        return score === undefined ? [] : [{ sku, score }];
      });
      const best = sold.sort((a, b) => b.score - a.score || (a.sku < b.sku ? -1 : 1)).map(({ sku }) => sku);
      known.set(zone, best);
      return best;
    },
    save: () => [...scores],
  };
};
