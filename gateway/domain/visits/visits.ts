import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { createIsDoor } from '../footfall/door-lines.ts';
import type { Footfall } from '../footfall/footfall.ts';
import type { VisitId, VisitorId, ZoneId } from '../ids.ts';
import type { CardSeen, SaleMade } from '../readings.ts';
import { type Instant, instant } from '../units.ts';
import { createArrivals, type SavedArrivals } from './arrivals.ts';
import type { Decided, Departure } from './departures.ts';
import { createEnding, freshEnding, type SavedEnding } from './ending.ts';
import { createGapLaw, type SavedGaps } from './gap-law.ts';
import { createGoings, type Holders, type SavedGoings } from './goings.ts';
import { createLagLaw, type SavedLags } from './lag-law.ts';
import { firstTaken, stayKind } from './leaving.ts';
import { createPayers, type SavedPayers } from './payers.ts';
import { createRoll, emptyRoll, type RollOptions, type SavedRoll } from './roll.ts';
import { createStayLaw, LEADS, type SavedStays } from './stay-law.ts';
import { noteAnswer, type Visit } from './visit.ts';

/** A card first seen inside belongs to somebody counted in within this time. */
const LATE_CLAIM_MS = 20_000;
/** A card at the door so soon after coming is still coming. */
const STILL_COMING_MS = 45_000;

/** The open visits, for capabilities that ask who could have done something. */
export interface Visits extends Capability {
  readonly open: ReadonlyMap<VisitId, Visit>;
  ofVisitor(visitor: VisitorId): Visit | null;
  /** Something that the visit carries was heard in a zone. Says `visit.moved` when that is new. */
  carriedTo(visit: Visit, zone: ZoneId, at: number): void;
}

interface State {
  readonly roll: SavedRoll;
  readonly arrivals?: SavedArrivals;
  readonly goings?: SavedGoings;
  readonly ending: SavedEnding;
  readonly gaps?: SavedGaps;
  readonly lags?: SavedLags;
  readonly stays?: SavedStays;
  readonly leads?: SavedStays;
  readonly payers?: SavedPayers;
  readonly cardsAtDoor: { readonly heard: number; readonly all: number };
}

const fresh: State = { roll: emptyRoll, ending: freshEnding, cardsAtDoor: { heard: 4, all: 5 } };

export interface VisitsOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  readonly footfall: Pick<
    Footfall,
    'uncounted' | 'staffCrossings' | 'emptySince' | 'occupancy' | 'isCounting' | 'missRate' | 'uncertainty'
  >;
  readonly holders: Holders;
  readonly tier: RollOptions['tier'];
  readonly saved?: unknown;
}

