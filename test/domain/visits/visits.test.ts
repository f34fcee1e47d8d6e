import { describe, expect, test } from 'vitest';
import { createStore, SNAPSHOT_VERSION } from '../../../gateway/domain/create-store.ts';
import { asId, type SaleId, type VisitId } from '../../../gateway/domain/ids.ts';
import type { SaleMade } from '../../../gateway/domain/readings.ts';
import { instant, minorCurrency } from '../../../gateway/domain/units.ts';
import { payerOf } from '../../../gateway/domain/visits/payer.ts';
import { newVisit } from '../../../gateway/domain/visits/visit.ts';
import { at, card, crossing, device, epc, happenings, only, run, sale, shopOf, withTicks, zone } from '../support.ts';

const closed = (events: ReturnType<typeof happenings>) =>
  only(events, 'visit.closed').map((e) => [Number(e.visit.split('-').at(-1)), (e.at - at(0)) / 1_000, e.by]);

describe('who is in the shop', () => {
  test('a card heard at the gate belongs to those counted next, not to those of five seconds ago', () => {
    const gateCard = { ...card(6, 'gate', 'anna'), antenna: 2 };
    const events = happenings(shopOf(), [crossing(1, 1, 0), gateCard, crossing(7, 1, 0)], 30);
    expect(only(events, 'visit.opened')).toHaveLength(2);
    expect(only(events, 'visit.identified')[0]?.visit).toBe(only(events, 'visit.opened').find((v) => v.by === 'portal')?.visit);
  });

  test('people who follow close upon each other are one party, others two', () => {
    const parties = (gap: number) =>
      only(happenings(shopOf(), [crossing(1, 1, 0), crossing(1 + gap, 1, 0)], 30), 'visit.opened').map((v) => v.party);
    expect(parties(0.9)).toEqual([2]);
    expect(parties(5)).toEqual([1, 1]);
  });

  test('a card that is seen inside again reopens its visit, and the other one left', () => {
    const readings = [
      crossing(1, 1, 0),
      card(4, 'door-card', 'anna'),
      crossing(60, 1, 0),
      card(290, 'door-card', 'anna'),
      crossing(292, 0, 1),
    ];
    expect(closed(happenings(shopOf(), readings, 620))).toEqual([[1, 292, 'counter']]);
    expect(closed(happenings(shopOf(), [...readings, card(310, 'table-card', 'anna')], 620))).toEqual([[2, 292, 'counter']]);
  });

  test('a card shown at the till is a sighting: its visit did not leave a minute before', () => {
    const readings = [crossing(1, 1, 0), card(4, 'door-card', 'anna'), crossing(60, 1, 0), crossing(250, 0, 1)];
    const paid = sale(300, 'r', [], 'anna');
    expect(closed(happenings(shopOf(), [...readings, paid], 440))).toEqual([[2, 250, 'counter']]);
  });

  test('a receipt that comes after its card was at the door on the way out is late: it takes nothing back', () => {
    const came = [crossing(1, 1, 0), card(4, 'door-card', 'anna'), crossing(60, 1, 0)];
    const readings = [...came, card(249, 'door-card', 'anna'), crossing(250, 0, 1)];
    const paid = sale(300, 'r', [], 'anna');
    expect(closed(happenings(shopOf(), [...readings, paid], 620))).toEqual([[1, 250, 'counter']]);
  });

  test('a party that leaves in two parts, minutes apart, was two', () => {
    const events = happenings(shopOf(), [crossing(1, 3, 0), crossing(200, 0, 1), crossing(500, 0, 2)], 900);
    expect(only(events, 'visit.opened')).toHaveLength(2);
    expect(closed(events).map(([, second]) => second)).toEqual([200, 500]);
  });

  test('who comes in by one door may leave by another', () => {
    const kinds = shopOf().zones.map((one) => (one.id === 'table' ? { ...one, kind: 'exit' as const } : one));
    const counters = [...shopOf().counters, { device: device('back-counter'), line: '', zone: zone('table'), swapped: false }];
    const back = { ...crossing(300, 0, 1), device: device('back-counter') };
    const events = happenings(shopOf({ zones: kinds, counters }), [crossing(1, 1, 0), back], 500);
    expect(closed(events)).toEqual([[1, 300, 'counter']]);
  });

  test('a shop without a counter knows the visits of its cards', () => {
    const bare = shopOf({ counters: [] });
    const readings = [card(1, 'door-card', 'anna'), card(100, 'wall-card', 'anna'), card(300, 'door-card', 'anna')];
    const events = happenings(bare, readings, 600);
    expect(only(events, 'visit.opened')).toMatchObject([{ at: at(1) }]);
    expect(closed(events)).toEqual([[1, 300, 'card']]);
  });

  test('closes a quarter of an hour after hours, but not while people still come and go', () => {
    const night = shopOf({ isOpen: (now) => now < at(300) });
    expect(closed(happenings(night, [crossing(1, 2, 0)], 1_700)).map(([, , by]) => by)).toEqual(['closing']);
    const late = happenings(night, [crossing(1, 2, 0), crossing(1_000, 1, 0)], 1_700);
    expect(only(late, 'visit.closed')).toHaveLength(0);
  });

  test('an anonymous visit is not over because it was long: the counter would have seen it go', () => {
    expect(only(happenings(shopOf(), [crossing(1, 1, 0)], 1_590), 'visit.closed')).toHaveLength(0);
  });

  test('ends in silence after a usual stay, at a whole millisecond: the ledger takes no other', () => {
    const readings = [crossing(1, 1, 0), crossing(98, 0, 1), crossing(200, 1, 0), crossing(333, 0, 1), crossing(400, 1, 0)];
    const ends = only(happenings(shopOf(), readings, 2_600), 'visit.closed');
    expect(ends.map(({ by }) => by)).toEqual(['counter', 'counter', 'silence']);
    for (const { at: end } of ends) expect(end % 1).toBe(0);
    expect(ends[2]?.at).toBeGreaterThan(at(500));
  });

  test('is the same after a restart in the middle of an undecided exit', () => {
    const shop = shopOf();
    const inputs = withTicks(
      [crossing(1, 1, 0), crossing(30, 1, 0), card(33, 'door-card', 'anna'), crossing(300, 0, 1), crossing(420, 0, 1)],
      900,
    );
    const whole = run(createStore(shop), inputs);
    const first = createStore(shop);
    const cut = inputs.findIndex((input) => input.receivedAt >= at(320));
    const before = run(first, inputs.slice(0, cut));
    const snapshot = JSON.parse(JSON.stringify(first.snapshot()));
    expect(snapshot.version).toBe(SNAPSHOT_VERSION);
    expect([...before, ...run(createStore(shop, snapshot), inputs.slice(cut))]).toEqual(whole);
  });
});

