import type { Capability, Emit } from '../capability.ts';
import type { Evidence, Fact, ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, SectionId } from '../ids.ts';
import { rounded } from '../statistics.ts';
import { type Instant, instant } from '../units.ts';
import { createAlarms } from './alarms.ts';
import type { CloneWatch } from './clone-watch.ts';
import { createReceipts } from './receipts.ts';

/** That an item without a receipt really is unpaid: tills report late in two of a hundred cases. */
const UNPAID = 0.98;
const CALM_MS = 60_000;
/** A receipt that arrives this late still clears an alarm. */
const LATE_RECEIPT_MS = 15 * 60_000;

export interface SecurityOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  readonly clones: CloneWatch;
  /** EPCs of no own item heard for the first time, since the beginning. */
  readonly strangers: () => number;
  readonly saved?: unknown;
}

interface Unpaid {
  readonly epc: Epc;
  readonly gtin: ItemFact['gtin'];
  readonly visit: ItemFact['visit'];
  readonly at: number;
}

interface State {
  readonly alarms: unknown;
  readonly receipts: unknown;
  readonly clones: unknown;
  readonly picks: readonly (readonly [SectionId, readonly number[]])[];
  readonly unpaid: readonly Unpaid[];
  readonly strangers: number;
  readonly floodTick: number;
}

/** What leaves unpaid, what is taken in bulk, and tags that cannot be what they say. */
export const createSecurity = ({ plan, emit, clones, strangers, saved }: SecurityOptions): Capability => {
  const before = saved as State | undefined; // Written by save() below.
  const { security } = plan.shop.settings;
  const alarms = createAlarms(emit, before?.alarms);
  const receipts = createReceipts(before?.receipts);
  const picks = new Map<SectionId, readonly number[]>(before?.picks);
  let unpaid: readonly Unpaid[] = before?.unpaid ?? [];
  let strangersBefore = before?.strangers ?? 0;
  let floodTick = before?.floodTick ?? 0;

  const leave = (fact: ItemFact) => {
    const paid = receipts.covers(fact.epc, fact.gtin, fact.visit, fact.at);
    if (paid !== null) return;
    const confidence = fact.confidence * UNPAID;
    if (confidence < security.alarmAt) return;
    const noReceipt: Evidence = { code: 'no-receipt', nats: rounded(Math.log(UNPAID / (1 - UNPAID))), facts: { gtin: fact.gtin ?? '' } };
    const { at, zone, epc, visit, gtin } = fact;
    alarms.raise(`exit|${epc}`, {
      about: 'unsold-exit',
      at,
      severity: 'critical',
      confidence,
      zone,
      epc,
      visit,
      why: [...fact.why, noReceipt],
    });
    unpaid = [...unpaid.filter((u) => at - u.at < LATE_RECEIPT_MS), { epc, gtin, visit, at }];
  };

  const pick = (fact: ItemFact) => {
    receipts.pickedAgain(fact.epc, fact.at);
    if (fact.section === null) return;
    const times = [...(picks.get(fact.section) ?? []), fact.at].filter((time) => fact.at - time <= security.bulkWindow);
    picks.set(fact.section, times);
    if (times.length < security.bulkItems) return;
    const key = `bulk|${fact.section}`;
    const why = [
      { code: 'picked-together', nats: 2, facts: { items: times.length, seconds: security.bulkWindow / 1_000, section: fact.section } },
    ];
    // How surely each of them was picked is how surely they were picked together.
    const confidence = fact.confidence;
    alarms.raise(key, { about: 'bulk', at: fact.at, severity: 'major', confidence, zone: fact.zone, visit: fact.visit, why });
    alarms.renew(key, fact.at);
  };

  const back = (fact: ItemFact) => {
    alarms.clear(`exit|${fact.epc}`, fact.at, 'back-in-shop');
    unpaid = unpaid.filter((u) => u.epc !== fact.epc);
  };

  const settle = (sold: Unpaid, at: Instant) => {
    alarms.clear(`exit|${sold.epc}`, at, 'receipt-came-late');
    unpaid = unpaid.filter((u) => u !== sold);
  };

  /** Receipts first cover what has left without one, by EPC or by kind, and then what will leave. */
  const sell = (sale: Extract<Fact, { type: 'sale.recorded' }>) => {
    for (const { epc, gtin, quantity } of sale.lines) {
      let left = quantity;
      for (const candidate of unpaid) {
        const covered =
          epc === null ? left > 0 && candidate.gtin === gtin && sale.at - candidate.at < LATE_RECEIPT_MS : candidate.epc === epc;
        if (!covered) continue;
        settle(candidate, sale.at);
        left--;
      }
      receipts.sell(epc, gtin, left, sale.visit, sale.at);
    }
  };

  const watchClones = () => {
    for (const { epc, at, zones, times } of clones.take()) {
      const why = [{ code: 'two-places-at-once', nats: 4, facts: { here: zones[1], there: zones[0], times } }];
      alarms.raise(`clone|${epc}`, { about: 'clone', at: instant(at), severity: 'major', confidence: 0.9, zone: zones[1], epc, why });
      alarms.renew(`clone|${epc}`, at);
    }
  };

  const watchFlood = (now: Instant) => {
    const heard = strangers();
    const seconds = floodTick === 0 ? 1 : Math.max(1, (now - floodTick) / 1_000);
    const perSecond = (heard - strangersBefore) / seconds;
    strangersBefore = heard;
    floodTick = now;
    if (perSecond < security.floodTagsPerSecond) return;
    const why = [{ code: 'new-strangers', nats: 3, facts: { perSecond: Math.round(perSecond), limit: security.floodTagsPerSecond } }];
    alarms.raise('flood', { about: 'flood', at: now, severity: 'major', confidence: 0.95, why });
    alarms.renew('flood', now);
  };

  return {
    on: {
      tick: ({ receivedAt }) => {
        watchClones();
        watchFlood(receivedAt);
        alarms.clearCalm('flood', receivedAt, CALM_MS);
        alarms.clearCalm('bulk', receivedAt, CALM_MS);
        alarms.clearCalm('clone', receivedAt, 10 * CALM_MS);
      },
    },
    heard: (fact) => {
      if (fact.type === 'item.exited') leave(fact);
      else if (fact.type === 'item.picked') pick(fact);
      else if (fact.type === 'item.returned') back(fact);
      else if (fact.type === 'sale.recorded') sell(fact);
    },
    save: (): State => ({
      alarms: alarms.save(),
      receipts: receipts.save(),
      clones: clones.save(),
      picks: [...picks],
      unpaid,
      strangers: strangersBefore,
      floodTick,
    }),
  };
};
