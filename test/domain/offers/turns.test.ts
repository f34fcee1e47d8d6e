import { describe, expect, test } from 'vitest';
import { asId, type OfferId } from '../../../gateway/domain/ids.ts';
import type { Offer } from '../../../gateway/domain/offers/offer.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { minorCurrency, probability, seconds } from '../../../gateway/domain/units.ts';
import {
  ack,
  at,
  card,
  crossing,
  device,
  deviceOf,
  displayOf,
  epc,
  gtin,
  happenings,
  limitsOf,
  offerOf,
  only,
  reads,
  sale,
  shopOf,
  status,
  visitor,
  zone,
} from '../support.ts';

const inWall = (c: Parameters<Offer['condition']>[0]) => ({ ok: true, holds: c.visit.zone === 'wall' }) as const;
const entering = (changes: Partial<Offer> = {}) => offerOf({ on: 'zone.entered', condition: inWall, ...changes });
/** Visits that come one after the other and go to the wall at these seconds. */
const walks = (...seconds_: readonly number[]): Reading[] =>
  seconds_.flatMap((second, i) => [card(1 + i / 10, 'door-card', `m-${i}`), card(second, 'wall-card', `m-${i}`)]);
const run = (offers: readonly Offer[], readings: readonly Reading[], until: number, changes: Partial<Shop> = {}) =>
  happenings(shopOf({ offers, ...changes }), readings, until);
const told = (events: ReturnType<typeof run>) =>
  only(events, 'offer.decided').map(({ at: when, visit, reason }) => [(when - at(0)) / 1_000, visit?.slice(-1), reason]);

describe('a display that several visits want', () => {
  const shows = (...ids: number[]) => ids.map((n, i) => ack(11 + i * 15, 'screen', `d-${n}`));

  test('answers them one after the other, the first come first, while it makes sense', () => {
    expect(told(run([entering()], [...walks(10, 12, 14), ...shows(1, 2, 3)], 60))).toEqual([
      [10, '1', 'selected'],
      [25, '2', 'selected'],
      [40, '3', 'selected'],
    ]);
  });

  test('answers the more important first, and of equal ones whom it has not answered yet', () => {
    const forVisit = (n: string, changes: Partial<Offer>) =>
      offerOf({
        on: 'zone.dwell',
        dwell: seconds(1),
        limits: limitsOf({ perVisit: 9 }),
        ...changes,
        condition: (c) => ({ ok: true, holds: c.visit.zone === 'wall' && n.includes(c.visit.id.slice(-1)) }),
      });
    const offers = [
      forVisit('1', { id: asId('first'), priority: 90 }),
      forVisit('2', { id: asId('cheap'), priority: 10 }),
      forVisit('3', { id: asId('dear'), priority: 60 }),
      forVisit('14', { id: asId('again'), priority: 50, dwell: seconds(6) }),
    ];
    const events = run(offers, [...walks(10, 12, 14, 16), ...shows(1, 2, 3, 4, 5)], 90);
    expect(only(events, 'offer.decided').map(({ offer, visit, reason }) => [offer, visit?.slice(-1), reason])).toEqual([
      ['first', '1', 'selected'],
      ['dear', '3', 'selected'],
      ['again', '4', 'selected'],
      ['again', '1', 'selected'],
      ['cheap', '2', 'selected'],
    ]);
  });

  test('lets go of who waited for too long, and of whose visit is over', () => {
    const events = run([entering({ validFor: seconds(10) })], [...walks(10, 12), ...shows(1)], 40);
    expect(told(events)).toEqual([
      [10, '1', 'selected'],
      [22, '2', 'display-busy'],
    ]);
    const silence = run([entering({ validFor: seconds(3_600), showFor: seconds(3_000) })], [...walks(10, 12), ...shows(1)], 2_400);
    const [, last] = only(silence, 'offer.decided');
    expect(last).toMatchObject({ reason: 'expired', detail: 'the visit is over' });
  });

  test('keeps no more than sixteen waiting', () => {
    const many = Array.from({ length: 30 }, (_, i) => 10 + i / 10);
    const events = run([entering()], [...walks(...many), ...shows(1)], 20);
    expect(told(events).filter(([, , reason]) => reason === 'display-busy')).toHaveLength(13);
  });
});

