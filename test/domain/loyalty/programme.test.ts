import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import { asId } from '../../../gateway/domain/ids.ts';
import type { Consent } from '../../../gateway/domain/loyalty/settings.ts';
import type { CustomerBooked, CustomerTold, Input } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import type { Store } from '../../../gateway/domain/store.ts';
import { minorCurrency } from '../../../gateway/domain/units.ts';
import { at, card, crossing, epc, loyaltyOf, offerOf, only, run, sale, shopOf, visitor } from '../support.ts';

const DAY = 86_400;

const tick = (second: number): Input => ({ kind: 'tick', receivedAt: at(second) });

const told = (second: number, who: string, said: Partial<CustomerTold> = {}): Input => ({
  kind: 'customer-told',
  receivedAt: at(second),
  visitor: visitor(who),
  user: 'ann',
  tier: null,
  consent: {},
  since: null,
  source: null,
  cost: null,
  opening: null,
  ...said,
});

const opening = (earned: number, spent: number, money = 0): Partial<CustomerTold> => ({
  opening: { earned, spent, money: minorCurrency(money) },
});

const booked = (second: number, who: string, booking: string, points: number, money = 0): CustomerBooked => ({
  kind: 'customer-booked',
  receivedAt: at(second),
  visitor: visitor(who),
  user: 'till',
  booking,
  points,
  money: minorCurrency(money),
});

const forgotten = (second: number, who: string): Input => ({
  kind: 'customer-forgotten',
  receivedAt: at(second),
  visitor: visitor(who),
  user: 'ann',
});

/** 100 for a point, silver from 5 points and gold from 10, of this month and the one before; points live until the end of the next month. */
const programme = loyaltyOf({ pointPerMinor: 10_000, tierPoints: { silver: 5, gold: 10 }, tierMonths: 2, pointMonths: 1 });

const shopWith = (changes: Partial<Shop> = {}): Shop => shopOf({ loyalty: programme, ...changes });

const member = (name: string, consent: Consent, tier = ''): Partial<Shop> => ({ members: new Map([[visitor(name), { tier, consent }]]) });

const everyConsent: Consent = { profiling: true, analytics: true, sharing: true };

/** Receipts of 590 each: five points. */
const receipt = (second: number, who: string, ...items: number[]) =>
  sale(
    second,
    `r-${second}`,
    items.map((n) => ({ epc: epc(n) })),
    who,
  );

const points = (store: Store, inputs: readonly Input[]) =>
  only(run(store, inputs), 'customer.booked').map(({ earned, spent, expired, points: left, because }) => [
    because,
    earned,
    spent,
    expired,
    left,
  ]);

describe('points', () => {
  test('are earned by receipts, taken back by returns, spent by bookings', () => {
    const store = createStore(shopWith());
    const sold = receipt(40, 'anna', 1);
    const back = sold.kind === 'sale' ? { ...sold, lines: sold.lines.map((line) => ({ ...line, amount: minorCurrency(-20_000) })) } : sold;
    expect(points(store, [receipt(10, 'anna', 1, 2), booked(30, 'anna', 'b1', -4), back, booked(50, 'anna', 'b2', 3)])).toEqual([
      ['receipt', 11, 0, 0, 11],
      ['booking', 0, 4, 0, 7],
      ['receipt', -2, 0, 0, 5],
      ['booking', 3, 0, 0, 8],
    ]);
  });

  test('are not spent when there are too few, nor twice by one booking', () => {
    const store = createStore(shopWith());
    const events = run(store, [
      receipt(10, 'anna', 1),
      booked(20, 'anna', 'b1', -6),
      booked(30, 'anna', 'b2', -5),
      booked(40, 'anna', 'b2', -5),
      booked(50, 'anna', 'b3', 0, -1),
      booked(60, 'anna', 'b4', 0, 500),
      booked(70, 'anna', 'b5', 1, -501),
    ]);
    expect(only(events, 'customer.refused').map(({ ref, because }) => [ref, because])).toEqual([
      ['b1', 'not-enough'],
      ['b2', 'repeated'],
      ['b3', 'not-enough'],
      ['b5', 'not-enough'],
    ]);
    expect(only(events, 'customer.booked').at(-1)).toMatchObject({ ref: 'b4', money: 500, points: 0, balance: 500 });
  });

  test('expire after the months of the programme, and tiers end with them', () => {
    const store = createStore(shopWith());
    // The shop's clock: noon of the 2nd of March, then the first days of April and May.
    const events = run(store, [tick(0), receipt(10, 'anna', 1), tick(35 * DAY), receipt(35 * DAY + 5, 'anna', 2), tick(62 * DAY)]);
    expect(only(events, 'customer.changed').map(({ tier }) => tier)).toEqual(['silver', 'gold', 'silver']);
    expect(only(events, 'customer.booked').map(({ because, earned, expired, points: left }) => [because, earned, expired, left])).toEqual([
      ['receipt', 5, 0, 5],
      ['receipt', 5, 0, 10],
      ['expiry', 0, 5, 5],
    ]);
  });

  test('of before the gateway are taken once, however often the file is read', () => {
    const store = createStore(shopWith());
    expect(
      points(store, [told(10, 'anna', opening(20, 8, 300)), booked(20, 'anna', 'b1', -12), told(30, 'anna', opening(20, 8, 300))]),
    ).toEqual([
      ['told', 20, 8, 0, 12],
      ['booking', 0, 12, 0, 0],
    ]);
  });

  test('go to nobody where receipts earn none', () => {
    expect(points(createStore(shopWith({ loyalty: loyaltyOf() })), [receipt(10, 'anna', 1)])).toEqual([]);
  });
});

