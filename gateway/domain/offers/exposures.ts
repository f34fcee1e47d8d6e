import type { Emit } from '../capability.ts';
import type { Arm, AssignmentUnit, Bill, Fact, ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { CommandId, DeviceId, OfferId, Sku, VisitId } from '../ids.ts';
import { minorCurrency } from '../units.ts';

/** A visit that was assigned: to see the offer, or not to. */
interface Assigned {
  readonly decision: CommandId;
  readonly offer: OfferId;
  readonly visit: VisitId;
  /** What was promoted; null when the offer was about no product: then anything counts. */
  readonly sku: Sku | null;
  readonly arm: Arm;
  readonly unit: AssignmentUnit;
  readonly at: number;
  readonly display: DeviceId | null;
  /** What a piece costs less than usual by the offer, minor units. */
  readonly rebate: number;
}

interface Exposure extends Assigned {
  /** When a display proved it; null for what is held back, and for a treatment without proof so far. */
  shownAt: number | null;
  picked: boolean;
}

/** What visits do after they were assigned: the same counts for every arm make the effect measurable. */
export interface Exposures {
  /** `instead`: the decision whose place it takes; what follows counts for the new one alone. */
  assign(assigned: Assigned, instead: CommandId | null): void;
  /** A display proved the decision to all that were assigned by it. The first proof counts. */
  shown(decision: CommandId, at: number): void;
  heard(fact: Fact): void;
  save(): unknown;
}

/** Called when somebody who saw an offer bought `quantity` pieces of what it was about; returns whom that is billed to. */
export type OnBought = (exposure: Assigned, quantity: number) => Bill | null;

type Sale = Extract<Fact, { type: 'sale.recorded' }>;

export const createExposures = (plan: FloorPlan, emit: Emit, onBought: OnBought, saved?: unknown): Exposures => {
  const before = (saved as (readonly [VisitId, readonly Exposure[]])[] | undefined) ?? []; // Written by save() below.
  const exposures = new Map(before.map(([visit, list]) => [visit, list.map((exposure) => ({ ...exposure }))]));

  const hasSeen = ({ arm, shownAt }: Exposure, at: number) => arm === 'treatment' && shownAt !== null && at >= shownAt;

  const convert = (
    exposure: Exposure,
    at: Fact['at'],
    by: 'picked' | 'bought',
    what: { epc: ItemFact['epc'] | null; value: number | null; bill: Bill | null },
  ) => {
    const { decision, offer, visit, arm, unit, display } = exposure;
    const exposed = arm !== 'treatment' || hasSeen(exposure, at);
    const value = what.value === null ? null : minorCurrency(what.value);
    emit({ type: 'offer.converted', at, decision, offer, visit, by, epc: what.epc, value, arm, unit, exposed, display, bill: what.bill });
  };

  const picked = ({ at, visit, gtin, epc }: ItemFact) => {
    if (visit === null) return;
    const sku = plan.sku(gtin);
    for (const exposure of exposures.get(visit) ?? []) {
      if (exposure.picked || at < exposure.at || (exposure.sku !== null && exposure.sku !== sku)) continue;
      exposure.picked = true;
      convert(exposure, at, 'picked', { epc, value: null, bill: null });
    }
  };

  const skuOf = (line: Sale['lines'][number]): Sku | null =>
    plan.sku(line.gtin ?? (line.epc === null ? null : plan.shop.identify(line.epc).gtin));

  const bought = ({ at, visit, lines }: Sale) => {
    if (visit === null) return;
    for (const exposure of exposures.get(visit) ?? []) {
      const wanted = lines.filter((line) => exposure.sku === null || skuOf(line) === exposure.sku);
      const [first] = wanted;
      const quantity = wanted.reduce((sum, line) => sum + line.quantity, 0);
      // What is brought back is no purchase.
      if (first === undefined || quantity <= 0 || at < exposure.at) continue;
      const value = wanted.reduce((sum, { amount }) => sum + amount, 0);
      convert(exposure, at, 'bought', { epc: first.epc, value, bill: hasSeen(exposure, at) ? onBought(exposure, quantity) : null });
    }
  };

  return {
    assign: (assigned, instead) => {
      const list = (exposures.get(assigned.visit) ?? []).filter(({ decision }) => decision !== instead);
      list.push({ ...assigned, shownAt: null, picked: false });
      exposures.set(assigned.visit, list);
    },
    shown: (decision, at) => {
      for (const list of exposures.values()) for (const exposure of list) if (exposure.decision === decision) exposure.shownAt ??= at;
    },
    heard: (fact) => {
      if (fact.type === 'item.picked') picked(fact);
      else if (fact.type === 'sale.recorded') bought(fact);
      else if (fact.type === 'visit.closed') exposures.delete(fact.visit);
    },
    save: () => [...exposures],
  };
};
