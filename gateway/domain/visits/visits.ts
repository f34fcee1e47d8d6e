import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { createIsDoor } from '../footfall/footfall.ts';
import { asId, type VisitId, type VisitorId, type ZoneId } from '../ids.ts';
import type { CardSeen } from '../readings.ts';
import { type Instant, instant } from '../units.ts';
import { addCrossing, type Burst } from './bursts.ts';
import { createDoorGoods, type SavedGoods } from './door-goods.ts';
import { type ClosedBy, USUAL_VISIT_MS, type Visit } from './visit.ts';
import { countedNear, likeliestToLeave, openedByCard, partyOf } from './which-visit.ts';

/** Crossings closer than this are one party, coming in and going out. */
const IN_GAP_MS = 2_300;
const OUT_GAP_MS = 3_000;
/** A gate pass of an item is decided this much after its silence; leaving visits wait for it. */
const AFTER_EXIT_MS = 2_500;
/** An item that left this far from any crossing left with somebody whom the counter missed. */
const MISSED_OUT_MS = 6_000;
/** The counter must have nobody inside for this long until it is believed of every visit. */
const EMPTY_FOR_MS = 30_000;
/** A card first seen inside came in about this long ago, and belongs to somebody counted in within this time. */
const CAME_IN_BEFORE_MS = 12_000;
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
  readonly visits: readonly Visit[];
  readonly coming: readonly Burst[];
  readonly going: readonly Burst[];
  readonly date: string;
  readonly number: number;
  readonly minute: number;
  readonly lastOut: number;
  /** Since when the counter has nobody inside; null while it has somebody. */
  readonly emptySince: number | null;
  readonly goods: SavedGoods;
}

const fresh: State = {
  visits: [],
  coming: [],
  going: [],
  date: '',
  number: 0,
  minute: 0,
  lastOut: 0,
  emptySince: null,
  goods: { picks: [], passages: [] },
};

