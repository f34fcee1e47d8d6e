import { describe, expect, test } from 'vitest';
import { asId, type VisitId } from '../../../gateway/domain/ids.ts';
import { instant } from '../../../gateway/domain/units.ts';
import { createDepartures, type Decided, type DepartureJudge } from '../../../gateway/domain/visits/departures.ts';
import type { Division } from '../../../gateway/domain/visits/groups.ts';
import type { Group } from '../../../gateway/domain/visits/leaving.ts';
import { newVisit, type Visit } from '../../../gateway/domain/visits/visit.ts';
import { epc } from '../support.ts';

const id = (name: string) => asId<VisitId>(name);
const visit = (name: string, opened: number, party = 1): Visit => newVisit(id(name), 'counter', instant(opened), party);
const group = (at: number, people = 1): Group => ({ people, from: at, at, goods: [] });
const whole = (...groups: Group[]): Division[] => [{ groups, nats: 0 }];

/** A judge by a table: nats of a visit for a group that left at a time; what it does not name cannot be. */
const judgeOf = (
  visits: readonly Visit[],
  table: Readonly<Record<string, number>>,
  changes: Partial<DepartureJudge> = {},
): DepartureJudge => ({
  visits,
  score: (one, { at }) => table[`${one.id}@${at}`] ?? Number.NEGATIVE_INFINITY,
  goods: () => 0,
  stays: () => 0,
  unknown: -20,
  missed: -1.6,
  ...changes,
});

const who = (decided: readonly Decided[]) =>
  decided.map(({ departures }) => departures.map((d) => `${d.visit}${d.isWhole ? '' : ' part'}`));

