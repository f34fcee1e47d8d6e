import { describe, expect, test } from 'vitest';
import type { Passage } from '../../../gateway/domain/visits/door-goods.ts';
import { firstTaken, type Group, goodsScore, type LeavingContext, leavingScore } from '../../../gateway/domain/visits/leaving.ts';
import { createStayLaw, LEADS } from '../../../gateway/domain/visits/stay-law.ts';
import { newVisit, type Visit } from '../../../gateway/domain/visits/visit.ts';
import { visit as visitId } from '../custody/trips.ts';
import { at, epc, visitor } from '../support.ts';

const came = (name: string, second: number, changes: Partial<Visit> = {}): Visit => ({
  ...newVisit(visitId(name), 'counter', at(second), 1),
  ...changes,
});

const taken = (n: number, second: number | null, changes: Partial<Passage> = {}): Passage => ({
  ...{ epc: epc(n), at: at(600), picked: second === null ? null : at(second), holder: null, confidence: 0.95 },
  ...changes,
});

const groupWith = (...goods: Passage[]): Group => ({ people: 1, from: at(600), at: at(600), goods });

const contextOf = (changes: Partial<LeavingContext> = {}): LeavingContext => ({
  ...{ stays: createStayLaw(), leads: createStayLaw([], LEADS), dayPart: 'noon', heardAtDoor: 0.8 },
  ...{ isOnTheWayOut: () => false, holds: () => 0, hasReasons: () => false },
  ...changes,
});

describe('who left with goods', () => {
  const context = contextOf();

  test('came about as long before the first of them was taken up as people do, however long they stayed', () => {
    const group = groupWith(taken(1, 480), taken(2, 400));
    const [early, usual, late] = [came('early', 20), came('usual', 320), came('late', 430)].map((one) => leavingScore(one, group, context));
    expect(usual).toBeGreaterThan((early ?? 0) + 1.5);
    expect(usual).toBeGreaterThan((late ?? 0) + 1.5);
    const bare = groupWith();
    expect(Math.abs(leavingScore(came('early', 20), bare, context) - leavingScore(came('usual', 320), bare, context))).toBeLessThan(1);
  });

  test('is judged by the whole stay where no pick was seen', () => {
    const [unseen, none] = [groupWith(taken(1, null)), groupWith()];
    const visit = came('v', 100);
    expect(leavingScore(visit, unseen, context)).toBeCloseTo(leavingScore(visit, none, context), 5);
  });

  test('may have come after the pick after all: its time is sometimes wrong', () => {
    const after = leavingScore(came('after', 500), groupWith(taken(1, 480)), context);
    expect(after).toBeGreaterThan(-20);
    expect(after).toBeLessThan(leavingScore(came('before', 400), groupWith(taken(1, 480)), context) - 2);
  });

  test('holds them by what its card says; of people without a card custody has nothing to say', () => {
    const held = (confidence: number) => groupWith(taken(1, 480, { holder: { visit: visitId('anna'), confidence } }));
    const anna = came('anna', 400, { visitor: visitor('anna') });
    const knows = contextOf({ hasReasons: (visit) => visit === 'anna' });
    const gain = (visit: Visit, one: LeavingContext) =>
      leavingScore(visit, held(0.9), one) - leavingScore(visit, groupWith(taken(1, 480)), one);
    expect(gain(anna, knows)).toBeGreaterThan(2);
    expect(gain(came('other', 400), knows)).toBeLessThan(-1);
    expect(gain(anna, context)).toBe(0);
  });

  test('is told by the goods alone when they are known later', () => {
    const visit = came('v', 400);
    const difference = (goods: Group) => leavingScore(visit, goods, context) - goodsScore(visit, goods, context);
    expect(difference(groupWith(taken(1, 480)))).toBeCloseTo(difference(groupWith()), 9);
  });
});

test('the first thing taken up is the earliest of which that was seen', () => {
  expect(firstTaken([taken(1, 480), taken(2, null), taken(3, 400, { confidence: 0.7 })])).toEqual({ at: at(400), confidence: 0.7 });
  expect(firstTaken([taken(1, null)])).toBeNull();
});
