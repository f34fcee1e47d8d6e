import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc } from '../ids.ts';

/** Who was at a till so lately has paid there, ms. */
const LATELY_MS = 180_000;
const KEPT = 5_000;

/** Which goods were at a till lately: their receipt may be late, but it comes. */
export interface TillStays {
  heard(fact: Fact): void;
  was(epc: Epc, at: number): boolean;
  save(): unknown;
}

export const createTillStays = (plan: FloorPlan, saved?: unknown): TillStays => {
  const stays = new Map<Epc, number>(saved as readonly (readonly [Epc, number])[] | undefined); // Written by save() below.
  const isTill = (fact: Fact) =>
    (fact.type === 'item.moved' || fact.type === 'item.arrived') && fact.zone !== null && plan.zones.get(fact.zone)?.kind === 'checkout';
  const leavesTill = (fact: Fact) => fact.type === 'item.moved' && fact.from !== null && plan.zones.get(fact.from)?.kind === 'checkout';
  return {
    heard: (fact) => {
      if (!('epc' in fact) || fact.epc === null || !(isTill(fact) || leavesTill(fact))) return;
      stays.delete(fact.epc);
      stays.set(fact.epc, fact.at);
      for (const oldest of stays.keys()) {
        if (stays.size <= KEPT) break;
        stays.delete(oldest);
      }
    },
    was: (epc, at) => at - (stays.get(epc) ?? Number.NEGATIVE_INFINITY) < LATELY_MS,
    save: () => [...stays],
  };
};