describe('who left', () => {
  const a = visit('a', 0);
  const b = visit('b', 10);

  test('is decided at once when only one visit fits', () => {
    const departures = createDepartures();
    const judge = judgeOf([a], { 'a@100': -5 });
    departures.add(100, whole(group(100)), judge);
    expect(who(departures.settle(0, judge))).toEqual([['a']]);
    expect(departures.size).toBe(0);
  });

  test('waits while two fit alike, and is the likelier one when waiting is over', () => {
    const departures = createDepartures();
    const judge = judgeOf([a, b], { 'a@100': -5, 'b@100': -5.5 });
    departures.add(100, whole(group(100)), judge);
    expect(departures.settle(0, judge)).toEqual([]);
    expect([...departures.likely().keys()]).toEqual(['a']);
    expect(who(departures.settle(100, judge))).toEqual([['a']]);
  });

  test('is settled by who leaves next: a later burst that fits one of them only leaves the first to the other', () => {
    const departures = createDepartures();
    const judge = judgeOf([a, b], { 'a@100': -5, 'b@100': -6, 'a@200': -5 });
    departures.add(100, whole(group(100)), judge);
    departures.add(200, whole(group(200)), judge);
    expect(who(departures.settle(0, judge))).toEqual([['b'], ['a']]);
  });

  test('is taken back when the visit is seen inside again', () => {
    const departures = createDepartures();
    const judge = judgeOf([a, b], { 'a@100000': -5, 'b@100000': -6 });
    departures.add(100_000, whole(group(100_000)), judge);
    departures.seenInside(id('a'), 104_000, 'seen');
    departures.seenInside(id('a'), 105_000, 'seen');
    expect(who(departures.settle(0, judge))).toEqual([['b']]);
  });

  test('is less sure when the card pays after it: receipts are late now and then', () => {
    const judge = judgeOf([a, b], { 'a@100000': -5, 'b@100000': -8 });
    const whoLeft = (how: 'seen' | 'paid') => {
      const departures = createDepartures();
      departures.add(100_000, whole(group(100_000)), judge);
      departures.seenInside(id('a'), 104_000, how);
      return who(departures.settle(100_000, judge));
    };
    expect(whoLeft('paid')).toEqual([['a']]);
    expect(whoLeft('seen')).toEqual([['b']]);
  });

  test('is told by goods of which it is known only later that they left with them', () => {
    const judge = judgeOf([a, b], { 'a@100000': -5, 'b@100000': -6 }, { goods: (one, { goods }) => (one === 'b' ? 2 : 0) * goods.length });
    const departures = createDepartures();
    departures.add(100_000, whole(group(100_000)), judge);
    const passage = { epc: epc(1), at: 101_000, picked: 50_000, holder: null, confidence: 0.9 };
    departures.weighIn(passage, judge);
    departures.weighIn({ ...passage, at: 120_000 }, judge);
    const decided = departures.settle(100_000, judge);
    expect(who(decided)).toEqual([['b']]);
    expect(decided[0]?.departures[0]?.group.goods).toEqual([passage]);
  });

  test('is not taken back by a sighting from before', () => {
    const departures = createDepartures();
    const judge = judgeOf([a, b], { 'a@100000': -5, 'b@100000': -9 });
    departures.add(100_000, whole(group(100_000)), judge);
    departures.seenInside(id('a'), 99_000, 'seen');
    expect(who(departures.settle(0, judge))).toEqual([['a']]);
  });

  test('is the party whose size fits', () => {
    const four = visit('four', 0, 4);
    const judge = judgeOf([a, four], { 'a@100': -5, 'four@100': -5 });
    const departures = createDepartures();
    departures.add(100, whole(group(100, 4)), judge);
    expect(who(departures.settle(100, judge))).toEqual([['four']]);
  });

  test('may be a part of a party, and then the rest', () => {
    const three = visit('three', 0, 3);
    const judge = judgeOf([three], { 'three@100': -5, 'three@160': -5 }, { missed: -3 });
    const departures = createDepartures();
    departures.add(100, whole(group(100, 1)), judge);
    departures.add(160, whole(group(160, 2)), judge);
    expect(who(departures.settle(160, judge))).toEqual([['three part'], ['three']]);
  });

  test('may be two parties in one burst', () => {
    const judge = judgeOf([a, b], { 'a@100': -1, 'b@102': -1 }, { missed: -4 });
    const divisions = [
      { groups: [group(102, 2)], nats: 0 },
      { groups: [group(100), group(102)], nats: -1 },
    ];
    const departures = createDepartures();
    departures.add(102, divisions, judge);
    expect(who(departures.settle(102, judge))).toEqual([['a', 'b']]);
  });

  test('is nobody we know when no visit fits', () => {
    const departures = createDepartures();
    const judge = judgeOf([a], {});
    departures.add(100, whole(group(100)), judge);
    expect(who(departures.settle(0, judge))).toEqual([['null']]);
    expect([...departures.likely()]).toEqual([]);
  });

  test('is the one who has been there for long when staying on is unlikely', () => {
    const judge = judgeOf([a, b], { 'a@100': -6, 'b@100': -5.8 }, { stays: (one) => (one.id === 'a' ? -4 : 0) });
    const departures = createDepartures();
    departures.add(100, whole(group(100)), judge);
    expect(who(departures.settle(100, judge))).toEqual([['a']]);
  });

  test('stays bounded in a rush of bursts that nothing tells apart', () => {
    const many = new Map(Array.from({ length: 30 }, (_, i) => [id(`v${i}`), visit(`v${i}`, i)] as const));
    const judge = (): DepartureJudge => ({
      visits: [...many.values()],
      score: () => -5,
      goods: () => 0,
      stays: () => 0,
      unknown: -9,
      missed: -1.6,
    });
    const departures = createDepartures();
    const decided: Decided[] = [];
    for (let at = 100; at < 120; at++) {
      departures.add(at, whole(group(at)), judge());
      const now = departures.settle(0, judge());
      for (const { departures: left } of now) for (const one of left) if (one.visit !== null) many.delete(one.visit);
      decided.push(...now);
      expect(departures.size).toBeLessThanOrEqual(16);
      expect(departures.save().hypotheses.length).toBeLessThanOrEqual(96);
    }
    const left = decided.flatMap(({ departures: d }) => d.map((one) => one.visit)).filter((one) => one !== null);
    expect(new Set(left).size).toBe(left.length);
  });

  test('is the same after a restart in between', () => {
    const judge = judgeOf([a, b], { 'a@100': -5, 'b@100': -6, 'a@200': -5 });
    const before = createDepartures();
    before.add(100, whole(group(100)), judge);
    const after = createDepartures(JSON.parse(JSON.stringify(before.save())));
    for (const departures of [before, after]) departures.add(200, whole(group(200)), judge);
    expect(after.settle(0, judge)).toEqual(before.settle(0, judge));
  });
});
