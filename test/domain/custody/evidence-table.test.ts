import { describe, expect, test } from 'vitest';
import { createCardTrails } from '../../../gateway/domain/custody/card-trails.ts';
import { judge, judgeNobody, mayHold } from '../../../gateway/domain/custody/evidence-table.ts';
import type { Holder } from '../../../gateway/domain/custody/holders.ts';
import type { Payment, Trip } from '../../../gateway/domain/custody/trip.ts';
import { createZoneLaw } from '../../../gateway/domain/custody/zone-law.ts';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { asId } from '../../../gateway/domain/ids.ts';
import { at, shopOf, visitor, zone } from '../support.ts';
import { exitAt, holderOf, member, tripOf } from './trips.ts';

/** `[card, zone, second]` */
type Sighting = readonly [string, string, number];

const witnesses = (sightings: readonly Sighting[], now = 500, vanished: number | null = null) => {
  const trails = createCardTrails();
  for (const [card, name, second] of sightings) trails.seen(visitor(card), zone(name), at(second));
  return {
    trails,
    law: createZoneLaw(createFloorPlan(shopOf())),
    now: at(now),
    endsAreSeen: true,
    vanished: vanished === null ? null : at(vanished),
  };
};

const evidence = (trip: Trip, holder: Holder, sightings: readonly Sighting[] = [], now?: number) =>
  Object.fromEntries(judge(trip, holder, witnesses(sightings, now)).why.map(({ code, nats }) => [code, nats]));

describe('the card of a visit', () => {
  const trip = tripOf(1, [
    ['wall', 100, 130],
    ['table', 140, 170],
  ]);

  test('speaks for it where the goods were, once per stay and not per read', () => {
    const once = evidence(trip, member('anna', 50), [['anna', 'wall', 110]]);
    const often = evidence(
      trip,
      member('anna', 50),
      Array.from({ length: 30 }, (_, i) => ['anna', 'wall', 100 + i] as const),
    );
    expect(once['card-same-zone']).toBeCloseTo(Math.log(0.8 / 0.2), 1);
    expect(often).toEqual(once);
  });

  test('speaks for it more when it went the same way', () => {
    const both = evidence(trip, member('anna', 50), [
      ['anna', 'wall', 110],
      ['anna', 'table', 150],
    ]);
    expect(both['card-same-zone']).toBeGreaterThan(2.5);
  });

  test('speaks against it when it was elsewhere', () => {
    expect(evidence(trip, member('anna', 50), [['anna', 'cabin', 110]])['card-elsewhere']).toBeLessThan(-1);
  });

  test('says nothing when it was not read then', () => {
    expect(evidence(trip, member('anna', 50), [['anna', 'cabin', 30]])).toEqual({});
  });

  test('is worth more in a cabin, where few are', () => {
    const cabin = tripOf(1, [['cabin', 100, 200]]);
    expect(evidence(cabin, member('anna', 50), [['anna', 'cabin', 120]])['card-same-zone']).toBeGreaterThan(2);
  });

  test('is worth more where a people sensor saw one person', () => {
    const alone = tripOf(1, [['wall', 100, 130]], { alone: true });
    expect(evidence(alone, member('anna', 50), [['anna', 'wall', 110]])).toMatchObject({ 'alone-in-zone': 1.5 });
    expect(evidence(alone, member('bert', 50))).toEqual({});
  });
});

describe('the door', () => {
  const trip = tripOf(1, [['wall', 100, 200]], exitAt(300));
  test.each([
    { name: 'who left in the same step', ended: 301, party: 1, nats: 3.5 },
    { name: 'who left a moment later', ended: 302.5, party: 1, nats: 2.5 },
    { name: 'who left some seconds later', ended: 306, party: 1, nats: 0.5 },
    { name: 'who left at another time', ended: 330, party: 1, nats: -3.5 },
    { name: 'the last of a party of four', ended: 303, party: 4, nats: 3.5 },
  ])('weighs $name', ({ ended, party, nats }) => {
    const holder = holderOf('v', 50, { ended: at(ended), seenLeaving: true, party });
    expect(Object.values(evidence(tripOf(1, [['wall', 100, 200]], exitAt(300)), holder))).toEqual([nats]);
  });

  test('speaks for a party of which some left with it before the others', () => {
    expect(evidence(trip, holderOf('v', 50, { party: 3, parted: [at(150), at(301)] }), [], 600)).toEqual({ 'left-together': 3.5 });
    expect(evidence(trip, holderOf('v', 50, { party: 3, parted: [at(150)] }), [], 600)).toEqual({ 'left-with-another': -3 });
  });

  test('says nothing of a visit whose end was only concluded', () => {
    expect(evidence(trip, holderOf('v', 50, { ended: at(700) }))).toEqual({});
  });

  test('speaks against who is still inside, once that is known', () => {
    expect(evidence(trip, holderOf('v', 50), [], 310)).toEqual({});
    expect(evidence(trip, holderOf('v', 50), [], 330)).toEqual({ 'left-with-another': -0.5 });
    expect(evidence(trip, holderOf('v', 50), [], 600)).toEqual({ 'left-with-another': -3 });
  });

  test('believes a visit that is only marked as leaving by half', () => {
    const marked = holderOf('v', 50, { ended: at(301), seenLeaving: true, isOver: false });
    expect(evidence(trip, marked)).toEqual({ 'left-together': 1.75 });
  });
});

