import type { VisitId } from '../ids.ts';
import type { Passage } from './door-goods.ts';
import type { Division } from './groups.ts';
import type { Group } from './leaving.ts';
import type { Visit } from './visit.ts';

/** Hypotheses kept, bursts left undecided, and visits and groups tried for each of them. */
const KEPT = 96;
const MOST_OPEN = 16;
const TRIED_VISITS = 6;
/** From this share of the hypotheses on a burst is decided. */
const SURE = 0.95;
/** A party parts seldom; nats. */
const PARTS = -2.2;
/** Seen inside after it should have left; nats. A receipt may also be late: no more than one in ten is. */
const REFUTED = { seen: -8, paid: -2.3 } as const;

/** Goods belong to people who cross the door within this time of them. */
const GOODS_BEFORE_MS = 4_000;
const GOODS_AFTER_MS = 6_000;

/** Who left in a burst, by one hypothesis. */
export interface Departure {
  /** Null: somebody whom no counter and no card saw come. */
  readonly visit: VisitId | null;
  readonly group: Group;
  /** False when the rest of the party is still there. */
  readonly isWhole: boolean;
}

interface Left extends Departure {
  readonly burst: number;
  readonly refuted: boolean;
}

interface Hypothesis {
  readonly nats: number;
  readonly left: readonly Left[];
}

interface OpenBurst {
  readonly id: number;
  readonly at: number;
}

export interface SavedDepartures {
  readonly bursts: readonly OpenBurst[];
  readonly hypotheses: readonly Hypothesis[];
  readonly next: number;
}

/** What the hypotheses are judged by. */
export interface DepartureJudge {
  /** The visits that could leave. */
  readonly visits: Iterable<Visit>;
  /** How well a visit fits a group, nats. */
  score(visit: Visit, group: Group): number;
  /** How well it fits the goods of a group, nats; 0 for a visit that is over. */
  goods(visit: VisitId, group: Group): number;
  /** How well it fits that a visit is still there, nats. */
  stays(visit: Visit): number;
  /** That somebody left whom nobody saw come, nats. */
  readonly unknown: number;
  /** That the counter missed one of a party, or saw one too many, nats. */
  readonly missed: number;
}

/** Of a burst that is decided: who left, and how sure that is (share of the hypotheses, 0..1). */
export interface Decided {
  readonly departures: readonly Departure[];
  readonly share: number;
}

/**
 * Who left in which burst, as several hypotheses over the last bursts (multiple hypothesis tracking; Reid 1979): a burst is
 * decided when the hypotheses agree on it, or when it is too old to wait for more evidence.
 */
export interface Departures {
  add(at: number, divisions: readonly Division[], judge: DepartureJudge): void;
  /** Something was found to have left: it went with the group of each hypothesis that is nearest in time. */
  weighIn(passage: Passage, judge: Pick<DepartureJudge, 'goods'>): void;
  /** The visit was seen inside at `at`, or paid then: it did not leave before. */
  seenInside(visit: VisitId, at: number, how: 'seen' | 'paid'): void;
  /** Takes out the bursts on which the hypotheses agree, and those that ended before `until`, oldest first. */
  settle(until: number, judge: DepartureJudge): readonly Decided[];
  /** The visits that have left by the likeliest hypothesis, and when. */
  likely(): ReadonlyMap<VisitId, number>;
  readonly size: number;
  save(): SavedDepartures;
}

const keyOf = (left: readonly Left[]): string =>
  left.map(({ visit, burst, isWhole, group }) => `${burst} ${visit} ${group.people} ${isWhole}`).join(',');