describe('consent', () => {
  test('is said when it changes, and by the latest in the night after the file of members changed', () => {
    const visit = [crossing(10, 1, 0), card(12, 'door-card', 'anna'), tick(2_000)];
    const before = createStore(shopWith(member('anna', everyConsent, 'gold')));
    const said = only(run(before, [tick(0), ...visit]), 'customer.changed', 'customer.visited');
    expect(said).toMatchObject([
      { type: 'customer.changed', tier: 'gold', agrees: ['profiling', 'analytics', 'sharing'] },
      { type: 'customer.visited', agrees: ['profiling', 'analytics', 'sharing'] },
    ]);
    const after = createStore(shopWith(member('anna', { profiling: true }, 'gold')), before.snapshot());
    expect(only(run(after, [tick(3_000), tick(DAY)]), 'customer.changed')).toMatchObject([{ tier: 'gold', agrees: ['profiling'] }]);
    expect(only(run(after, [tick(2 * DAY)]), 'customer.changed')).toEqual([]);
  });

  test('that somebody told goes before the file, purpose by purpose, and can be withdrawn', () => {
    const store = createStore(shopWith(member('anna', everyConsent)));
    const agrees = (inputs: readonly Input[]) => only(run(store, inputs), 'customer.changed').map((change) => change.agrees);
    expect(agrees([told(10, 'anna', { consent: { analytics: false } })])).toEqual([['profiling', 'sharing']]);
    expect(agrees([told(20, 'anna', { consent: { profiling: false, analytics: true } })])).toEqual([['analytics', 'sharing']]);
    expect(agrees([told(30, 'anna')])).toEqual([]);
    expect([store.agrees('anna', 'profiling'), store.agrees('anna', 'analytics')]).toEqual([false, true]);
  });
});

test('an offer that uses what is known of a visitor ends with the consent, at once', () => {
  const offer = { ...offerOf({ on: 'zone.entered' }), personal: true };
  const reasons = (...before: Input[]) => {
    const store = createStore(shopWith({ ...member('anna', { profiling: true }), offers: [offer] }));
    const inputs = [
      tick(0),
      crossing(10, 1, 0),
      card(12, 'door-card', 'anna'),
      tick(60),
      ...before,
      card(80, 'wall-card', 'anna'),
      tick(120),
    ];
    const decided = only(run(store, inputs), 'offer.decided').filter(({ at: when, visitor: whose }) => whose !== null && when >= at(70));
    return decided.map(({ reason }) => reason);
  };
  expect(reasons().length).toBeGreaterThan(0);
  expect(reasons()).not.toContain('no-consent');
  expect(new Set(reasons(told(70, 'anna', { consent: { profiling: false } })))).toEqual(new Set(['no-consent']));
});

