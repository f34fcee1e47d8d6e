import type { Capability, Emit } from '../capability.ts';
import type { Custody } from '../custody/custody.ts';
import type { Fact, OfferReason } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Footfall } from '../footfall/footfall.ts';
import type { Health } from '../health/health.ts';
import { asId, type CommandId, type DeviceId, type VisitId } from '../ids.ts';
import type { VisitCounts } from '../loyalty/visit-counts.ts';
import type { Offer } from '../shop.ts';
import { unitHash } from '../statistics.ts';
import { type Instant, later } from '../units.ts';
import type { Visit } from '../visits/visit.ts';
import type { Visits } from '../visits/visits.ts';
import { createDwells } from './dwell.ts';
import { createExposures } from './exposures.ts';
import { createLimits } from './limits.ts';
import { contextOf, type Occasion } from './occasion.ts';
import { createScreens } from './screens.ts';
import { createSentCommands } from './sent-commands.ts';

/** An offer without a visit is assigned by display and quarter of an hour, so that everyone before it sees the same. */
const SLOT_MS = 900_000;

interface State {
  readonly decisions: number;
  readonly conditionsFalse: number;
  readonly limits: unknown;
  readonly screens: unknown;
  readonly exposures: unknown;
  readonly sent: unknown;
  readonly dwells: unknown;
  readonly shelfStates: readonly (readonly [string, string])[];
}

export interface OfferOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  readonly health: Health;
  readonly footfall: Footfall;
  readonly visits: Visits;
  readonly custody: Custody;
  readonly loyalty: VisitCounts;
  /** Receive time of the present input. */
  readonly now: () => Instant;
  /** True when no section of the shop has the SKU. */
  readonly isOut: (sku: string) => boolean;
  readonly saved?: unknown;
}

interface Verdict {
  readonly reason: OfferReason;
  readonly display: DeviceId | null;
  readonly detail?: string;
}

/** True when this unit (a visit, or a display's quarter of an hour) is held back to measure the offer. */
export const isHeldBack = (offer: Pick<Offer, 'id' | 'control'>, unit: string): boolean => unitHash(`${offer.id}|${unit}`) < offer.control;

const nowhere = { visit: null, zone: null, epc: null, gtin: null, sku: null, shelf: null } as const;

/** The occasion that a fact is, or null. */
const occasionOf = (fact: Fact, plan: FloorPlan, visits: Visits): Occasion | null => {
  const { at } = fact;
  switch (fact.type) {
    case 'item.picked':
    case 'item.put': {
      const { visit, zone, epc, gtin } = fact;
      return { on: fact.type, at, visit, zone, epc, gtin, sku: plan.sku(gtin), shelf: null };
    }
    case 'visit.moved':
      return { ...nowhere, on: 'zone.entered', at, visit: fact.visit, zone: fact.zone };
    case 'visit.identified':
      return { ...nowhere, on: fact.type, at, visit: fact.visit, zone: visits.open.get(fact.visit)?.zone ?? null };
    case 'shelf.changed': {
      if (fact.state === 'ok') return null;
      const { shelf: id, section, sku, onShelf, facings } = fact;
      const zone = plan.sections.get(section)?.zone ?? null;
      return {
        ...nowhere,
        on: fact.state === 'out' ? 'shelf.out' : 'shelf.low',
        at,
        zone,
        sku,
        shelf: { id, section, sku, onShelf, facings },
      };
    }
    default:
      return null;
  }
};