describe('a display that never confirms', () => {
  const twoScreens: Partial<Shop> = {
    displays: [displayOf('screen', 'wall', ['wall'], 5), displayOf('other', 'table', ['wall'], 5)],
    devices: ['screen', 'other'].map((name) => deviceOf(name, { silentAfter: seconds(3_600) })),
  };
  const silent = run([entering()], [...walks(10), ack(16.2, 'other', 'd-2')], 60, twoScreens);

  test('is no exposure, is told to the operator, and the next best display is used for the same unit', () => {
    expect(only(silent, 'offer.decided')).toMatchObject([
      { decision: 'd-1', reason: 'selected', display: 'screen', expires: at(15), instead: null },
      { decision: 'd-2', at: at(15), reason: 'selected', display: 'other', arm: 'treatment', instead: 'd-1' },
    ]);
    expect(only(silent, 'offer.failed')).toMatchObject([{ decision: 'd-1', display: 'screen', reason: 'unconfirmed' }]);
    expect(only(silent, 'offer.shown')).toMatchObject([{ decision: 'd-2', display: 'other' }]);
    expect(only(silent, 'alert.raised').filter(({ about }) => about === 'display-unconfirmed')).toMatchObject([{ device: 'screen' }]);
    const units = only(silent, 'offer.decided').map(({ unit }) => unit?.id);
    expect(new Set(units).size).toBe(1);
  });

  test('does not count against the limits of the visit when no display showed it', () => {
    const alone = run([entering()], [...walks(10), card(40, 'door-card', 'm-0'), card(50, 'wall-card', 'm-0')], 60, {
      displays: [displayOf('screen', 'wall', ['wall'], 5)],
    });
    expect(told(alone)).toEqual([
      [10, '1', 'selected'],
      [50, '1', 'selected'],
    ]);
  });

  test('is asked last for a while, until it proves something', () => {
    const later = [...walks(10, 70, 130), ack(16, 'other', 'd-2'), ack(71, 'other', 'd-3')];
    const displaysOf = (readings: readonly Reading[]) =>
      only(run([entering()], readings, 134, twoScreens), 'offer.decided').map(({ display }) => display);
    expect(displaysOf(later)).toEqual(['screen', 'other', 'other', 'other']);
    expect(displaysOf([...later, ack(20, 'screen', 'd-1')])).toEqual(['screen', 'other', 'other', 'other']);
    expect(only(run([entering()], walks(10, 400), 420, twoScreens), 'offer.decided').map(({ display }) => display)).toEqual([
      'screen',
      'other',
      'screen',
      'other',
    ]);
  });

  test('refuses at once, and the next is asked at once', () => {
    const refused = run([entering()], [...walks(10), ack(10.5, 'screen', 'd-1', 'refused')], 60, twoScreens);
    expect(only(refused, 'offer.decided')).toMatchObject([{ display: 'screen' }, { display: 'other', at: at(10.5) }]);
  });

  test('is not replaced when its visit has put the thing back or gone: its condition is asked again', () => {
    let asked = 0;
    const once = entering({ condition: () => ({ ok: true, holds: ++asked < 2 }) });
    expect(told(run([once], walks(10), 60, twoScreens))).toHaveLength(1);
  });
});

