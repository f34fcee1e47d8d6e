import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { RuleId, VisitId } from '../ids.ts';
import type { Loyalty } from '../loyalty/loyalty.ts';
import { createDwells } from '../offers/dwell.ts';
import { type Occasion, occasionAt, occasionOf } from '../offers/occasion.ts';
import type { Offers } from '../offers/offers.ts';
import { offReason } from '../offers/schedule.ts';
import { createShelfNews } from '../offers/shelf-news.ts';
import type { Instant } from '../units.ts';
import type { Visits } from '../visits/visits.ts';
import type { Rule, RuleContext, RuleTrigger } from './rule.ts';

type House = Pick<RuleContext, 'alert' | 'sale' | 'button'>;
const NO_HOUSE: House = { alert: null, sale: null, button: null };

/** A moment at which rules are considered; `key` finds them: `on`, with the length of a dwell or the minute of the day. */
interface RuleOccasion extends Omit<Occasion, 'on'> {
  readonly on: RuleTrigger;
  readonly house: House;
}

interface State {
  readonly runs: number;
  readonly minute: number;
  readonly lastRun: readonly (readonly [RuleId, Instant])[];
  readonly failing: readonly RuleId[];
  readonly dwells: unknown;
  readonly shelfNews: unknown;
}

export interface RuleOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  /** Receive time of the present input. */
  readonly now: () => Instant;
  readonly visits: Pick<Visits, 'open'>;
  readonly loyalty: Pick<Loyalty, 'agrees'>;
  readonly contextAt: Offers['contextAt'];
  readonly saved?: unknown;
}

const keyOf = ({ on, dwell, minutes }: Rule): readonly string[] => {
  if (on === 'time') return minutes.map((minute) => `time ${minute}`);
  return [on === 'zone.dwell' ? `zone.dwell ${dwell}` : on];
};

/** What the facts of the house are to a rule; null for a fact that is none. */
const houseOf = (fact: Fact): { readonly on: RuleTrigger; readonly about: Partial<Occasion>; readonly house: House } | null => {
  switch (fact.type) {
    case 'alert.raised': {
      const { about: type, severity, zone, device, visit, epc, confidence } = fact;
      const alert = { type, severity, zone: zone ?? '', device: device ?? '', confidence };
      return { on: fact.type, about: { visit, zone, epc, device }, house: { ...NO_HOUSE, alert } };
    }
    case 'sale.recorded':
      return {
        on: fact.type,
        about: { visit: fact.visit },
        house: { ...NO_HOUSE, sale: { totalMinor: fact.total, lines: fact.lines.length } },
      };
    case 'button.pressed': {
      const { button: name, zone, device } = fact;
      return { on: fact.type, about: { zone, device }, house: { ...NO_HOUSE, button: { name, zone: zone ?? '', device } } };
    }
    default:
      return null;
  }
};

/** What actuators do when something happens, beside what offers drive: says that a rule fires, and its actuators hear it. */
export const createRules = (options: RuleOptions): Capability => {
  const { plan, emit, now: clock, visits, loyalty, contextAt } = options;
  const before = options.saved as State | undefined; // Written by save() below.
  const { rules, localTime, standsIn } = plan.shop;
  const byKey = new Map<string, Rule[]>();
  for (const rule of rules) for (const key of keyOf(rule)) byKey.set(key, [...(byKey.get(key) ?? []), rule]);
  const dwellLengths = [...new Set(rules.flatMap((rule) => (rule.on === 'zone.dwell' ? [rule.dwell] : [])))].sort((a, b) => a - b);
  const dwells = createDwells(before?.dwells);
  const shelfNews = createShelfNews(before?.shelfNews);
  const lastRun = new Map(before?.lastRun);
  const failing = new Set(before?.failing);
  let { runs, minute } = before ?? { runs: 0, minute: -1 };

  const mayRun = (rule: Rule, visit: VisitId | null, now: Instant): boolean => {
    const last = lastRun.get(rule.id);
    if (last !== undefined && now - last < rule.pause) return false;
    if (offReason(rule.schedule, localTime(now)) !== null) return false;
    const visitor = visit === null ? null : (visits.open.get(visit)?.visitor ?? null);
    return !rule.isPersonal || loyalty.agrees(visitor, 'profiling');
  };

  const fire = (rule: Rule, { on, visit, zone }: RuleOccasion, now: Instant): void => {
    lastRun.set(rule.id, now);
    emit({ type: 'rule.fired', at: now, rule: rule.id, run: `r-${++runs}`, on, visit, zone });
  };

  const consider = (occasion: RuleOccasion): void => {
    const candidates = byKey.get(occasion.key);
    if (candidates === undefined) return;
    const now = clock();
    const due = candidates.filter((rule) => mayRun(rule, occasion.visit, now));
    if (due.length === 0) return;
    const context: RuleContext = { ...contextAt(occasion, now), ...occasion.house };
    for (const rule of due) {
      const result = rule.condition(context);
      if (result.ok) failing.delete(rule.id);
      else if (!failing.has(rule.id)) {
        failing.add(rule.id);
        emit({ type: 'rule.failed', at: now, rule: rule.id, on: occasion.on, detail: result.detail });
      }
      if (result.ok && result.holds) fire(rule, occasion, now);
    }
  };

  const seize = (occasion: Occasion): void => consider({ ...occasion, house: NO_HOUSE });

  const heard = (fact: Fact): void => {
    if (fact.type === 'visit.moved') dwells.entered(fact.visit, fact.zone, fact.at);
    else if (fact.type === 'visit.closed') dwells.forget(fact.visit);
    const house = houseOf(fact);
    if (house !== null) {
      consider({ ...occasionAt('time', fact.at, house.about), on: house.on, key: house.on, house: house.house });
      return;
    }
    if (fact.type === 'items.compared') {
      const { visit, zone, epc, skus, at } = fact;
      seize(occasionAt(fact.type, at, { visit, zone, epc, sku: skus[1], compared: skus }));
      return;
    }
    const occasion = shelfNews.isNews(fact) ? occasionOf(fact, plan, (visit) => visits.open.get(visit)?.zone ?? null) : null;
    if (occasion !== null) seize(occasion);
  };

  const tick = (now: Instant): void => {
    for (const { visit, zone, dwell } of dwells.due(dwellLengths, now))
      seize(occasionAt('zone.dwell', now, { key: `zone.dwell ${dwell}`, visit, zone }));
    const local = localTime(now);
    const ofDay = local.hour * 60 + local.minute;
    if (ofDay === minute) return;
    minute = ofDay;
    seize(occasionAt('time', now, { key: `time ${ofDay}` }));
  };

  const nothing: Capability = { on: {}, save: () => before };
  if (rules.length === 0) return nothing;
  return {
    on: {
      // A rule holds on as long as its condition does: at every word of the sensor, with its own pause.
      climate: ({ at, device }) => seize(occasionAt('climate', at, { zone: standsIn.get(device) ?? null, device })),
      tick: ({ receivedAt }) => tick(receivedAt),
    },
    heard,
    save: (): State => ({
      ...{ runs, minute },
      lastRun: [...lastRun],
      failing: [...failing],
      dwells: dwells.save(),
      shelfNews: shelfNews.save(),
    }),
  };
};