export const createDepartures = (saved?: SavedDepartures): Departures => {
  let bursts: readonly OpenBurst[] = saved?.bursts ?? [];
  let hypotheses: readonly Hypothesis[] = saved?.hypotheses ?? [{ nats: 0, left: [] }];
  let next = saved?.next ?? 1;

  /** Each hypothesis with what the absence of further departures says of those who stay by it. */
  const weigh = (judge: DepartureJudge): { readonly hypothesis: Hypothesis; readonly nats: number }[] => {
    const inDoubt = new Set(hypotheses.flatMap(({ left }) => left.map(({ visit }) => visit)));
    const staying = [...judge.visits].filter(({ id }) => inDoubt.has(id)).map((visit) => ({ id: visit.id, nats: judge.stays(visit) }));
    const places = new Map<VisitId | null, number>(staying.map(({ id }, place) => [id, place]));
    const stayNats = Float64Array.from(staying, ({ nats }) => nats);
    /** By which hypothesis each of them left last, counted from 1: hundreds are weighed, and none looks through who left by another. */
    const leftBy = new Uint32Array(staying.length);
    const weighed = hypotheses.map((hypothesis, n) => {
      for (const { visit, isWhole } of hypothesis.left) {
        const place = isWhole ? places.get(visit) : undefined;
        if (place !== undefined) leftBy[place] = n + 1;
      }
      let nats = hypothesis.nats;
      for (let place = 0; place < stayNats.length; place++) nats += leftBy[place] === n + 1 ? 0 : (stayNats[place] ?? 0);
      return { hypothesis, nats };
    });
    return weighed.sort((a, b) => b.nats - a.nats);
  };

  const prune = (judge: DepartureJudge) => {
    const seen = new Set<string>();
    const kept: Hypothesis[] = [];
    for (const { hypothesis } of weigh(judge)) {
      const key = keyOf(hypothesis.left);
      if (kept.length >= KEPT || seen.has(key)) continue;
      seen.add(key);
      kept.push(hypothesis);
    }
    const top = kept[0]?.nats ?? 0;
    hypotheses = kept.map(({ nats, left }) => ({ nats: nats - top, left }));
  };

  const commit = (burst: OpenBurst, key: string): readonly Departure[] => {
    const mine = (left: readonly Left[]) => left.filter((l) => l.burst === burst.id);
    const agreeing = hypotheses.filter(({ left }) => keyOf(mine(left)) === key);
    const departures = mine(agreeing[0]?.left ?? []);
    hypotheses = agreeing.map(({ nats, left }) => ({ nats, left: left.filter((l) => l.burst !== burst.id) }));
    bursts = bursts.filter((b) => b !== burst);
    return departures.map(({ visit, group, isWhole }) => ({ visit, group, isWhole }));
  };

  /** The departures of the oldest burst that have most of the weight, and how much. */
  const favourite = (burst: OpenBurst, judge: DepartureJudge): { readonly key: string; readonly share: number } => {
    const weighed = weigh(judge);
    const top = weighed[0]?.nats ?? 0;
    const shares = new Map<string, number>();
    let sum = 0;
    for (const { hypothesis, nats } of weighed) {
      const key = keyOf(hypothesis.left.filter((l) => l.burst === burst.id));
      const weight = Math.exp(nats - top);
      shares.set(key, (shares.get(key) ?? 0) + weight);
      sum += weight;
    }
    let best = { key: '', share: -1 };
    for (const [key, weight] of shares) if (weight / sum > best.share) best = { key, share: weight / sum };
    return best;
  };

  return {
    add: (at, divisions, judge) => {
      const burst = { id: next++, at };
      bursts = [...bursts, burst];
      const options = createOptions(judge);
      hypotheses = hypotheses.flatMap((hypothesis) =>
        divisions.flatMap(({ groups, nats }) =>
          groups.reduce<readonly Hypothesis[]>(
            (before, group) => before.flatMap((one) => options(one, group, burst.id)),
            [{ nats: hypothesis.nats + nats, left: hypothesis.left }],
          ),
        ),
      );
      prune(judge);
    },
    weighIn: (passage, judge) => {
      const { at } = passage;
      hypotheses = hypotheses.map((hypothesis) => {
        const near = hypothesis.left
          .filter(({ group }) => at >= group.from - GOODS_BEFORE_MS && at <= group.at + GOODS_AFTER_MS)
          .toSorted((a, b) => Math.abs(a.group.at - at) - Math.abs(b.group.at - at))[0];
        if (near === undefined) return hypothesis;
        const group = { ...near.group, goods: [...near.group.goods, passage] };
        const nats = near.visit === null ? 0 : judge.goods(near.visit, group) - judge.goods(near.visit, near.group);
        return { nats: hypothesis.nats + nats, left: hypothesis.left.map((one) => (one === near ? { ...one, group } : one)) };
      });
    },
    seenInside: (visit, at, how) => {
      const refutes = (one: Left) => one.visit === visit && !one.refuted && at > one.group.at + 1_500;
      if (!hypotheses.some(({ left }) => left.some(refutes))) return;
      hypotheses = hypotheses.map(({ nats, left }) => ({
        nats: left.some(refutes) ? nats + REFUTED[how] : nats,
        left: left.map((one) => (refutes(one) ? { ...one, refuted: true } : one)),
      }));
    },
    settle: (until, judge) => {
      const decided: Decided[] = [];
      for (let burst = bursts[0]; burst !== undefined; burst = bursts[0]) {
        const { key, share } = favourite(burst, judge);
        if (share < SURE && burst.at > until && bursts.length <= MOST_OPEN) break;
        decided.push({ departures: commit(burst, key), share });
      }
      return decided;
    },
    likely: () => {
      const left = hypotheses.reduce((best, one) => (one.nats > best.nats ? one : best), hypotheses[0] ?? { nats: 0, left: [] }).left;
      return new Map(left.flatMap(({ visit, group, isWhole }) => (visit === null || !isWhole ? [] : [[visit, group.at] as const])));
    },
    get size() {
      return bursts.length;
    },
    save: () => ({ bursts, hypotheses, next }),
  };
};

/** The ways in which a hypothesis may go on with one more group; scores of a visit and a group are worked out once. */
const createOptions = (judge: DepartureJudge) => {
  const visits = [...judge.visits];
  const scores = new Map<Group, readonly { readonly visit: Visit; readonly nats: number }[]>();
  const scored = (group: Group) => {
    const known = scores.get(group);
    if (known !== undefined) return known;
    const fresh = visits
      .map((visit) => ({ visit, nats: judge.score(visit, group) }))
      .filter(({ nats }) => nats > Number.NEGATIVE_INFINITY)
      .sort((a, b) => b.nats - a.nats || a.visit.opened - b.visit.opened);
    scores.set(group, fresh);
    return fresh;
  };

  return ({ nats: before, left }: Hypothesis, group: Group, burst: number): readonly Hypothesis[] => {
    const grow = (visit: VisitId | null, isWhole: boolean, nats: number): Hypothesis => ({
      nats: before + nats,
      left: [...left, { visit, group, isWhole, burst, refuted: false }],
    });
    const found: Hypothesis[] = [];
    for (const { visit, nats } of scored(group)) {
      const mine = left.filter((l) => l.visit === visit.id);
      if (mine.some((l) => l.isWhole)) continue;
      const remaining = mine.reduce((sum, l) => sum - l.group.people, visit.party - visit.gone);
      found.push(grow(visit.id, true, nats + judge.missed * Math.abs(remaining - group.people)));
      if (group.people < remaining) found.push(grow(visit.id, false, nats + PARTS));
    }
    found.sort((a, b) => b.nats - a.nats);
    return [...found.slice(0, TRIED_VISITS), grow(null, true, judge.unknown)];
  };
};