/** What to offer, where, and why not; and what came of it. */
export const createOffers = (options: OfferOptions): Capability => {
  const { plan, emit, health, footfall, visits, custody, loyalty, isOut, now: clock } = options;
  const before = options.saved as State | undefined; // Written by save() below.
  const { offers, displays, members } = plan.shop;
  const limits = createLimits(before?.limits);
  const screens = createScreens(displays, health.isOnline, before?.screens);
  const exposures = createExposures(plan, emit, before?.exposures);
  const sent = createSentCommands(emit, screens.release, before?.sent);
  const dwells = createDwells(before?.dwells);
  let decisions = before?.decisions ?? 0;
  let conditionsFalse = before?.conditionsFalse ?? 0;
  const ranked = offers.toSorted((a, b) => b.priority - a.priority);
  const dwelling = ranked.filter((offer) => offer.on === 'zone.dwell');
  const shelfStates = new Map(before?.shelfStates);

  const consents = (visit: Visit | null): boolean =>
    visit !== null && visit.visitor !== null && members.get(visit.visitor)?.consent.profiling === true;

  const itemsOf = (visit: VisitId | null): readonly string[] =>
    visit === null
      ? []
      : [...custody.holdings.values()].filter((h) => h.visit === visit).flatMap((holding) => plan.sku(holding.gtin) ?? []);

  const judge = (offer: Offer, occasion: Occasion, visit: Visit | null, now: Instant): Verdict | null => {
    const surroundings = {
      visit,
      items: itemsOf(occasion.visit),
      visits: loyalty.visits(visit?.visitor ?? null),
      occupancy: footfall.occupancy(),
      now,
    };
    const context = contextOf(plan, occasion, surroundings);
    const result = offer.condition(context);
    if (!result.ok) return { reason: 'condition-error', display: null, detail: result.detail };
    if (!result.holds) return null;
    const who = { visit: occasion.visit, visitor: visit?.visitor ?? null, date: context.now.date };
    const capped = limits.person(offer, who);
    if (capped !== null) return { reason: capped, display: null };
    if (offer.personal && !consents(visit)) return { reason: 'no-consent', display: null };
    if (occasion.shelf === null && occasion.sku !== null && isOut(occasion.sku)) return { reason: 'out-of-stock', display: null };
    const screen = screens.choose(offer, occasion.zone ?? visit?.zone ?? null, now);
    if (!screen.free) return { reason: screen.reason, display: screen.display };
    if (limits.display(offer, screen.display, now)) return { reason: 'capped-display', display: screen.display };
    // The arm comes last, so that both arms consist of units that could have seen the offer.
    limits.use(offer.id, who);
    const unit = occasion.visit ?? `${screen.display}@${Math.floor(now / SLOT_MS)}`;
    return { reason: isHeldBack(offer, unit) ? 'control' : 'selected', display: screen.display };
  };

  const decide = (offer: Offer, occasion: Occasion, now: Instant) => {
    const visit = occasion.visit === null ? null : (visits.open.get(occasion.visit) ?? null);
    const verdict = judge(offer, occasion, visit, now);
    if (verdict === null) {
      conditionsFalse++;
      return;
    }
    const { reason, display } = verdict;
    const decision = asId<CommandId>(`d-${++decisions}`);
    const expires = later(now, offer.showFor);
    const { sku } = occasion;
    const arm = reason === 'selected' ? 'treatment' : reason === 'control' ? 'control' : null;
    emit({
      type: 'offer.decided',
      at: now,
      decision,
      offer: offer.id,
      on: occasion.on,
      visit: occasion.visit,
      visitor: visit?.visitor ?? null,
      zone: occasion.zone,
      epc: occasion.epc,
      sku,
      display,
      arm,
      reason,
      expires,
      detail: verdict.detail ?? '',
    });
    if (reason === 'control' && occasion.visit !== null) exposures.expose(occasion.visit, decision, offer.id, sku, now);
    if (reason !== 'selected' || display === null) return;
    screens.occupy(display, offer, now);
    limits.useDisplay(offer.id, display, now);
    sent.send({ decision, offer: offer.id, display, visit: occasion.visit, sku, expires });
  };

  const seize = (occasion: Occasion) => {
    const now = clock();
    screens.newMoment();
    for (const offer of ranked) if (offer.on === occasion.on) decide(offer, occasion, now);
  };

  /** A shelf that only changes its count is no new occasion; one whose state changes is. */
  const isNews = (fact: Fact): boolean => {
    if (fact.type !== 'shelf.changed') return true;
    const key = `${fact.section}|${fact.sku}`;
    const known = shelfStates.get(key);
    shelfStates.set(key, fact.state);
    return known !== fact.state;
  };

  const heard = (fact: Fact) => {
    exposures.heard(fact);
    if (fact.type === 'visit.moved') dwells.entered(fact.visit, fact.zone, fact.at);
    else if (fact.type === 'visit.closed') {
      dwells.forget(fact.visit);
      limits.forget(fact.visit);
    }
    const occasion = isNews(fact) ? occasionOf(fact, plan, visits) : null;
    if (occasion !== null) seize(occasion);
  };

  return {
    on: {
      ack: (ack) => {
        const shown = sent.acknowledge(ack);
        if (shown === null) return;
        const { decision, offer, display, visit, sku } = shown;
        emit({ type: 'offer.shown', at: ack.at, decision, offer, display, visit });
        if (visit !== null && visits.open.has(visit)) exposures.expose(visit, decision, offer, sku, ack.at);
      },
      tick: ({ receivedAt }) => {
        sent.expire(receivedAt);
        for (const { visit, zone, offer } of dwells.due(dwelling, receivedAt)) {
          screens.newMoment();
          decide(offer, { ...nowhere, on: 'zone.dwell', at: receivedAt, visit, zone }, receivedAt);
        }
      },
    },
    heard,
    sizes: () => ({ conditionsFalse }),
    save: (): State => ({
      decisions,
      conditionsFalse,
      limits: limits.save(),
      screens: screens.save(),
      exposures: exposures.save(),
      sent: sent.save(),
      dwells: dwells.save(),
      shelfStates: [...shelfStates],
    }),
  };
};
