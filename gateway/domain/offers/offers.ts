import type { Actuator } from '../actuators/actuator.ts';
import type { Actuators } from '../actuators/actuators.ts';
import type { Capability, Emit } from '../capability.ts';
import type { Custody } from '../custody/custody.ts';
import type { Fact, OfferReason } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Footfall } from '../footfall/footfall.ts';
import type { Health } from '../health/health.ts';
import { asId, type CommandId, type DeviceId, type OfferId, type VisitId } from '../ids.ts';
import type { Loyalty } from '../loyalty/loyalty.ts';
import type { Weighed } from '../readings.ts';
import type { Recommender } from '../recommend/recommender.ts';
import type { Shelves } from '../shelves/shelves.ts';
import { type DurationMs, type Instant, instant, later, milliseconds } from '../units.ts';
import type { Visits } from '../visits/visits.ts';
import { billOf, createBudgets, PER_MINOR } from './budgets.ts';
import type { Climates } from './climates.ts';
import { displayCommand, driveCommand } from './command-ids.ts';
import { createComparisons } from './comparisons.ts';
import { createConsidered } from './considered.ts';
import { createDwells } from './dwell.ts';
import { createExposures } from './exposures.ts';
import { type Assignment, createJudge, type Moment, type Verdict } from './judge.ts';
import { createLimits } from './limits.ts';
import { contextOf, type Occasion, occasionAt, occasionOf } from './occasion.ts';
import type { Offer, OfferContext } from './offer.ts';
import { createOfferIndex } from './offer-index.ts';
import { createScreens } from './screens.ts';
import { createSentCommands, type SentCommand, type SentDecision } from './sent-commands.ts';
import { createShelfNews } from './shelf-news.ts';
import { createTakes } from './takes.ts';
import { createQueues, type Waiting } from './waiting.ts';

/** Reasons that time may take away: a candidate waits for that while it makes sense. */
const STANDS_IN_THE_WAY: ReadonlySet<OfferReason> = new Set<OfferReason>(['display-busy', 'outranked', 'display-offline', 'no-display']);
/** How often it is told what offers were considered for, ms. */
const CONSIDERED_MS = 300_000;
/** How long an offer that is on no display waits for an actuator to prove it: three tries, and some for the way. */
const confirmedWithin = ({ confirmWithin }: Actuator): DurationMs => milliseconds(3 * confirmWithin + 2_000);

interface State {
  readonly decisions: number;
  readonly minute: number;
  readonly told: number;
  readonly parts: Readonly<Record<string, unknown>>;
  /** Offers whose weather holds, by sensor. */
  readonly weather: readonly (readonly [DeviceId, readonly OfferId[]])[];
}

export interface OfferOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  readonly health: Health;
  readonly footfall: Footfall;
  readonly visits: Visits;
  readonly custody: Custody;
  readonly loyalty: Loyalty;
  readonly recommender: Recommender;
  readonly shelves: Shelves;
  readonly climates: Pick<Climates, 'in'>;
  readonly actuators: Pick<Actuators, 'barred'>;
  /** Receive time of the present input. */
  readonly now: () => Instant;
  readonly saved?: unknown;
}

/** A candidate beside its offer: whose place it takes and what was tried, when it is not the first attempt. */
interface Attempt {
  readonly instead: CommandId | null;
  readonly tried: readonly DeviceId[];
  readonly assigned: Assignment | null;
}

export interface Offers extends Capability {
  /** What is known at an occasion, now. */
  contextAt(occasion: Omit<Occasion, 'on' | 'key'>, now: Instant): OfferContext;
}

