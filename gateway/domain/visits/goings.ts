import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, VisitId, ZoneId } from '../ids.ts';
import { type Instant, instant } from '../units.ts';
import { addCrossing, type Burst } from './bursts.ts';
import { createDepartures, type Decided, type DepartureJudge, type SavedDepartures } from './departures.ts';
import { createDoorGoods, type Held, type Passage, type SavedGoods } from './door-goods.ts';
import type { GapLaw } from './gap-law.ts';
import { divide } from './groups.ts';
import { AT_DOOR_MS, type Group, goodsScore, type LeavingContext, leavingScore } from './leaving.ts';
import type { Roll } from './roll.ts';
import type { StayLaw } from './stay-law.ts';
import type { Visit } from './visit.ts';

/** A gate pass of an item is decided this much after its silence; bursts that leave wait for it. */
const AFTER_EXIT_MS = 2_500;
/** An item that left this far from any crossing left with somebody whom the counter missed. */
const MISSED_OUT_MS = 6_000;
/** Who left is remembered for this long: some goods are known to have gone with them only minutes later. */
const REMEMBERED_MS = 600_000;
/** Picks are known to this much, ms. */
const PICK_GRACE_MS = 3_000;
/** Log of the chance that none of the goods left, below which a counter that saw nobody is not believed. */
const CARRIED_OUT = -6;
/** A decision is taken back within this time. */
const REDECIDED_MS = 600_000;
/** What one missed or doubled head of a party costs, nats. */
const MISSED_HEAD = -1.6;
/** Of those whom a counter missed coming, most came in a party of which it saw others: so many are visits of their own. */
const MISSED_ALONE = 0.4;

/** Whom custody believes to hold what. */
export interface Holders {
  holder(epc: Epc): Held | null;
  all(): Iterable<Held>;
}

/** People who left at about one time; and when the visits came that they were, epoch ms, once that is decided. */
interface LeftBurst {
  readonly first: number;
  readonly last: number;
  came: readonly number[] | null;
}

export interface SavedGoings {
  readonly going: readonly Burst[];
  readonly left: readonly LeftBurst[];
  readonly departures: SavedDepartures;
  readonly goods: SavedGoods;
  readonly marked: readonly VisitId[];
  readonly settled: readonly (readonly [VisitId, Group])[];
}

interface GoingOptions {
  readonly plan: FloorPlan;
  readonly roll: Roll;
  readonly stays: StayLaw;
  readonly leads: StayLaw;
  readonly gaps: GapLaw;
  readonly holders: Holders;
  /** True while a counter at the door works. */
  hasCounter(): boolean;
  heardAtDoor(): number;
  /** Share of people that the counters miss. */
  missRate(): number;
  /** How many of those who left from `from` to `to` were staff, by their badges. */
  staff(from: number, to: number): number;
  /** What was decided of a burst. */
  decided(decided: Decided, now: Instant): void;
}

/**
 * True when so much left in one moment that somebody must have carried it, though a working counter saw nobody: single passes that it
 * did not see are far more often goods that never left.
 */
const isCarriedOut = (goods: readonly Passage[]): boolean => {
  const doubts = goods.reduce((sum, { confidence }) => sum + Math.log(Math.max(0.001, 1 - confidence)), 0);
  return goods.length >= 2 && doubts <= CARRIED_OUT;
};

/** People who leave: their bursts, what they carry, and which visits they are. */
export interface Goings {
  counted(zone: ZoneId, people: number, at: Instant): void;
  heard(fact: Fact): void;
  seenInside(visit: Visit, at: number, how: 'seen' | 'paid'): void;
  /** True when its card or goods that it held were at the door as it left: a receipt that comes later is late. */
  leftForSure(visit: Visit): boolean;
  /** The visit, of which it was decided that it left, is still there: who left instead is decided anew. */
  reopen(visit: Visit, at: number, now: Instant): void;
  settle(now: Instant): void;
  /** Decides everything that is still open. */
  settleAll(now: Instant): void;
  /** True while a visit is marked as leaving by hypotheses that do not agree yet. */
  isUndecided(visit: Visit): boolean;
  readonly undecided: number;
  save(): SavedGoings;
}

