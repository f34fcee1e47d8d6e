import type { Emit } from '../capability.ts';
import type { EventOf, Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, VisitId, ZoneId } from '../ids.ts';
import { type Instant, instant, minorCurrency } from '../units.ts';

/** A receipt often comes with the last steps to the door, and custody is settled after them, ms. */
const SETTLES_MS = 60_000;

/** What a visit has come to so far. */
interface Sums {
  readonly opened: Instant;
  closed: Instant | null;
  tier: string | null;
  isIdentified: boolean;
  readonly zones: Set<ZoneId>;
  readonly picked: Set<Epc>;
  readonly tried: Set<Epc>;
  bought: number;
  value: number;
}

type Plain = Omit<Sums, 'zones' | 'picked' | 'tried'> & {
  readonly zones: readonly ZoneId[];
  readonly picked: readonly Epc[];
  readonly tried: readonly Epc[];
};
type SavedSums = readonly (readonly [VisitId, Plain])[];

/** Each visit as one line of figures, a minute after it has ended. */
export interface VisitSums {
  heard(fact: Fact): void;
  tick(now: Instant): void;
  save(): SavedSums;
}

export const createVisitSums = (plan: FloorPlan, emit: Emit, saved: unknown): VisitSums => {
  const open = new Map<VisitId, Sums>(
    ((saved as SavedSums | undefined) ?? []).map(([visit, { zones, picked, tried, ...sums }]) => [
      visit,
      { ...sums, zones: new Set(zones), picked: new Set(picked), tried: new Set(tried) },
    ]),
  );

  const begin = (opened: Instant, isIdentified: boolean): Sums => ({
    ...{ opened, closed: null, tier: null, isIdentified, bought: 0, value: 0 },
    ...{ zones: new Set<ZoneId>(), picked: new Set<Epc>(), tried: new Set<Epc>() },
  });

  const sold = ({ visit, lines, total }: EventOf<'sale.recorded'>) => {
    const sums = visit === null ? undefined : open.get(visit);
    if (sums === undefined) return;
    sums.bought += lines.reduce((sum, { quantity }) => sum + quantity, 0);
    sums.value += total;
  };

  return {
    heard: (fact) => {
      switch (fact.type) {
        case 'visit.opened': {
          // One that ended too early goes on.
          const known = open.get(fact.visit);
          if (known === undefined) open.set(fact.visit, begin(fact.at, fact.visitor !== null));
          else known.closed = null;
          return;
        }
        case 'visit.identified': {
          const sums = open.get(fact.visit);
          if (sums !== undefined) Object.assign(sums, { isIdentified: true, tier: fact.tier });
          return;
        }
        case 'visit.moved':
          open.get(fact.visit)?.zones.add(fact.zone);
          return;
        case 'custody.assigned':
          open.get(fact.visit)?.picked.add(fact.epc);
          return;
        case 'custody.ended':
          // Ended at its own beginning, it never was.
          if (fact.at === fact.since) open.get(fact.visit)?.picked.delete(fact.epc);
          return;
        case 'item.moved':
          if (fact.visit !== null && fact.zone !== null && plan.zones.get(fact.zone)?.kind === 'fitting')
            open.get(fact.visit)?.tried.add(fact.epc);
          return;
        case 'sale.recorded':
          sold(fact as EventOf<'sale.recorded'>);
          return;
        case 'visit.closed': {
          const sums = open.get(fact.visit);
          if (sums !== undefined) sums.closed = fact.at;
        }
      }
    },
    tick: (now) => {
      for (const [visit, sums] of open) {
        const { closed } = sums;
        if (closed === null || now - closed < SETTLES_MS) continue;
        open.delete(visit);
        emit({
          type: 'visit.summarised',
          at: closed,
          visit,
          opened: instant(sums.opened),
          identified: sums.isIdentified,
          tier: sums.tier,
          zones: sums.zones.size,
          picked: sums.picked.size,
          tried: sums.tried.size,
          bought: Math.max(0, sums.bought),
          value: minorCurrency(sums.value),
        });
      }
    },
    save: () =>
      [...open].map(([visit, { zones, picked, tried, ...sums }]) => [
        visit,
        { ...sums, zones: [...zones], picked: [...picked], tried: [...tried] },
      ]),
  };
};