/** What to offer, where, and why not; and what came of it. */
export const createOffers = (options: OfferOptions): Offers => {
  const { plan, emit, health, footfall, visits, custody, loyalty, recommender, shelves, climates, actuators, now: clock } = options;
  const before = options.saved as State | undefined; // Written by save() below.
  const { displays, experiments, localTime } = plan.shop;
  const saved = before?.parts ?? {};
  const places = new Map(displays.map((display) => [display.id, display]));
  const limits = createLimits(saved.limits);
  const budgets = createBudgets(saved.budgets);
  const screens = createScreens(displays, health.isOnline, saved.screens);
  const queues = createQueues(saved.queues);
  const driven = new Map(plan.shop.actuators.map((actuator) => [actuator.id, actuator]));
  const comparisons = createComparisons(plan, saved.comparisons);
  const considered = createConsidered(saved.considered);
  const dwells = createDwells(saved.dwells);
  const takes = createTakes(plan, saved.takes);
  const shelfNews = createShelfNews(saved.shelfNews);
  const weather = new Map(before?.weather);
  let { decisions, minute, told } = before ?? { decisions: 0, minute: -1, told: 0 };

  const { offers } = plan.shop;
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const index = createOfferIndex(offers);
  const dwellLengths = [...new Set(offers.flatMap((offer) => (offer.on === 'zone.dwell' ? [offer.dwell] : [])))].sort((a, b) => a - b);

  const dateAt = (at: number) => localTime(instant(at)).date;
  const exposures = createExposures(
    plan,
    emit,
    (exposure, quantity) => {
      const offer = byId.get(exposure.offer);
      if (offer === undefined) return null;
      budgets.bought(offer, quantity, exposure.rebate, dateAt(clock()));
      return billOf(offer, PER_MINOR * offer.cost.cpa);
    },
    saved.exposures,
  );

  /** Open visits that can read a display: in its zone, or in one that it faces. */
  const readersOf = (display: DeviceId): readonly VisitId[] => {
    const place = places.get(display);
    const readers: VisitId[] = [];
    for (const { id, zone, leaving } of visits.open.values())
      if (leaving === null && zone !== null && (place?.zone === zone || place?.faces.includes(zone) === true)) readers.push(id);
    return readers;
  };
  const judge = createJudge({ plan, limits, budgets, screens, readersOf, loyalty, shelves, actuators });

  const visitOf = ({ visit }: Pick<Occasion, 'visit'>) => (visit === null ? null : (visits.open.get(visit) ?? null));

  const contextAt: Offers['contextAt'] = (occasion, now) => {
    const visit = visitOf(occasion);
    const visitor = loyalty.view(visit?.visitor ?? null, now);
    const items = visit === null ? [] : custody.surelyHeldBy(visit.id).flatMap((holding) => plan.sku(holding.gtin) ?? []);
    const compared = occasion.compared.length > 0 || visit === null ? occasion.compared : comparisons.of(visit.id, now);
    return contextOf(plan, occasion, {
      ...{ visit, items, compared, visitor, now },
      occupancy: footfall.occupancy(),
      climate: climates.in(occasion.zone ?? visit?.zone ?? null, now),
      recommend: recommender.at({ items, usual: visitor.boughtThisDayPart }),
    });
  };

  const momentOf = (occasion: Occasion, now: Instant): Moment => {
    const visit = visitOf(occasion);
    const context = contextAt(occasion, now);
    return { occasion, context, visit, who: { visit: occasion.visit, visitor: visit?.visitor ?? null, date: context.now.date }, now };
  };

  const say = (offer: Offer, { occasion, who, now }: Moment, verdict: Verdict, instead: CommandId | null) => {
    const { reason, filling, display, displays: shown, assigned, detail } = verdict;
    const decision = asId<CommandId>(`d-${++decisions}`);
    const commands = reason === 'selected' ? commandsOf(offer, decision, shown, now) : [];
    const { on, visit, zone, epc } = occasion;
    emit({
      type: 'offer.decided',
      ...{ at: now, decision, offer: offer.id, on, visit, visitor: who.visitor, zone, epc, ...filling, display, displays: shown },
      ...{ arm: assigned?.arm ?? null, unit: assigned?.unit ?? null, reason },
      shares: assigned === null ? null : { control: offer.control, holdout: experiments.holdout },
      expires: instant(Math.max(now, ...commands.map(({ expires }) => expires))),
      ...{ detail, instead },
    });
    return { decision, commands };
  };

  /** What has to be proved: each display, or each actuator of an offer that is on no display. */
  const commandsOf = (offer: Offer, decision: CommandId, shown: readonly DeviceId[], now: Instant): SentCommand[] => {
    if (offer.target.by === 'none')
      return offer.drives.flatMap(({ device }, i) => {
        const actuator = driven.get(device);
        if (actuator === undefined) return [];
        return [{ command: driveCommand(decision, i), display: device, expires: later(now, confirmedWithin(actuator)), isDrive: true }];
      });
    return shown.map((display, i) => ({
      command: displayCommand(decision, i),
      display,
      expires: later(now, places.get(display)?.confirmWithin ?? offer.showFor),
      isDrive: false,
    }));
  };

  /** Follows a verdict; true when the offer was made (or held back for its control), or waits for its display while it makes sense. */
  const follow = (offer: Offer, moment: Moment, verdict: Verdict, attempt: Attempt): boolean => {
    const { occasion, now, who } = moment;
    const { reason, display, filling, assigned } = verdict;
    if ((reason === 'display-busy' || reason === 'outranked') && display !== null) {
      const until = occasion.at + offer.validFor;
      const { id, priority } = offer;
      const { instead, tried } = attempt;
      if (now < until) {
        const turned = queues.add(display, { offer: id, occasion, priority, since: now, until, reason, instead, tried });
        if (turned !== null) giveUp(display, turned, now);
        return true;
      }
    }
    const { decision, commands } = say(offer, moment, verdict, attempt.instead);
    if (assigned === null) return false;
    limits.use(offer.id, who);
    const { sku, price, was } = filling;
    const rebate = was !== null && price !== null ? was - price : 0;
    const { visit } = occasion;
    // An offer about no visit is made to whoever stands there.
    const readers = visit !== null ? [visit] : display === null ? [] : readersOf(display);
    for (const reader of readers)
      exposures.assign({ decision, offer: offer.id, visit: reader, sku, ...assigned, at: now, display, rebate }, attempt.instead);
    if (reason !== 'selected') return true;
    for (const screen of verdict.displays) {
      screens.occupy(screen, offer, now);
      limits.useDisplay(offer.id, screen, now);
      queues.served(screen, visit, now);
    }
    const tried = [...attempt.tried, ...verdict.displays];
    sent.send({ decision, offer: offer.id, occasion, visit, unit: assigned.unit, tried }, commands);
    return true;
  };

  const first: Attempt = { instead: null, tried: [], assigned: null };

  /** True when the occasion is answered, as far as this offer goes. */
  const consider = (offer: Offer, moment: Moment): boolean => {
    const verdict = judge(offer, moment);
    if (verdict === null) return false;
    considered.held(offer.id);
    return follow(offer, moment, verdict, first);
  };

  const candidatesOf = (moment: Moment): readonly Offer[] => {
    screens.newMoment();
    considered.happened(moment.occasion.key);
    return index.candidates(moment.occasion.key, moment.context);
  };

  /** Considers all offers of an occasion but those that have answered it before; returns those that answer it now. */
  const seize = (occasion: Occasion, answered: readonly OfferId[] = []): readonly OfferId[] => {
    if (!index.keys.has(occasion.key)) return [];
    const moment = momentOf(occasion, clock());
    return candidatesOf(moment).flatMap((offer) => (!answered.includes(offer.id) && consider(offer, moment) ? [offer.id] : []));
  };

  /** Goods that left a scale are a pick before the piece is known: of whoever stands there, when nobody else does. */
  const take = (reading: Weighed) => {
    const taken = takes.weighed(reading);
    if (taken === null) return;
    const { at, zone, gtin } = taken;
    const there = [...visits.open.values()].filter((visit) => visit.zone === zone && visit.leaving === null);
    const visit = there.length === 1 ? (there[0]?.id ?? null) : null;
    takes.answered(taken, seize(occasionAt('item.picked', at, { visit, zone, gtin, sku: plan.sku(gtin) })));
  };

  /** Weather goes on for hours: an offer answers when its condition begins to hold, not at every word of the sensor. */
  const seizeWeather = (occasion: Occasion, device: DeviceId) => {
    if (!index.keys.has(occasion.key)) return;
    const moment = momentOf(occasion, clock());
    const before = weather.get(device) ?? [];
    const holding: OfferId[] = [];
    for (const offer of candidatesOf(moment)) {
      const result = offer.condition(moment.context);
      if (result.ok && !result.holds) continue;
      holding.push(offer.id);
      if (!before.includes(offer.id)) consider(offer, moment);
    }
    weather.set(device, holding);
  };

  /** A candidate that has waited in vain. */
  const giveUp = (display: DeviceId, waiting: Waiting, now: Instant) => {
    const offer = byId.get(waiting.offer);
    if (offer === undefined) return;
    const filling = { sku: waiting.occasion.sku, price: null, was: null, left: null, recommended: {} };
    const verdict = { reason: waiting.reason, filling, displays: [], display, assigned: null, detail: '' };
    say(offer, momentOf(waiting.occasion, now), verdict, waiting.instead);
  };

  /** Whoever waits before a display that has become free, in the order of their turns. */
  const callNext = (now: Instant) => {
    for (const display of queues.displays()) {
      screens.newMoment();
      for (const waiting of queues.of(display)) {
        const offer = byId.get(waiting.offer);
        if (offer === undefined || now >= waiting.until) {
          queues.remove(display, waiting);
          giveUp(display, waiting, now);
          continue;
        }
        const moment = momentOf(waiting.occasion, now);
        const { instead, tried } = waiting;
        const verdict = judge(offer, moment, { tried, assigned: null });
        // Still busy, or its visit is elsewhere for the moment: it is the next one's turn.
        if (verdict !== null && verdict.assigned === null && STANDS_IN_THE_WAY.has(verdict.reason)) continue;
        queues.remove(display, waiting);
        if (verdict !== null) follow(offer, moment, verdict, { instead, tried, assigned: null });
      }
    }
  };

  const sent = createSentCommands(
    emit,
    {
      shown: ({ decision, offer: id, visit, unit }, display, at) => {
        const offer = byId.get(id);
        screens.proved(display);
        if (offer !== undefined) budgets.showed(offer, dateAt(at));
        const bill = offer === undefined ? null : billOf(offer, offer.cost.cpm);
        emit({ type: 'offer.shown', at, decision, offer: id, display, visit, unit, bill });
        exposures.shown(decision, at);
      },
      failed: screens.failed,
      lost: (decision, now) => tryElsewhere(decision, now),
    },
    saved.sent,
  );

  /** No display showed it: nobody has seen it, and the next best display is asked while it makes sense. */
  const tryElsewhere = ({ decision, offer: id, occasion, unit, tried }: SentDecision, now: Instant) => {
    const offer = byId.get(id);
    if (offer === undefined || offer.target.by === 'none') return;
    const moment = momentOf(occasion, now);
    limits.giveBack(id, moment.who);
    const attempt: Attempt = { instead: decision, tried, assigned: { arm: 'treatment', unit } };
    screens.newMoment();
    const verdict = judge(offer, moment, attempt);
    const isWorthwhile = verdict?.reason === 'selected' || verdict?.reason === 'display-busy';
    if (verdict !== null && isWorthwhile) follow(offer, moment, verdict, attempt);
  };

  const compare = (fact: Fact) => {
    if (fact.type !== 'item.picked' || fact.visit === null) return;
    const compared = comparisons.picked(fact);
    if (compared === null) return;
    const { at, visit, zone, epc, gtin } = fact;
    const { category, skus } = compared;
    emit({ type: 'items.compared', at, visit, zone, category, skus, epc });
    seize(occasionAt('items.compared', at, { visit, zone, epc, gtin, sku: skus[1], compared: skus }));
  };

  const heard = (fact: Fact) => {
    exposures.heard(fact);
    if (fact.type === 'visit.moved') dwells.entered(fact.visit, fact.zone, fact.at);
    else if (fact.type === 'visit.closed') {
      for (const part of [dwells, limits, queues, comparisons]) part.forget(fact.visit);
    }
    const occasion = shelfNews.isNews(fact) ? occasionOf(fact, plan, (visit) => visits.open.get(visit)?.zone ?? null) : null;
    if (occasion !== null) seize(occasion, fact.type === 'item.picked' ? takes.of(fact) : []);
    compare(fact);
  };

  /** Offers by the clock: once in the minute that they name. */
  const strike = (now: Instant) => {
    const local = localTime(now);
    const ofDay = local.hour * 60 + local.minute;
    if (ofDay === minute) return;
    minute = ofDay;
    seize(occasionAt('time', now, { key: `time ${ofDay}` }));
  };

  const tell = (now: Instant) => {
    const slot = Math.floor(now / CONSIDERED_MS);
    if (slot === told) return;
    const counts = told === 0 ? [] : considered.take(offers);
    told = slot;
    if (counts.length > 0) emit({ type: 'offers.considered', at: now, counts });
  };

  return {
    on: {
      ack: sent.acknowledge,
      weight: take,
      climate: (reading) => {
        const zone = plan.shop.standsIn.get(reading.device) ?? null;
        seizeWeather(occasionAt('climate', reading.at, { zone, device: reading.device }), reading.device);
      },
      tick: ({ receivedAt: now }) => {
        sent.expire(now);
        takes.forget(now);
        callNext(now);
        for (const { visit, zone, dwell } of dwells.due(dwellLengths, now))
          seize(occasionAt('zone.dwell', now, { key: `zone.dwell ${dwell}`, visit, zone }));
        strike(now);
        tell(now);
      },
    },
    heard,
    contextAt,
    save: (): State => ({
      ...{ decisions, minute, told },
      parts: Object.fromEntries(
        Object.entries({ limits, budgets, screens, queues, comparisons, considered, dwells, shelfNews, takes, exposures, sent }).map(
          ([name, part]) => [name, part.save()],
        ),
      ),
      weather: [...weather],
    }),
  };
};
