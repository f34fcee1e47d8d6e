import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Sku } from '../ids.ts';
import type { Recommendations } from '../offers/offer.ts';
import { type Instant, instant, probability } from '../units.ts';
import { createAssociations } from './associations.ts';
import { createPopularity } from './popularity.ts';

/** Rules told each night: what a page can show. */
const RULES_TOLD = 100;

/** For whom something is recommended. */
interface Moment {
  /** SKUs in the visit's hands. */
  readonly items: readonly string[];
  /** What its visitor has bought in this part of the day before, the most often bought first; empty without consent. */
  readonly usual: readonly string[];
}

export interface Recommender extends Capability {
  /** What can be recommended at a moment; worked out when it is asked. */
  at(moment: Moment): Recommendations;
}

interface State {
  /** Local date of the last tick. */
  readonly date: string;
  readonly associations: unknown;
  readonly popularity: unknown;
}

export interface RecommenderOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  /** True when every place of the product is out. */
  readonly isOut: (sku: string) => boolean;
  readonly saved?: unknown;
}

type Sale = Extract<Fact, { type: 'sale.recorded' }>;

/** What goes with what, and what sells best where: from the shop's own receipts, with nobody's rules. */
export const createRecommender = ({ plan, emit, isOut, saved }: RecommenderOptions): Recommender => {
  const before = saved as State | undefined; // Written by save() below.
  const { localTime, identify } = plan.shop;
  const associations = createAssociations(before?.associations);
  const popularity = createPopularity(plan, before?.popularity);
  let date = before?.date ?? '';
  let minute = -1;

  const sold = ({ lines }: Sale) => {
    const skus: Sku[] = [];
    for (const { gtin, epc, quantity } of lines) {
      const sku = plan.sku(gtin ?? (epc === null ? null : identify(epc).gtin));
      if (sku === null || quantity <= 0) continue;
      skus.push(sku);
      popularity.sold(sku, quantity);
    }
    associations.sold(skus);
  };

  const tick = (now: Instant) => {
    const current = Math.floor(now / 60_000);
    if (current === minute) return;
    minute = current;
    const today = localTime(now).date;
    if (today === date) return;
    if (date !== '') {
      const rules = associations
        .rules(RULES_TOLD)
        .map((rule) => ({ ...rule, support: probability(rule.support), confidence: probability(rule.confidence) }));
      if (rules.length > 0) emit({ type: 'associations.measured', at: instant(now), day: date, rules });
      associations.fade();
      popularity.fade();
    }
    date = today;
  };

  const at = ({ items, usual }: Moment): Recommendations => {
    const first = (skus: Iterable<string>): string => {
      for (const sku of skus) if (!items.includes(sku) && !isOut(sku)) return sku;
      return '';
    };
    return {
      boughtTogether: (sku) => first(associations.partners(sku).map((partner) => partner.sku)),
      nextItem: (skus) => {
        // Each thing in the basket is a reason of its own: what none of them speaks for remains.
        const against = new Map<string, number>();
        for (const sku of new Set(skus)) {
          for (const { sku: partner, score } of associations.partners(sku)) against.set(partner, (against.get(partner) ?? 1) * (1 - score));
        }
        return first([...against].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([sku]) => sku));
      },
      popular: (zone) => first(popularity.best(zone)),
      usual: () => first(usual),
      boughtBefore: (sku) => usual.includes(sku),
      confidence: associations.confidence,
      lift: associations.lift,
    };
  };

  return {
    on: { tick: ({ receivedAt }) => tick(receivedAt) },
    heard: (fact) => {
      if (fact.type === 'sale.recorded') sold(fact);
      else if (fact.type === 'item.picked') {
        const sku = plan.sku(fact.gtin);
        if (sku !== null) popularity.picked(sku);
      }
    },
    at,
    sizes: () => ({ associatedPairs: associations.sizes().pairs }),
    save: (): State => ({ date, associations: associations.save(), popularity: popularity.save() }),
  };
};