describe('a target', () => {
  const displays = [
    displayOf('screen', 'wall', ['wall']),
    displayOf('far', 'wall', ['table']),
    displayOf('facing', 'table', ['table', 'wall']),
  ];
  const shown = (target: Offer['target'], readings = walks(10), changes: Partial<Shop> = {}) =>
    only(run([entering({ target })], readings, 20, { displays, ...changes }), 'offer.decided')[0]?.displays;

  test.each<[Offer['target'], readonly string[]]>([
    [{ by: 'nearest' }, ['screen']],
    [{ by: 'all' }, ['screen', 'far', 'facing']],
    [{ by: 'zone', zone: zone('table') }, ['facing']],
    [{ by: 'id', display: device('facing') }, ['facing']],
  ])('%j', (target, expected) => expect(shown(target)).toEqual(expected));

  test('leaves out what is offline or busy, of several', () => {
    const devices = [deviceOf('far')];
    expect(shown({ by: 'all' }, [...walks(10), status(5, 'far', false)], { devices })).toEqual(['screen', 'facing']);
  });

  test('on several displays is one decision: each proves it, the first counts, and one that fails is no loss', () => {
    const events = run([entering({ target: { by: 'all' } })], [...walks(10), ack(12, 'far', 'd-1.2'), ack(13, 'screen', 'd-1')], 60, {
      displays,
    });
    expect(only(events, 'offer.decided')).toHaveLength(1);
    expect(only(events, 'offer.shown').map(({ decision, display }) => [decision, display])).toEqual([
      ['d-1', 'far'],
      ['d-1', 'screen'],
    ]);
    expect(only(events, 'offer.failed')).toMatchObject([{ decision: 'd-1', display: 'facing' }]);
  });
});

describe('a budget', () => {
  const budget = (changes: Partial<Offer['limits']>, cost: { cpm?: number; cpa?: number }) =>
    entering({ limits: limitsOf(changes), cost: { cpm: minorCurrency(cost.cpm ?? 0), cpa: minorCurrency(cost.cpa ?? 0), brand: null } });
  const shownAt = (...ids: number[]) => ids.map((n) => ack(n * 20 + 1, 'screen', `d-${n}`));
  const reasons = (offer: Offer, readings: readonly Reading[], until = 120) =>
    told(run([offer], readings, until)).map(([, , reason]) => reason);

  test('ends with proven showings at their CPM', () => {
    // Two showings of 1.5 units each are 3 units.
    const offer = budget({ budget: minorCurrency(3) }, { cpm: 1_500 });
    expect(reasons(offer, [...walks(20, 40, 60, 80), ...shownAt(1, 2, 3)])).toEqual(['selected', 'selected', 'over-budget', 'over-budget']);
    expect(reasons(offer, [...walks(20, 40, 60, 80), ...shownAt(2)])).toEqual(['selected', 'selected', 'selected', 'selected']);
  });

  test('counts purchases at their CPA and what the price was lowered, and begins anew each day', () => {
    const visits = [...walks(20, 60), ...shownAt(1), sale(40, 'r', [{ gtin: gtin(1) }], 'm-0')];
    const offer = budget({ budgetDay: minorCurrency(100) }, { cpa: 100 });
    expect(reasons(offer, visits)).toEqual(['selected', 'over-budget']);
    const rebate = (sku: string): Offer => ({
      ...budget({ budgetDay: minorCurrency(100) }, {}),
      about: { by: 'sku', sku: asId(sku) },
      pricing: { by: 'off', off: 0.5 },
    });
    expect(reasons(rebate('shirt'), visits)).toEqual(['selected', 'over-budget']);
    expect(reasons(rebate('scarf'), visits)).toEqual(['selected', 'selected']);
    const nextDay = [...visits, card(86_400 + 60, 'wall-card', 'm-9')];
    expect(reasons(offer, nextDay, 86_400 + 70).at(-1)).toBe('selected');
  });
});