describe('a customer who wants to be forgotten', () => {
  test('has no points, no consent and no tier any more, whatever the file of members still says', () => {
    const store = createStore(shopWith(member('anna', everyConsent, 'gold')));
    run(store, [told(5, 'anna', opening(50, 0)), forgotten(20, 'anna')]);
    expect(store.agrees('anna', 'sharing')).toBe(false);
    const events = run(store, [booked(30, 'anna', 'b1', -1), crossing(40, 1, 0), card(42, 'door-card', 'anna'), tick(100)]);
    expect(only(events, 'customer.refused')).toMatchObject([{ because: 'not-enough' }]);
    expect(only(events, 'visit.identified')).toMatchObject([{ tier: '' }]);
    expect(only(events, 'customer.visited')).toMatchObject([{ agrees: [] }]);
    const restored = createStore(shopWith(member('anna', everyConsent, 'gold')), store.snapshot());
    expect(restored.agrees('anna', 'sharing')).toBe(false);
    run(restored, [told(60, 'anna')]);
    expect(restored.agrees('anna', 'sharing')).toBe(true);
  });

  test('gets no receipts of the visit that still goes on without a card', () => {
    const receipts = (...between: Input[]) => {
      const store = createStore(shopWith(member('anna', everyConsent)));
      const inputs = [crossing(10, 1, 0), card(12, 'door-card', 'anna'), card(20, 'wall-card', 'anna'), tick(60), ...between];
      const events = run(store, [...inputs, sale(80, 'r1', [{ epc: epc(1) }])]);
      expect(only(events, 'sale.recorded')).toMatchObject([{ visitor: null, visit: expect.any(String) }]);
      return only(events, 'customer.bought').length;
    };
    expect(receipts()).toBe(1);
    expect(receipts(forgotten(70, 'anna'))).toBe(0);
  });
});

test('customers told of beyond the room for them are refused', () => {
  const store = createStore(shopWith({ loyalty: loyaltyOf({ maxCustomers: 100 }) }));
  const events = run(
    store,
    Array.from({ length: 101 }, (_, i) => told(10, `c${i}`)),
  );
  expect(only(events, 'customer.told')).toHaveLength(100);
  expect(only(events, 'customer.refused')).toMatchObject([{ visitor: asId('c100'), because: 'no-room' }]);
});

test('what a receipt says of a customer names each product once', () => {
  const store = createStore(shopWith(member('anna', everyConsent)));
  const [bought] = only(run(store, [receipt(10, 'anna', 1, 2)]), 'customer.bought');
  expect(bought).toMatchObject({ sale: 'r-10', total: 118_000, skus: ['shirt'], agrees: ['profiling', 'analytics', 'sharing'] });
});

test('what was told, booked and forgotten outlives a restart between any two inputs', () => {
  const shop = shopWith(member('anna', everyConsent, 'gold'));
  const inputs: readonly Input[] = [
    tick(0),
    told(5, 'ben', { ...opening(30, 10, 500), tier: 'silver', consent: { analytics: true } }),
    receipt(10, 'ben', 1),
    receipt(20, 'anna', 2),
    booked(30, 'ben', 'b1', -7, -200),
    booked(40, 'ben', 'b1', -7, -200),
    forgotten(50, 'anna'),
    crossing(60, 1, 0),
    card(62, 'door-card', 'anna'),
    tick(200),
    told(210, 'ben', { consent: { analytics: false }, tier: '' }),
    tick(35 * DAY),
    booked(35 * DAY + 5, 'ben', 'b2', -4),
    tick(62 * DAY),
    booked(62 * DAY + 5, 'ben', 'b3', -19),
  ];
  const whole = run(createStore(shop), inputs);
  expect(only(whole, 'customer.booked').length).toBeGreaterThan(5);
  let store = createStore(shop);
  const parts = inputs.flatMap((input) => {
    const events = [...store.step(input)];
    store = createStore(shop, JSON.parse(JSON.stringify(store.snapshot())) as ReturnType<Store['snapshot']>);
    return events;
  });
  expect(parts).toEqual(whole);
});
