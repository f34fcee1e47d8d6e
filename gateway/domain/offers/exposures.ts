import type { Emit } from '../capability.ts';
import type { Fact, ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { CommandId, OfferId, Sku, VisitId } from '../ids.ts';

/** One visit to which an offer was shown, or from which it was held back as control. */
interface Exposure {
  readonly decision: CommandId;
  readonly offer: OfferId;
  /** What was promoted; null when the offer was about no product: then anything counts. */
  readonly sku: Sku | null;
  readonly at: number;
  picked: boolean;
  bought: boolean;
}

/** What visits do after they saw an offer: the same counts for the control arm make the effect measurable. */
export interface Exposures {
  expose(visit: VisitId, decision: CommandId, offer: OfferId, sku: Sku | null, at: number): void;
  heard(fact: Fact): void;
  save(): unknown;
}

export const createExposures = (plan: FloorPlan, emit: Emit, saved?: unknown): Exposures => {
  const before = (saved as (readonly [VisitId, readonly Exposure[]])[] | undefined) ?? []; // Written by save() below.
  const exposures = new Map(before.map(([visit, list]) => [visit, list.map((exposure) => ({ ...exposure }))]));

  const picked = (fact: ItemFact) => {
    if (fact.visit === null) return;
    const sku = plan.sku(fact.gtin);
    for (const exposure of exposures.get(fact.visit) ?? []) {
      if (exposure.picked || fact.at < exposure.at || (exposure.sku !== null && exposure.sku !== sku)) continue;
      exposure.picked = true;
      const { decision, offer } = exposure;
      emit({ type: 'offer.converted', at: fact.at, decision, offer, visit: fact.visit, by: 'picked', epc: fact.epc, value: null });
    }
  };

  const skuOf = (line: Extract<Fact, { type: 'sale.recorded' }>['lines'][number]): Sku | null =>
    plan.sku(line.gtin ?? (line.epc === null ? null : plan.shop.identify(line.epc).gtin));

  const bought = (fact: Extract<Fact, { type: 'sale.recorded' }>) => {
    if (fact.visit === null) return;
    for (const exposure of exposures.get(fact.visit) ?? []) {
      const line = fact.lines.find((l) => exposure.sku === null || skuOf(l) === exposure.sku);
      if (exposure.bought || line === undefined || fact.at < exposure.at) continue;
      exposure.bought = true;
      const { decision, offer } = exposure;
      emit({ type: 'offer.converted', at: fact.at, decision, offer, visit: fact.visit, by: 'bought', epc: line.epc, value: line.amount });
    }
  };

  return {
    expose: (visit, decision, offer, sku, at) => {
      exposures.set(visit, [...(exposures.get(visit) ?? []), { decision, offer, sku, at, picked: false, bought: false }]);
    },
    heard: (fact) => {
      if (fact.type === 'item.picked') picked(fact);
      else if (fact.type === 'sale.recorded') bought(fact);
      else if (fact.type === 'visit.closed') exposures.delete(fact.visit);
    },
    save: () => [...exposures],
  };
};
