import { describe, expect, test } from 'vitest';
import { asId, type VisitId } from '../../../gateway/domain/ids.ts';
import type { SaleMade } from '../../../gateway/domain/readings.ts';
import { instant } from '../../../gateway/domain/units.ts';
import { claimInside } from '../../../gateway/domain/visits/card-claims.ts';
import { type Group, type LeavingContext, leavingScore } from '../../../gateway/domain/visits/leaving.ts';
import { createPayers } from '../../../gateway/domain/visits/payers.ts';
import { createStayLaw, LEADS } from '../../../gateway/domain/visits/stay-law.ts';
import { answerGap, newVisit, noteAnswer, type Visit } from '../../../gateway/domain/visits/visit.ts';
import { at, card, crossing, epc, happenings, only, sale, shopOf, visitor, zone } from '../support.ts';

const came = (name: string, second: number, more: Partial<Visit> = {}): Visit => ({
  ...newVisit(asId<VisitId>(name), 'counter', at(second), more.party ?? 1),
  ...more,
});
const rates = { missRate: 0.04, between: 60 };
const heard = (second: number, isRadio = true) => ({ at: at(second), zone: zone('wall'), isRadio });

describe('a card that is first seen inside', () => {
  test('belongs to the newest party without a name, even when that came some minutes ago', () => {
    const old = came('old', 0);
    expect(claimInside([old, came('new', 50)], heard(75), rates)?.id).toBe('new');
    expect(claimInside([old], heard(75), rates)).toBe(old);
    expect(claimInside([came('named', 0, { visitor: visitor('ben') })], heard(75), rates)).toBeNull();
    expect(claimInside([came('later', 80)], heard(75), rates)).toBeNull();
  });

  test('belongs to nobody who was counted where counters miss many, or when it is first heard after a quarter of an hour', () => {
    expect(claimInside([came('old', 0)], heard(150), rates)).not.toBeNull();
    expect(claimInside([came('old', 0)], heard(150), { missRate: 0.4, between: 20 })).toBeNull();
    expect(claimInside([came('old', 0)], heard(900), rates)).toBeNull();
  });

  test('is where its visit is, and likelier one of four people than a single one', () => {
    const there = came('there', 20, { zone: zone('wall'), zoneBy: 'item', zoneAt: at(70) });
    const elsewhere = came('elsewhere', 30, { zone: zone('table'), zoneBy: 'item', zoneAt: at(70) });
    expect(claimInside([elsewhere, there], heard(75), rates)).toBe(there);
    expect(claimInside([came('one', 32), came('four', 20, { party: 4 })], heard(75), rates)?.id).toBe('four');
  });

  test('is seldom of those who are believed to have left', () => {
    const left = came('left', 40, { leaving: { at: at(60), by: 'counter' } });
    expect(claimInside([came('there', 10), left], heard(75), rates)?.id).toBe('there');
    expect(claimInside([came('gone', 40, { leaving: { at: at(60), by: 'card' } })], heard(75), rates)).toBeNull();
  });

  test('takes back that its visit left before', () => {
    const seen = [crossing(1, 1, 0), crossing(100, 0, 1), card(103, 'table-card', 'anna')];
    const events = happenings(shopOf(), seen, 112);
    expect(only(events, 'visit.identified')).toHaveLength(1);
    expect(only(events, 'visit.closed')).toHaveLength(0);
  });
});

describe('a card that is first shown at the till', () => {
  const paid = (second: number, who: string, ...codes: number[]): SaleMade =>
    sale(
      second,
      `r-${who}`,
      codes.map((code) => ({ epc: epc(code) })),
      who,
    ) as SaleMade;
  const nobody = { holder: () => null, all: () => [] };
  const group = (second: number, ...codes: number[]): Group => ({
    people: 1,
    from: at(second),
    at: at(second),
    goods: codes.map((code) => ({ epc: epc(code), at: at(second), picked: null, holder: null, confidence: 0.9 })),
  });

  test('names those who carry out what it paid, or who leave next with nothing that was heard', () => {
    const payers = createPayers(nobody, () => false);
    payers.pay(paid(100, 'anna', 1), zone('till'), []);
    payers.pay(paid(110, 'ben', 2), zone('till'), []);
    const restored = createPayers(nobody, () => false, payers.save());
    expect(restored.left(group(130, 2))?.visitor).toBe(visitor('ben'));
    expect(restored.left(group(130, 3))).toBeNull();
    expect(restored.left(group(140))).toEqual({ visitor: visitor('anna'), at: at(100) });
    expect(restored.left(group(141))).toBeNull();
  });

  test('names nobody who left before, much later, or when the card has its visit', () => {
    const payers = createPayers(nobody, (who) => who === visitor('ben'));
    payers.pay(paid(100, 'anna', 1), zone('till'), []);
    payers.pay(paid(100, 'ben', 2), zone('till'), []);
    expect(payers.left(group(99, 1))).toBeNull();
    expect(payers.left(group(161))).toBeNull();
    expect(payers.left(group(401, 1))).toBeNull();
    expect(payers.left(group(120, 2))).toBeNull();
  });

  test('is told before the visit is over', () => {
    const events = happenings(shopOf(), [crossing(1, 1, 0), sale(280, 'r', [], 'anna'), crossing(300, 0, 1)], 500);
    expect(only(events, 'visit.identified')).toMatchObject([{ visit: 'v-2026-03-02-1', visitor: 'anna', at: at(280) }]);
    expect(only(events, 'visit.closed')).toMatchObject([{ visit: 'v-2026-03-02-1', at: at(300) }]);
  });
});

describe('a card at the door', () => {
  const context: LeavingContext = {
    ...{ stays: createStayLaw(), leads: createStayLaw([], LEADS), dayPart: 'noon', heardAtDoor: 0.8 },
    ...{ isOnTheWayOut: () => true, holds: () => 0, hasReasons: () => false },
  };

  test('that is shown on the way in does not make its visit leave', () => {
    const group = { people: 1, from: at(60), at: at(60), goods: [] };
    const shown = came('shown', 40, { visitor: visitor('anna'), zone: zone('door'), zoneBy: 'card', zoneAt: at(44) });
    expect(leavingScore(shown, group, context)).toBeCloseTo(leavingScore(came('plain', 40), group, context));
    const returning = came('returning', -30, { zone: zone('door'), zoneBy: 'card', zoneAt: at(58) });
    expect(leavingScore(returning, group, context)).toBeGreaterThan(leavingScore(came('plain', -30), group, context));
  });

  test('of people who were not counted out has left when it is silent for much longer than it used to be', () => {
    const gate = (second: number) => ({ ...card(second, 'gate', 'anna'), antenna: 2 });
    const shelf = (second: number) => ({ ...card(second, 'walls', 'anna'), antenna: 1 });
    const closed = (gap: number) => {
      const inside = [1, 2, 3, 4].map((times) => shelf(1 + times * gap));
      const events = happenings(shopOf(), [crossing(1, 1, 0), gate(2), ...inside, gate(10 + 4 * gap)], 330 + 4 * gap);
      return only(events, 'visit.closed').length;
    };
    expect(closed(20)).toBe(1);
    expect(closed(60)).toBe(0);
  });
});

test('reads of a card in one moment are one answer', () => {
  const visit = came('v', 0);
  expect(answerGap({ ...visit, lastSeen: at(90) })).toBe(90_000);
  for (const second of [2, 20, 21, 24, 40]) noteAnswer(visit, instant(at(second)));
  expect(answerGap(visit)).toBe(20_000);
});