describe('the visit that pays with a new card', () => {
  const visit = (name: string) => newVisit(asId<VisitId>(name), 'counter', instant(0), 1);
  const receipt: SaleMade = {
    ...{
      kind: 'sale',
      device: device('pos'),
      at: at(100),
      reportedAt: null,
      receivedAt: at(100),
      sale: asId<SaleId>('r'),
      currency: 'TWD',
    },
    lines: [{ epc: epc(1), gtin: null, quantity: 1, amount: minorCurrency(1) }],
    visitor: asId('anna'),
  };
  const [a, b] = [visit('a'), visit('b')];
  const nobody = { holder: () => null };

  test('holds what is paid', () => {
    expect(payerOf([a, b], receipt, zone('till'), { holder: () => ({ visit: b.id, confidence: 0.9 }) })).toBe(b);
    expect(payerOf([a, b], receipt, zone('till'), { holder: () => ({ visit: b.id, confidence: 0.3 }) })).toBeNull();
  });

  test('else was last known at the till, and not long ago', () => {
    const there = { ...visit('c'), zone: zone('till'), zoneAt: at(60) };
    expect(payerOf([a, there], receipt, zone('till'), nobody)).toBe(there);
    expect(payerOf([a, { ...there, zoneAt: at(-60) }], receipt, zone('till'), nobody)).toBeNull();
  });

  test('is nobody who has a card already, or has left', () => {
    const known = { ...visit('d'), visitor: asId<NonNullable<typeof a.visitor>>('bert') };
    const gone = { ...visit('e'), leaving: { at: at(90), by: 'counter' as const } };
    for (const one of [known, gone]) {
      expect(payerOf([one], receipt, zone('till'), { holder: () => ({ visit: one.id, confidence: 0.9 }) })).toBeNull();
    }
  });
});