describe('what cannot be', () => {
  test.each([
    { name: 'who came long after the pick', holder: holderOf('v', 140), may: false },
    { name: 'who came a little after the pick, which is known to seconds only', holder: holderOf('v', 110), may: true },
    { name: 'who had left before the pick', holder: holderOf('v', 10, { ended: at(90) }), may: false },
    { name: 'who was there', holder: holderOf('v', 10), may: true },
  ])('$name: $may', ({ holder, may }) => {
    expect(mayHold(tripOf(1, [['wall', 100, 120]]), holder)).toBe(may);
  });

  test('putting down after having left weighs heavily', () => {
    const put = tripOf(1, [['wall', 100, 120]], { end: { at: at(200), how: 'put', zone: zone('wall'), home: true, surely: 0.9 } });
    expect(evidence(put, holderOf('v', 50, { ended: at(150), seenLeaving: true }))).toEqual({ 'ended-before': -4 });
    expect(evidence(put, holderOf('v', 50, { ended: at(198), seenLeaving: true }))).toEqual({});
  });
});

describe('what fell silent where it lay', () => {
  const silent = tripOf(1, [['wall', 100, 100]], { end: { at: at(100), how: 'silence', zone: zone('wall'), home: false, surely: 0.9 } });
  const went = (ended: number | null) => holderOf('v', 50, { ended: ended === null ? null : at(ended), seenLeaving: ended !== null });
  const nats = (holder: Holder, vanished = 100) => judge(silent, holder, witnesses([], 900, vanished)).nats;
  test.each([
    { name: 'within a minute', ended: 140, more: 1, less: 3 },
    { name: 'within two minutes', ended: 200, more: 0, less: 1 },
    { name: 'much later', ended: 700, more: -4, less: -1 },
    { name: 'not at all yet', ended: null, more: -1, less: 0 },
  ])('was carried out by who left: $name', ({ ended, more, less }) => {
    expect(nats(went(ended))).toBeGreaterThan(more);
    expect(nats(went(ended))).toBeLessThan(less);
  });
  test('was not carried out before all that vanished with it was heard last', () => {
    expect(nats(went(140), 130)).toBeGreaterThan(1);
    expect(nats(went(140), 160)).toBeLessThan(-3);
  });
  test('may have lain unheard for a while before it was taken', () => {
    expect(mayHold(silent, holderOf('v', 150))).toBe(true);
    expect(mayHold(tripOf(1, [['wall', 100, 130]]), holderOf('v', 150))).toBe(false);
  });
});

describe('a receipt', () => {
  const paidBy = (card: string | null): Payment => ({
    sale: asId('r'),
    at: at(200),
    till: zone('till'),
    visitor: card === null ? null : visitor(card),
    byEpc: true,
  });
  test.each([
    { name: 'with the card of the visit', card: 'anna', holder: member('anna', 50), nats: 4 },
    { name: 'with another card', card: 'bert', holder: member('anna', 50), nats: -1.5 },
    { name: 'with a card, for a visit without', card: 'bert', holder: holderOf('v', 50), nats: 0 },
    { name: 'without a card, for a visit with one', card: null, holder: member('anna', 50), nats: -1 },
    { name: 'after the visit had ended', card: null, holder: holderOf('v', 50, { ended: at(190) }), nats: -3 },
  ])('$name: $nats', ({ card, holder, nats }) => {
    expect(judge(tripOf(1, [['wall', 100, 200]], { paid: paidBy(card) }), holder, witnesses([])).nats).toBe(nats);
  });
});

test('a receipt that comes after its goods had left is late, and says nothing of who left before it', () => {
  const late: Payment = { sale: asId('r'), at: at(340), till: zone('till'), visitor: null, byEpc: true };
  const holder = holderOf('v', 50, { ended: at(301), seenLeaving: true });
  expect(evidence(tripOf(1, [['wall', 100, 200]], { ...exitAt(300), paid: late }), holder)).toEqual({ 'left-together': 3.5 });
});

describe('nobody', () => {
  const trip = tripOf(1, [['wall', 100, 130]]);
  const doubt = { real: 0.7, visits: 4, badges: [visitor('keeper')], fromStaffRoom: false };
  test('is the more probable the less trips of this kind proved real', () => {
    const nats = (real: number) => judgeNobody(trip, { ...doubt, real }, witnesses([]));
    expect(nats(0.1)).toBeGreaterThan(nats(0.7) + 2);
  });
  test('is the staff whose badge was with the goods', () => {
    const without = judgeNobody(trip, doubt, witnesses([]));
    expect(judgeNobody(trip, doubt, witnesses([['keeper', 'wall', 110]]))).toBeGreaterThan(without + 0.5);
    expect(judgeNobody(trip, { ...doubt, fromStaffRoom: true }, witnesses([]))).toBeGreaterThan(without);
  });
});