describe('an occasion', () => {
  test('of comparing is one per pair of products of a category', () => {
    const taken = (code: ReturnType<typeof epc>, from: number, wall: string) => [
      ...reads(1, from - 3, wall, code),
      ...reads(from, from + 40, 'cabins:1', code),
    ];
    const shelves = [2, 3, 4].flatMap((n) => [...reads(n * 0.3, 200, 'walls:1', epc(n)), ...reads(n * 0.3, 200, 'walls:2', epc(n, 2))]);
    const readings = [crossing(2, 1, 0), ...taken(epc(1), 60, 'walls:1'), ...taken(epc(1, 2), 90, 'walls:2'), ...shelves];
    const seen: unknown[] = [];
    const offer = offerOf({
      on: 'items.compared',
      condition: ({ item, visit }) => {
        seen.push([item?.sku, visit.compared]);
        return { ok: true, holds: true };
      },
    });
    const events = run([offer], readings, 120);
    expect(only(events, 'items.compared')).toMatchObject([{ category: 'clothes', skus: ['shirt', 'scarf'] }]);
    expect(only(events, 'offer.decided')).toMatchObject([{ on: 'items.compared', sku: 'scarf' }]);
    expect(seen[0]).toEqual(['scarf', ['shirt', 'scarf']]);
  });

  test('of the clock comes in its minute, once', () => {
    const offer = offerOf({ on: 'time', minutes: [541, 543], target: { by: 'all' } });
    const events = run([offer], [], 300);
    expect(only(events, 'offer.decided').map(({ at: when, visit, unit }) => [(when - at(0)) / 1_000, visit, unit?.by])).toEqual([
      [60, null, 'slot'],
      [180, null, 'slot'],
    ]);
  });

  test('of the weather comes when its condition begins to hold, not at each word of the sensor', () => {
    const air = (second: number, temperature: number): Reading => ({
      ...{ kind: 'climate', device: device('air'), at: at(second), reportedAt: null, receivedAt: at(second) },
      temperature: temperature as never,
    });
    const hot = offerOf({ on: 'climate', condition: (c) => ({ ok: true, holds: c.climate.temperatureC > 27 }) });
    const readings = [20, 28, 29, 28, 26, 28].map((degrees, i) => air(10 + i * 20, degrees));
    const events = run([hot], [...readings, ack(31, 'screen', 'd-1'), ack(111, 'screen', 'd-2')], 140);
    expect(told(events)).toEqual([
      [30, undefined, 'selected'],
      [110, undefined, 'selected'],
    ]);
  });

  test('that is long over is no occasion', () => {
    const offer = entering({ validFor: seconds(1) });
    const slow = { ...card(30, 'wall-card', 'm-0'), at: at(10) };
    expect(told(run([offer], [card(1, 'door-card', 'm-0'), slow], 40))).toEqual([[30, '1', 'expired']]);
  });

  test('is counted with how often the condition held', () => {
    const events = run([offerOf({ on: 'zone.entered', condition: inWall })], [...walks(10, 20, 30), ...walks(40)], 700);
    const counts = only(events, 'offers.considered').flatMap((event) => event.counts);
    expect(counts).toEqual([{ offer: 'two-for-one', times: 6, held: 3 }]);
  });
});

test('an offer about a product of its own is filled with its price, and measured by it', () => {
  const offer = entering({ about: { by: 'sku', sku: asId('scarf') }, pricing: { by: 'off', off: 0.2 }, roundTo: minorCurrency(100) });
  const events = run([offer], [...walks(10), ack(11, 'screen', 'd-1'), sale(40, 'r', [{ gtin: gtin(1) }, { gtin: gtin(2) }], 'm-0')], 60);
  expect(only(events, 'offer.decided')).toMatchObject([{ sku: 'scarf', price: 23_200, was: 29_000 }]);
  expect(only(events, 'offer.converted')).toMatchObject([{ by: 'bought', value: 59_000, exposed: true }]);
});

test('an offer about what nobody recommends is not made', () => {
  const offer = entering({ about: { by: 'recommendation', kind: 'popular' } });
  expect(told(run([offer], walks(10), 20))).toEqual([[10, '1', 'no-product']]);
  const fills = entering({ fills: ['usual'], personal: true });
  const members = { members: new Map([[visitor('m-0'), { tier: 'gold', consent: { profiling: true } }]]) };
  expect(told(run([fills], walks(10), 20, members))).toEqual([[10, '1', 'no-product']]);
});

test('control and hold-out are decided after everything else, and see no display', () => {
  for (const changes of [{ experiments: { holdout: probability(1), slot: seconds(900) } }, {}]) {
    const offer = entering({ id: asId<OfferId>('x'), control: probability(1) });
    const [decision] = only(run([offer], walks(10), 20, changes), 'offer.decided');
    expect(decision).toMatchObject({
      reason: 'experiments' in changes ? 'holdout' : 'control',
      displays: [],
      display: 'screen',
      unit: { by: 'visit' },
    });
  }
});
