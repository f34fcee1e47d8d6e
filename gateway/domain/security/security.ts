import type { Capability, Emit } from '../capability.ts';
import type { Evidence } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { type Instant, instant } from '../units.ts';
import { createAlarms } from './alarms.ts';
import { createBulkWatch } from './bulk-watch.ts';
import type { CloneWatch } from './clone-watch.ts';
import { createExitAlarms } from './exit-alarms.ts';
import { ANY_GOODS, createLateReceipts, FROM_THE_TILL } from './late-receipts.ts';
import { createReceipts } from './receipts.ts';
import { createStaffPass } from './staff-pass.ts';
import { createTillStays } from './till-stays.ts';

const CALM_MS = 60_000;

export interface SecurityOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  readonly clones: CloneWatch;
  /** EPCs of no own item heard for the first time, since the beginning. */
  readonly strangers: () => number;
  readonly saved?: unknown;
}

interface State {
  readonly alarms: unknown;
  readonly receipts: unknown;
  readonly late: unknown;
  readonly lateFromTill: unknown;
  readonly tills: unknown;
  readonly staff: unknown;
  readonly exits: unknown;
  readonly bulks: unknown;
  readonly clones: unknown;
  readonly strangers: number;
  readonly floodTick: number;
}

/** What leaves unpaid, what is taken in bulk, and tags that cannot be what they say. */
export const createSecurity = ({ plan, emit, clones, strangers, saved }: SecurityOptions): Capability => {
  const before = saved as State | undefined; // Written by save() below.
  const settings = plan.shop.settings.security;
  const alarms = createAlarms(emit, before?.alarms);
  const receipts = createReceipts(before?.receipts);
  const late = {
    fromTill: createLateReceipts(FROM_THE_TILL, before?.lateFromTill),
    others: createLateReceipts(ANY_GOODS, before?.late),
  };
  const tills = createTillStays(plan, before?.tills);
  const staff = createStaffPass(plan, before?.staff);
  const exits = createExitAlarms({ settings, alarms, receipts, late, tills, staff }, before?.exits);
  const bulks = createBulkWatch(plan, alarms, staff, before?.bulks);
  let strangersBefore = before?.strangers ?? 0;
  let floodTick = before?.floodTick ?? 0;

  const watchClones = () => {
    for (const { epc, at, zones, times } of clones.take()) {
      const why: Evidence[] = [{ code: 'two-places-at-once', nats: 4, facts: { here: zones[1], there: zones[0], times } }];
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
    if (perSecond < settings.floodTagsPerSecond) return;
    const why: Evidence[] = [
      { code: 'new-strangers', nats: 3, facts: { perSecond: Math.round(perSecond), limit: settings.floodTagsPerSecond } },
    ];
    alarms.raise('flood', { about: 'flood', at: now, severity: 'major', confidence: 0.95, why });
    alarms.renew('flood', now);
  };

  return {
    on: {
      ...(staff.tag !== undefined && { tag: staff.tag }),
      ...(staff.card !== undefined && { card: staff.card }),
      tick: ({ receivedAt }) => {
        watchClones();
        watchFlood(receivedAt);
        exits.tick(receivedAt);
        bulks.tick(receivedAt);
        alarms.clearCalm('flood', receivedAt, CALM_MS);
        alarms.clearCalm('bulk', receivedAt, CALM_MS);
        alarms.clearCalm('clone', receivedAt, 10 * CALM_MS);
      },
    },
    heard: (fact) => {
      tills.heard(fact);
      switch (fact.type) {
        case 'exit.suspected':
          exits.suspected(fact);
          return;
        case 'exit.withdrawn':
          exits.withdrawn(fact.epc, fact.at);
          return;
        case 'item.exited':
          exits.left(fact);
          return;
        case 'item.returned':
          exits.back(fact.epc, fact.at);
          bulks.filled(fact);
          return;
        case 'item.picked':
          receipts.onShelf(fact.epc, fact.at);
          bulks.picked(fact);
          return;
        case 'item.arrived':
        case 'item.put':
          receipts.onShelf(fact.epc, fact.at);
          bulks.filled(fact);
          return;
        case 'sale.recorded':
          exits.sold(fact);
          return;
        default:
      }
    },
    save: (): State => ({
      alarms: alarms.save(),
      receipts: receipts.save(),
      late: late.others.save(),
      lateFromTill: late.fromTill.save(),
      tills: tills.save(),
      staff: staff.save(),
      exits: exits.save(),
      bulks: bulks.save(),
      clones: clones.save(),
      strangers: strangersBefore,
      floodTick,
    }),
  };
};