/** Who is in the shop: visits begin and end at the door, by counters and cards, or end in silence. */
export const createVisits = ({ plan, emit, footfall, holders, tier, saved }: VisitsOptions): Visits => {
  const before = (saved as State | undefined) ?? fresh; // Written by save() below.
  const { settings, staff, standsIn, counters } = plan.shop;
  const isDoor = createIsDoor(plan);
  const doorZones = new Set(counters.filter(isDoor).map((counter) => counter.zone));
  const hasCounter = doorZones.size > 0;
  const roll = createRoll({ plan, emit, tier }, before.roll);
  const gapsIn = createGapLaw(before.gaps);
  const lags = createLagLaw(before.lags);
  const stays = createStayLaw(before.stays);
  const leads = createStayLaw(before.leads, LEADS);
  const payers = createPayers(holders, (visitor) => roll.ofVisitor(visitor) !== null, before.payers);
  let { heard, all } = before.cardsAtDoor;

  const arrivals = createArrivals(
    {
      ...{ roll, gaps: gapsIn, lags, hasCounter, cardToCounter: settings.visits.cardToCounter, lateClaim: LATE_CLAIM_MS },
      uncounted: (people, at) => footfall.uncounted('in', people, instant(at)),
      missRate: footfall.missRate,
      staff: (from, to) => footfall.staffCrossings('in', from, to),
    },
    before.arrivals,
  );

  const learnStay = (visit: Visit, departure: Departure, share: number) => {
    const { dayPart } = plan.shop.localTime(visit.opened);
    const kind = stayKind(dayPart, departure.group.goods.length > 0);
    stays.learn(kind, (departure.group.at - visit.opened) / 1_000, share);
    const first = firstTaken(departure.group.goods);
    if (first !== null) leads.learn('', (first.at - visit.opened) / 1_000, share * first.confidence);
  };

  const depart = (visit: Visit, departure: Departure, share: number, now: Instant) => {
    const { group, isWhole } = departure;
    const at = instant(group.at);
    if (!isWhole) {
      if (visit.visitor !== null) {
        visit.gone += group.people;
        visit.parted.push(at);
        return;
      }
      // People who leave apart from those with whom they came were a party of their own.
      visit.party -= group.people;
      roll.close(roll.begin('counter', visit.opened, group.people, null, now), at, 'counter');
      return;
    }
    if (share > 0.5) learnStay(visit, departure, share);
    visit.gone = visit.party;
    // A visit with a card waits for the card to come back; the others are over.
    if (visit.visitor === null) {
      const payer = payers.left(group);
      if (payer !== null) roll.identify(visit, payer.visitor, payer.at);
      roll.close(visit, at, 'counter');
    } else visit.leaving = { at, by: 'counter' };
  };

  /** Somebody left with goods whom nobody saw come: that was a visit all the same, and began as long before the first pick as usual. */
  const inferVisit = ({ people, goods, at }: Departure['group'], now: Instant) => {
    const first = firstTaken(goods);
    if (first === null) return;
    const opened = instant(Math.round(Math.min(first.at, at) - 1_000 * leads.median('')));
    roll.close(roll.begin('portal', opened, people, null, now), instant(at), 'counter');
  };

  const decided = ({ departures, share }: Decided, now: Instant) => {
    for (const departure of departures) {
      if (departure.visit === null) {
        inferVisit(departure.group, now);
        continue;
      }
      const visit = roll.open.get(departure.visit);
      if (visit !== undefined) depart(visit, departure, share, now);
    }
  };

  const goings = createGoings(
    {
      ...{ plan, roll, stays, leads, gaps: gapsIn, holders, decided },
      hasCounter: footfall.isCounting,
      heardAtDoor: () => heard / all,
      missRate: footfall.missRate,
      staff: (from, to) => footfall.staffCrossings('out', from, to),
    },
    before.goings,
  );

  const ending = createEnding(
    {
      ...{ plan, roll, stays, hasCounter, settleAll: goings.settleAll, isUndecided: goings.isUndecided },
      ...{ emptySince: footfall.emptySince, isCounting: footfall.isCounting, uncertainty: footfall.uncertainty },
      // Every visit is over and nobody has come or gone since: whom the counter still has inside it missed going.
      nobodyLeft: (at) => footfall.uncounted('out', footfall.occupancy(), at),
    },
    before.ending,
  );

  const placeOf = (card: CardSeen) => {
    const antenna = plan.antenna(card.device, card.antenna);
    const zone = antenna?.zone?.id ?? standsIn.get(card.device) ?? null;
    const kind = zone === null ? undefined : plan.zones.get(zone)?.kind;
    const isPortal = antenna?.kind === 'portal-inner' || antenna?.kind === 'portal-outer';
    const isExit = kind === 'exit' || kind === 'entrance';
    const isAtDoor = isExit || isPortal || (zone !== null && doorZones.has(zone));
    return { zone, isPortal, isAtDoor, place: { key: antenna?.key ?? card.device, isRadio: antenna !== null } };
  };

  const seeKnown = (
    visit: Visit,
    at: Instant,
    { zone, isAtDoor, how }: { readonly zone: ZoneId | null; readonly isAtDoor: boolean; readonly how: 'seen' | 'paid' },
    now: Instant,
  ) => {
    const isNew = at - visit.opened <= STILL_COMING_MS;
    if (!isAtDoor) {
      goings.seenInside(visit, at, how);
      if (visit.leaving === null || at <= visit.leaving.at + 1_500) return;
      if (how === 'paid' && goings.leftForSure(visit)) return;
      visit.leaving = null;
      visit.gone = 0;
      roll.seen(visit, zone, at, 'card');
      goings.reopen(visit, at, now);
    } else if (!isNew) {
      visit.cardAtDoor = at;
      visit.leaving ??= { at, by: 'card' };
      if (visit.leaving.by === 'card') visit.leaving = { at, by: 'card' };
    }
  };

  const seeCard = (card: CardSeen) => {
    if (staff.cards.has(card.visitor)) return;
    const at = instant(Math.min(card.at, card.receivedAt));
    if (arrivals.isWaiting(card.visitor)) return;
    const { zone, isPortal, isAtDoor, place } = placeOf(card);
    const known = roll.ofVisitor(card.visitor);
    const { visitor, receivedAt } = card;
    const visit = known ?? arrivals.come({ visitor, at, receivedAt, zone, place, isPortal, isAtDoor });
    if (visit === null) return;
    if (known === null) {
      roll.identify(visit, visitor, at);
      if (place.isRadio) {
        all++;
        if (isAtDoor) heard++;
      }
    }
    if (known !== null || !isAtDoor) seeKnown(visit, at, { zone, isAtDoor, how: 'seen' }, receivedAt);
    visit.answersRadio ||= place.isRadio;
    if (place.isRadio && !isAtDoor) noteAnswer(visit, at);
    roll.seen(visit, zone, at, 'card');
  };

  /** A card shown at the till is a sighting; one that nobody has seen before is whose goods are paid. */
  const seeSale = (sale: SaleMade) => {
    const { visitor, receivedAt } = sale;
    if (visitor === null || staff.cards.has(visitor) || arrivals.isWaiting(visitor)) return;
    const at = instant(Math.min(sale.at, receivedAt));
    const zone = standsIn.get(sale.device) ?? null;
    const known = roll.ofVisitor(visitor);
    const visit = known ?? payers.pay(sale, zone, roll.open.values());
    if (visit === null) return;
    if (known === null) roll.identify(visit, visitor, at);
    else seeKnown(visit, at, { zone, isAtDoor: false, how: 'paid' }, receivedAt);
    if (visit.leaving === null || at <= visit.leaving.at) roll.seen(visit, zone, at, 'card');
  };

  const crossed = (fact: Extract<Fact, { type: 'footfall.counted' }>) => {
    if (!doorZones.has(fact.zone)) return;
    ending.crossed(fact.at);
    if (fact.in > 0) arrivals.counted(fact.zone, fact.in, fact.at);
    if (fact.out > 0) goings.counted(fact.zone, fact.out, fact.at);
  };

  return {
    on: {
      card: seeCard,
      sale: seeSale,
      tick: ({ receivedAt }) => {
        arrivals.settle(receivedAt);
        goings.settle(receivedAt);
        ending.tick(receivedAt);
      },
    },
    heard: (fact) => {
      goings.heard(fact);
      if (fact.type === 'footfall.counted') crossed(fact);
    },
    open: roll.open,
    ofVisitor: roll.ofVisitor,
    carriedTo: (visit, zone, at) => {
      // A card tells better than a thing whose holder is only likely.
      if (visit.zoneBy === 'card' && at - visit.zoneAt < 30_000) return;
      roll.seen(visit, zone, at, 'item');
    },
    sizes: () => ({ openVisits: roll.open.size, undecidedBursts: goings.undecided }),
    save: (): State => ({
      roll: roll.save(),
      arrivals: arrivals.save(),
      goings: goings.save(),
      ending: ending.save(),
      gaps: gapsIn.save(),
      lags: lags.save(),
      stays: stays.save(),
      leads: leads.save(),
      payers: payers.save(),
      cardsAtDoor: { heard, all },
    }),
  };
};