/** Who is in the shop: visits begin and end at the door, by counters and cards, or end in silence. */
export const createVisits = (plan: FloorPlan, emit: Emit, saved?: unknown): Visits => {
  const before = (saved as State | undefined) ?? fresh; // Written by save() below.
  const open = new Map(before.visits.map((visit) => [visit.id, { ...visit }]));
  const coming: Burst[] = before.coming.map((burst) => ({ ...burst }));
  let going: Burst[] = before.going.map((burst) => ({ ...burst }));
  const goods = createDoorGoods(before.goods);
  let { date, number, minute, lastOut, emptySince } = before;
  const { settings, staff, members, localTime, standsIn, counters } = plan.shop;
  const isDoor = createIsDoor(plan);
  const doorZones = new Set(counters.filter(isDoor).map((counter) => counter.zone));

  const nextId = (now: Instant): VisitId => {
    const today = localTime(now).date;
    number = today === date ? number + 1 : 1;
    date = today;
    return asId<VisitId>(`v-${today}-${number}`);
  };

  const moveTo = (visit: Visit, zone: ZoneId, at: number, by: Visit['zoneBy']) => {
    visit.lastSeen = Math.max(visit.lastSeen, at);
    if (at < visit.zoneAt) return;
    visit.zoneAt = at;
    visit.zoneBy = by;
    if (visit.zone === zone) return;
    const from = visit.zone;
    visit.zone = zone;
    emit({ type: 'visit.moved', at: instant(at), visit: visit.id, zone, from });
  };

  const begin = (by: Visit['by'], at: Instant, party: number, zone: ZoneId | null, now: Instant): Visit => {
    const visit: Visit = {
      id: nextId(now),
      opened: at,
      by,
      visitor: null,
      tier: '',
      party,
      counted: by === 'counter',
      gone: 0,
      zone: null,
      zoneAt: 0,
      zoneBy: 'door',
      lastSeen: at,
      firstPick: null,
      exitSeen: null,
      leaving: null,
    };
    open.set(visit.id, visit);
    emit({ type: 'visit.opened', at, visit: visit.id, by, party, visitor: null });
    if (zone !== null) moveTo(visit, zone, at, 'door');
    return visit;
  };

  const identify = (visit: Visit, visitor: VisitorId, at: Instant) => {
    visit.visitor = visitor;
    visit.tier = members.get(visitor)?.tier ?? '';
    emit({ type: 'visit.identified', at, visit: visit.id, visitor, tier: visit.tier });
  };

  const close = (visit: Visit, at: Instant, by: ClosedBy) => {
    open.delete(visit.id);
    emit({ type: 'visit.closed', at: instant(Math.max(at, visit.opened)), visit: visit.id, by, opened: visit.opened });
  };

  /** Visits of known cards wait for the card to come back; the others are over at once. */
  const leave = (visit: Visit, at: Instant, by: ClosedBy) => {
    if (visit.visitor === null) close(visit, at, by);
    else visit.leaving = { at, by };
  };

  const openBurst = (burst: Burst, now: Instant): Visit | null => {
    coming.splice(coming.indexOf(burst), 1);
    const known = openedByCard(open.values(), burst, settings.visits.cardToCounter);
    for (const visit of known) visit.counted = true;
    const others = burst.people - known.length;
    return others === 0 ? null : begin('counter', burst.first, others, burst.zone, now);
  };

  /** A second card of people who were counted as one party is a visit of its own, and the party is smaller. */
  const split = (at: Instant, within: number, zone: ZoneId | null, now: Instant): Visit | null => {
    const party = partyOf(open.values(), at, { late: within, early: settings.visits.cardToCounter });
    if (party === null) return null;
    party.party--;
    const own = begin('card', party.opened, 1, zone, now);
    own.counted = true;
    return own;
  };

  /** The people counted in to whom a newly seen card belongs: the nearest in time, not yet known by another card. */
  const claim = (at: Instant, within: number, now: Instant): Visit | null => {
    const burst = coming.find((b) => at - b.first <= within && b.first - at <= settings.visits.cardToCounter);
    const best = countedNear(open.values(), at, { late: within, early: settings.visits.cardToCounter });
    return best ?? (burst === undefined ? null : openBurst(burst, now));
  };

  const comeByCard = (card: CardSeen, zone: ZoneId | null, at: Instant): Visit => {
    const atDoor = zone !== null && (doorZones.has(zone) || plan.zones.get(zone)?.kind === 'entrance');
    const within = atDoor ? settings.visits.cardToCounter : Math.max(LATE_CLAIM_MS, settings.visits.cardToCounter);
    const counted = claim(at, within, card.receivedAt) ?? split(at, within, zone, card.receivedAt);
    if (counted !== null) return counted;
    const opened = atDoor || doorZones.size === 0 ? at : instant(at - CAME_IN_BEFORE_MS);
    const antenna = plan.antenna(card.device, card.antenna);
    const portal = antenna?.kind === 'portal-inner' || antenna?.kind === 'portal-outer';
    return begin(portal ? 'portal' : 'card', opened, 1, zone, card.receivedAt);
  };

  const ofVisitor = (visitor: VisitorId): Visit | null => {
    for (const visit of open.values()) if (visit.visitor === visitor) return visit;
    return null;
  };

  const seeCard = (card: CardSeen) => {
    if (staff.cards.has(card.visitor)) return;
    const at = instant(Math.min(card.at, card.receivedAt));
    const zone = plan.antenna(card.device, card.antenna)?.zone?.id ?? standsIn.get(card.device) ?? null;
    const known = ofVisitor(card.visitor);
    const visit = known ?? comeByCard(card, zone, at);
    if (known === null) identify(visit, card.visitor, at);
    const kind = zone === null ? undefined : plan.zones.get(zone)?.kind;
    const atExit = kind === 'exit' || kind === 'entrance';
    const unseenFor = at - visit.lastSeen;
    if (visit.leaving !== null && (!atExit || at < visit.leaving.at)) visit.leaving = null;
    if (
      known !== null &&
      atExit &&
      at - visit.opened > STILL_COMING_MS &&
      (visit.zone !== zone || unseenFor > 20_000 || visit.leaving !== null)
    ) {
      visit.leaving = { at, by: 'card' };
    }
    if (zone === null) visit.lastSeen = Math.max(visit.lastSeen, at);
    else moveTo(visit, zone, at, 'card');
  };

  const isOnTheWayOut = (visit: Visit): boolean => {
    const kind = visit.zone === null ? undefined : plan.zones.get(visit.zone)?.kind;
    return kind === 'checkout' || kind === 'exit' || kind === 'entrance';
  };

  /** Finds who left in a burst: the best fitting visits until all its people are accounted for. */
  const endBurst = (burst: Burst) => {
    let people = burst.people;
    const picked = goods.firstPick(burst.last);
    while (people > 0) {
      const best = likeliestToLeave(open.values(), { people, at: burst.last, picked }, isOnTheWayOut);
      if (best === null) return;
      const left = Math.min(people, best.party - best.gone);
      best.gone += left;
      people -= Math.max(1, left);
      if (best.gone >= best.party) leave(best, burst.last, 'counter');
      // Counters miss people in groups more often than groups part: the rest has left too unless it is seen again.
      else best.leaving = { at: burst.last, by: 'counter' };
    }
  };

  const closeSilent = (now: Instant) => {
    for (const visit of [...open.values()]) {
      if (visit.leaving !== null) {
        if (now - visit.leaving.at >= settings.visits.mergeGap) close(visit, visit.leaving.at, visit.leaving.by);
      } else if (now - visit.lastSeen >= settings.visits.silence || now - visit.opened >= settings.visits.longest) {
        // A visit without any sign since the door: its end is guessed as a usual one.
        const last = visit.lastSeen > visit.opened ? visit.lastSeen : Math.min(now, visit.opened + USUAL_VISIT_MS);
        close(visit, instant(last), 'silence');
      }
    }
  };

  /** The counter has nobody inside: those who were leaving are gone, and those of whom nothing was seen since went uncounted. */
  const endInEmptyShop = (since: number) => {
    for (const visit of [...open.values()]) {
      if (visit.leaving !== null) close(visit, visit.leaving.at, visit.leaving.by);
      else if (visit.lastSeen <= since) close(visit, instant(since), 'counter');
    }
  };

  const endDay = (now: Instant) => {
    const thisMinute = Math.floor(now / 60_000);
    if (thisMinute === minute) return;
    minute = thisMinute;
    if (open.size === 0) return;
    const today = localTime(now).date;
    for (const visit of [...open.values()]) {
      if (localTime(visit.opened).date !== today)
        close(visit, visit.leaving?.at ?? instant(visit.lastSeen), visit.leaving?.by ?? 'closing');
    }
  };

  const tick = (now: Instant) => {
    for (const burst of coming.filter((b) => now - b.last > IN_GAP_MS)) openBurst(burst, now);
    const wait = Math.max(OUT_GAP_MS, settings.security.exitSilence + AFTER_EXIT_MS);
    const ended = going.filter((burst) => now - burst.last > wait);
    if (ended.length > 0) {
      going = going.filter((burst) => now - burst.last <= wait);
      for (const burst of ended) {
        lastOut = Math.max(lastOut, burst.last);
        endBurst(burst);
      }
    }
    if (open.size > 0 && emptySince !== null && now - emptySince >= EMPTY_FOR_MS) endInEmptyShop(emptySince);
    if (open.size > 0) closeSilent(now);
    endDay(now);
  };

  const crossed = (fact: Extract<Fact, { type: 'footfall.counted' }>) => {
    if (!doorZones.has(fact.zone)) return;
    if (fact.in > 0) addCrossing(coming, fact.zone, fact.in, fact.at, IN_GAP_MS);
    if (fact.out > 0) addCrossing(going, fact.zone, fact.out, fact.at, OUT_GAP_MS);
  };

  /** Goods do not leave alone: where the counter missed who carried them out, one person has left. */
  const carriedOut = (zone: ZoneId | null, at: Instant) => {
    const seen = (out: number) => Math.abs(out - at) <= MISSED_OUT_MS;
    if (zone === null || seen(lastOut) || going.some((burst) => seen(burst.first) || seen(burst.last))) return;
    addCrossing(going, zone, 1, at, OUT_GAP_MS);
  };

  return {
    on: { card: seeCard, tick: ({ receivedAt }) => tick(receivedAt) },
    heard: (fact) => {
      goods.heard(fact);
      if (fact.type === 'footfall.counted') crossed(fact);
      else if (fact.type === 'item.exited') carriedOut(fact.zone, fact.at);
      else if (fact.type === 'occupancy.changed' && fact.zone === null) emptySince = fact.people === 0 ? fact.at : null;
    },
    open,
    ofVisitor,
    carriedTo: (visit, zone, at) => {
      // A card tells better than a thing whose holder is only likely.
      if (visit.zoneBy === 'card' && at - visit.zoneAt < 30_000) return;
      moveTo(visit, zone, at, 'item');
    },
    sizes: () => ({ openVisits: open.size }),
    save: (): State => ({ visits: [...open.values()], coming, going, date, number, minute, lastOut, emptySince, goods: goods.save() }),
  };
};
