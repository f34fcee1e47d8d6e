import type { Capability } from '../capability.ts';
import type { VisitorId } from '../ids.ts';

export interface VisitCounts extends Capability {
  /** Visits by this visitor that the gateway has seen, the present one included; 0 for a stranger. */
  visits(visitor: VisitorId | null): number;
}

/** How often each known card has visited. Holds pseudonyms and numbers only. */
export const createVisitCounts = (saved?: unknown): VisitCounts => {
  const counts = new Map(saved as (readonly [VisitorId, number])[] | undefined); // Written by save().
  return {
    on: {},
    heard: (fact) => {
      if (fact.type === 'visit.identified') counts.set(fact.visitor, (counts.get(fact.visitor) ?? 0) + 1);
    },
    visits: (visitor) => (visitor === null ? 0 : (counts.get(visitor) ?? 0)),
    save: () => [...counts],
  };
};