export const createGoings = (options: GoingOptions, saved?: SavedGoings): Goings => {
  const { plan, roll, stays, leads, gaps, holders } = options;
  const { settings } = plan.shop;
  let going: Burst[] = (saved?.going ?? []).map((burst) => ({ ...burst, times: [...burst.times] }));
  let left: readonly LeftBurst[] = (saved?.left ?? []).map((burst) => ({ ...burst }));
  const departures = createDepartures(saved?.departures);
  const goods = createDoorGoods(holders.holder, saved?.goods);
  let marked: ReadonlySet<VisitId> = new Set(saved?.marked);
  /** As whom a visit left that may still come back: its card is waited for. */
  const settled = new Map(saved?.settled);
  const wait = settings.security.exitSilence + AFTER_EXIT_MS;

  const contextOf = (now: Instant): LeavingContext => {
    const kept = new Map<VisitId, number>();
    for (const { visit, confidence } of holders.all()) if (confidence > 0.6) kept.set(visit, (kept.get(visit) ?? 0) + 1);
    return {
      ...{ stays, leads, dayPart: plan.shop.localTime(now).dayPart, heardAtDoor: options.heardAtDoor() },
      isOnTheWayOut: ({ zone }) => ['checkout', 'exit', 'entrance'].includes((zone && plan.zones.get(zone)?.kind) || ''),
      holds: (visit) => kept.get(visit) ?? 0,
      hasReasons: (visit) => (roll.open.get(visit)?.visitor ?? null) !== null,
    };
  };

  /** How much likelier it is that a visit left as a group than that anybody did. */
  const createScore = (now: Instant, visits: readonly Visit[]): DepartureJudge['score'] => {
    const context = contextOf(now);
    // Somebody left: how much likelier is it that visit than any of them. Whether they were one party or two is the gaps' to say.
    const anybody = Math.log(Math.max(1, visits.length) / stays.median(''));
    return (visit, group) => leavingScore(visit, group, context) - anybody;
  };

  const judgeOf = (now: Instant): DepartureJudge => {
    const visits = [...roll.open.values()].filter((visit) => visit.leaving === null || marked.has(visit.id) || visit.leaving.by === 'card');
    // Only a new burst needs scores; bursts that wait are looked at every second.
    let score: DepartureJudge['score'] | null = null;
    return {
      visits,
      score: (visit, group) => {
        score ??= createScore(now, visits);
        return score(visit, group);
      },
      goods: (id, group) => {
        const visit = roll.open.get(id);
        return visit === undefined ? 0 : goodsScore(visit, group, contextOf(now));
      },
      // It is still there, or the counter missed it going.
      stays: (visit) => Math.log(Math.exp(stays.lasts('', (now - visit.opened) / 1_000)) + options.missRate()),
      unknown: Math.log(MISSED_ALONE * options.missRate()),
      missed: MISSED_HEAD,
    };
  };

  /** Marks the visits that have left by the likeliest hypothesis, until it is decided. */
  const mark = () => {
    const likely = departures.likely();
    for (const id of marked) {
      const visit = roll.open.get(id);
      if (visit?.leaving?.by === 'counter' && !likely.has(id)) visit.leaving = null;
    }
    for (const [id, at] of likely) {
      const visit = roll.open.get(id);
      if (visit !== undefined && visit.leaving?.by !== 'card') visit.leaving = { at: instant(at), by: 'counter' };
    }
    marked = new Set(likely.keys());
  };

  const leave = (burst: Burst, now: Instant) => {
    left = [...left.filter(({ last }) => now - last < REMEMBERED_MS), { first: burst.first, last: burst.last, came: null }];
    const people = burst.people - options.staff(burst.first, burst.last);
    if (people <= 0) return;
    const kept = { ...burst, people, times: burst.times.slice(0, people) };
    departures.add(burst.last, divide(kept, goods.with(burst.first, burst.last), gaps), judgeOf(now));
  };

  /** Notes which visits the people of a burst were; one that nobody saw come came before anything was taken up. */
  const noteWho = ({ departures: gone }: Decided) => {
    for (const { visit, group } of gone) {
      const burst = left.find(({ first, last }) => group.from >= first && group.at <= last);
      if (burst !== undefined) burst.came = [...(burst.came ?? []), visit === null ? 0 : (roll.open.get(visit)?.opened ?? 0)];
    }
  };

  /**
   * Goods do not leave alone. What nobody carries out by what is decided, since the counter saw nobody at that time or only people who came
   * after it was taken up, left with somebody whom the counter missed.
   */
  const missWhoCarried = (passage: Passage, zone: ZoneId) => {
    const { at } = passage;
    const isNear = ({ first, last }: LeftBurst | Burst) => at >= first - MISSED_OUT_MS && at <= last + MISSED_OUT_MS;
    const seen = left.filter(isNear);
    const mayCarry = ({ picked }: Passage) =>
      seen.some(({ came }) => came === null || picked === null || came.some((opened) => opened <= picked + PICK_GRACE_MS));
    if (going.some(isNear) || mayCarry(passage)) return;
    const orphans = goods.with(at, at).filter((one) => !mayCarry(one));
    if ((seen.length > 0 || options.hasCounter()) && !isCarriedOut(orphans)) return;
    addCrossing(going, { zone, people: 1, at: instant(at), gap: gaps.widest() }, (burst) => burst);
  };

  const settleUntil = (until: number, now: Instant) => {
    if (departures.size === 0) return;
    const decisions = departures.settle(until, judgeOf(now));
    // What is decided is no mark any more, and not taken back as one.
    const left = new Set(decisions.flatMap((decided) => decided.departures.map(({ visit }) => visit)));
    marked = new Set([...marked].filter((visit) => !left.has(visit)));
    for (const decided of decisions) {
      noteWho(decided);
      options.decided(decided, now);
      for (const { visit, group } of decided.departures) if (visit !== null && roll.open.has(visit)) settled.set(visit, group);
    }
    for (const id of settled.keys()) if (!roll.open.has(id)) settled.delete(id);
    mark();
  };

  const settle = (now: Instant, patience: number) => {
    for (const burst of going.filter((b) => now - b.last > patience)) {
      going = going.filter((b) => b !== burst);
      leave(burst, now);
    }
  };

  return {
    counted: (zone, people, at) => addCrossing(going, { zone, people, at, gap: gaps.widest() }, (burst) => burst),
    heard: (fact) => {
      const passage = goods.heard(fact);
      if (passage === null || fact.type !== 'item.exited') return;
      // An exit that is sure only long after the burst still tells whose it was.
      departures.weighIn(passage, judgeOf(fact.at));
      if (fact.zone !== null) missWhoCarried(passage, fact.zone);
    },
    seenInside: (visit, at, how) => departures.seenInside(visit.id, at, how),
    leftForSure: ({ id, cardAtDoor }) => {
      const group = settled.get(id);
      if (group === undefined) return false;
      const wasHeard = cardAtDoor !== null && cardAtDoor >= group.from - AT_DOOR_MS && cardAtDoor <= group.at + AT_DOOR_MS;
      return wasHeard || group.goods.some(({ holder }) => holder?.visit === id);
    },
    reopen: (visit, at, now) => {
      const group = settled.get(visit.id);
      settled.delete(visit.id);
      if (group === undefined || now - group.at > REDECIDED_MS) return;
      departures.add(group.at, [{ groups: [group], nats: 0 }], judgeOf(now));
      departures.seenInside(visit.id, at, 'seen');
      mark();
    },
    settle: (now) => {
      settle(now, wait);
      settleUntil(now - settings.visits.settle, now);
    },
    settleAll: (now) => {
      settle(now, 0);
      settleUntil(now, now);
    },
    isUndecided: (visit) => marked.has(visit.id) && visit.leaving?.by === 'counter',
    get undecided() {
      return departures.size;
    },
    save: () => ({ going, left, departures: departures.save(), goods: goods.save(), marked: [...marked], settled: [...settled] }),
  };
};
