import { describe, expect, test } from 'vitest';
import { asId, type OfferId } from '../../gateway/domain/ids.ts';
import { isHeldBack } from '../../gateway/domain/offers/assignment.ts';
import type { Offer } from '../../gateway/domain/offers/offer.ts';
import type { Reading } from '../../gateway/domain/readings.ts';
import type { Shop } from '../../gateway/domain/shop.ts';
import { minutes, probability, seconds } from '../../gateway/domain/units.ts';
import {
  ack,
  at,
  card,
  crossing,
  defaultSettings,
  device,
  epc,
  gtin,
  happenings,
  limitsOf,
  OPENING,
  offerOf,
  only,
  read,
  reads,
  sale,
  shopOf,
  status,
  visitor,
  weighed,
  zone,
} from './support.ts';

const shirt = epc(1);
const others = (until: number) => [2, 3, 4].flatMap((n) => reads(n * 0.3, until, 'walls:1', epc(n)));
/** One shirt taken up at 60 s and carried to the cabin by the only visitor; the pick is known at 69 s. */
const taken: readonly Reading[] = [
  ...others(300),
  ...reads(1, 60.5, 'walls:1', shirt),
  ...reads(64, 90, 'cabins:1', shirt),
  crossing(2, 1, 0),
];
const decided = (offers: readonly Offer[], readings = taken, changes: Partial<Shop> = {}, until = 110) =>
  only(happenings(shopOf({ offers, ...changes }), readings, until), 'offer.decided');

/** How sure the shop must be of a holder to act on it. */
const actAt = (least: number): Partial<Shop> => ({
  settings: { ...defaultSettings, custody: { ...defaultSettings.custody, actAt: probability(least) } },
});

describe('an offer', () => {
  test('is sent to the display that faces the place, and shown when the display says so', () => {
    const events = happenings(shopOf({ offers: [offerOf()] }), [...taken, ack(71, 'screen', 'd-1')], 110);
    expect(only(events, 'offer.decided')).toMatchObject([
      { reason: 'selected', arm: 'treatment', display: 'screen', sku: 'shirt', decision: 'd-1' },
    ]);
    expect(only(events, 'offer.shown')).toMatchObject([{ decision: 'd-1', display: 'screen', visit: 'v-2026-03-02-1' }]);
    expect(only(events, 'offer.failed')).toHaveLength(0);
  });

  const member = (profiling: boolean): Partial<Shop> => ({
    members: new Map([[visitor('anna'), { tier: 'gold', consent: { profiling } }]]),
  });
  const known = [...taken, card(3, 'door-card', 'anna')];
  test.each<{ reason: string; offers: Offer[]; readings?: readonly Reading[]; changes?: Partial<Shop> }>([
    { reason: 'selected', offers: [offerOf({ personal: true })], readings: known, changes: member(true) },
    { reason: 'no-consent', offers: [offerOf({ personal: true })], readings: known, changes: member(false) },
    { reason: 'no-consent', offers: [offerOf({ personal: true })] },
    { reason: 'control', offers: [offerOf({ control: probability(1) })] },
    { reason: 'condition-error', offers: [offerOf({ condition: () => ({ ok: false, detail: 'no such name' }) })] },
    { reason: 'no-display', offers: [offerOf()], changes: { displays: [] } },
    { reason: 'no-display', offers: [offerOf({ target: { by: 'id', display: device('gone') } })] },
    { reason: 'display-offline', offers: [offerOf()], readings: [...taken, status(5, 'screen', false)] },
    { reason: 'capped-display', offers: [offerOf({ limits: limitsOf({ perDisplayHour: 0 }) })] },
    { reason: 'capped-visit', offers: [offerOf({ limits: limitsOf({ perVisit: 0 }) })] },
    { reason: 'capped-visitor', offers: [offerOf({ limits: limitsOf({ perVisitorDay: 0 }) })], readings: known },
  ])('ends as $reason', ({ reason, offers, readings, changes }) => {
    expect(decided(offers, readings, changes).map((d) => d.reason)).toEqual([reason]);
  });

  test('whose condition does not hold is no event, only counted', () => {
    expect(decided([offerOf({ condition: () => ({ ok: true, holds: false }) })])).toHaveLength(0);
  });

  test('asks about the visit, the item, the visitor and the shop', () => {
    const asked: unknown[] = [];
    const condition: Offer['condition'] = (context) => {
      asked.push(context);
      return { ok: true, holds: true };
    };
    decided([offerOf({ condition })], known, { ...member(true), ...actAt(0.5) }, 75);
    expect(asked).toMatchObject([
      {
        visit: { id: 'v-2026-03-02-1', party: 1, items: ['shirt'] },
        item: { sku: 'shirt', category: 'clothes', priceMinor: 59_000 },
        visitor: { known: true, tier: 'gold', visits: 1 },
        store: { id: 'corner', occupancy: 1 },
        now: { hour: 9, date: '2026-03-02' },
      },
    ]);
  });

  test('does not count on goods that the visit may only hold', () => {
    const asked: unknown[] = [];
    const condition: Offer['condition'] = (context) => {
      asked.push(context.visit.items);
      return { ok: true, holds: true };
    };
    for (const least of [0.5, 0.9]) decided([offerOf({ condition })], known, actAt(least), 75);
    expect(asked).toEqual([['shirt'], []]);
  });

  test('of the higher priority takes the display, the other is outranked in that moment', () => {
    const validFor = seconds(30);
    const both = decided([offerOf({ id: asId<OfferId>('b'), priority: 10, validFor }), offerOf({ id: asId<OfferId>('a'), priority: 90 })]);
    expect(both.map((d) => [d.offer, d.reason])).toEqual([
      ['a', 'selected'],
      ['b', 'outranked'],
    ]);
  });

  test('finds the display busy while another is on it, unless it is worth more', () => {
    const walks = [card(1, 'door-card', 'a'), card(10, 'wall-card', 'a'), card(2, 'door-card', 'b'), card(15, 'wall-card', 'b')];
    const validFor = seconds(5);
    const entering = offerOf({ on: 'zone.entered', validFor, condition: (c) => ({ ok: true, holds: c.visit.zone === 'wall' }) });
    expect(decided([entering], walks, {}, 30).map((d) => d.reason)).toEqual(['selected', 'display-busy']);
    const dear = offerOf({
      ...entering,
      id: asId<OfferId>('dear'),
      priority: 80,
      condition: (c) => ({ ok: true, holds: c.visit.zone === 'wall' && c.visit.id.endsWith('2') }),
    });
    expect(decided([entering, dear], walks, {}, 30).map((d) => [d.offer, d.reason])).toContainEqual(['dear', 'selected']);
  });

  test('comes once per stay when somebody dwells', () => {
    const stay = [card(1, 'door-card', 'anna'), card(10, 'wall-card', 'anna')];
    const dwell = offerOf({ on: 'zone.dwell', dwell: seconds(20), limits: limitsOf({ perVisit: 9, perVisitorDay: 9 }) });
    const at20 = decided([dwell], stay, {}, 100).filter((d) => d.zone === 'wall');
    expect(at20).toMatchObject([{ at: at(30), reason: 'selected' }]);
  });

  test('fails when it is refused, and when nothing proves it, which is an alarm until the display shows something', () => {
    const refused = happenings(shopOf({ offers: [offerOf()] }), [...taken, ack(71, 'screen', 'd-1', 'refused')], 110);
    expect(only(refused, 'offer.failed')).toMatchObject([{ reason: 'refused' }]);
    const silent = happenings(shopOf({ offers: [offerOf()] }), [...taken, ack(100, 'screen', 'd-9')], 110);
    expect(only(silent, 'offer.failed')).toMatchObject([{ reason: 'unconfirmed' }]);
    expect(only(silent, 'alert.raised')).toMatchObject([{ about: 'display-unconfirmed', device: 'screen' }]);
    expect(only(silent, 'alert.cleared')).toMatchObject([{ because: 'shows-again' }]);
  });

  test.each([
    { case: 'treatment', control: 0, acks: [ack(71, 'screen', 'd-1')], arm: 'treatment', exposed: true },
    { case: 'treatment that no display proved, which is no exposure', control: 0, acks: [], arm: 'treatment', exposed: false },
    { case: 'control', control: 1, acks: [], arm: 'control', exposed: true },
  ])('converts when the product is bought afterwards: $case', ({ control, acks, arm, exposed }) => {
    const shop = shopOf({ offers: [offerOf({ control: probability(control) })] });
    const events = happenings(shop, [...taken, ...acks, sale(100, 'r', [{ epc: shirt }])], 110);
    const unit = { by: 'visit', id: 'v-2026-03-02-1' };
    expect(only(events, 'offer.converted')).toMatchObject([{ by: 'bought', value: 59_000, arm, unit, exposed }]);
  });

  test('is assigned by visit while that visit alone can read the display, else by a slot of the display’s time', () => {
    const entering = offerOf({ on: 'zone.entered', condition: (c) => ({ ok: true, holds: c.visit.zone === 'wall' }) });
    const alone = [card(1, 'door-card', 'a'), card(10, 'wall-card', 'a')];
    const both = [...alone, card(2, 'door-card', 'b'), card(30, 'table-card', 'b'), card(40, 'wall-card', 'b')];
    const units = (offer: Offer, readings: readonly Reading[]) => decided([offer], readings, {}, 60).map(({ unit }) => unit);
    const slot = `screen@${OPENING}`;
    expect(units(entering, alone)).toEqual([{ by: 'visit', id: 'v-2026-03-02-1' }]);
    expect(units(entering, both)).toEqual([
      { by: 'visit', id: 'v-2026-03-02-1' },
      { by: 'slot', id: slot },
    ]);
    expect(units({ ...entering, unit: 'visit' }, both).map((unit) => unit?.by)).toEqual(['visit', 'visit']);
    expect(units({ ...entering, unit: 'slot' }, alone)).toEqual([{ by: 'slot', id: slot }]);
  });

  test('is made to nobody who is held out, and a member is held out for good', () => {
    const experiments = { holdout: probability(0.5), slot: minutes(15) };
    const offers = [offerOf({ on: 'visit.identified' })];
    const reasons = Array.from({ length: 40 }, (_, i) =>
      [1, 200, 400].map((second) => decided(offers, [card(second, 'wall-card', `m-${i}`)], { experiments }, second + 20)[0]?.reason),
    );
    for (const [first, ...later] of reasons) expect(later).toEqual([first, first]);
    const held = reasons.filter(([reason]) => reason === 'holdout').length;
    expect(held).toBeGreaterThan(10);
    expect(held).toBeLessThan(30);
  });

  test('holds back close to its control share of the visits, always the same ones', () => {
    const offer = { id: asId<OfferId>('x'), control: probability(0.2) };
    const held = Array.from({ length: 5_000 }, (_, i) => isHeldBack(offer, `v-2026-03-02-${i}`));
    const share = held.filter(Boolean).length / held.length;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    expect(held).toEqual(Array.from({ length: 5_000 }, (_, i) => isHeldBack(offer, `v-2026-03-02-${i}`)));
  });
});

describe('a shelf', () => {
  const wall = (count: number, until: number) =>
    Array.from({ length: count }, (_, i) => reads(0.3 * (i + 1), until, 'walls:1', epc(i + 1))).flat();
  const changes = (readings: Parameters<typeof happenings>[1], until: number) =>
    only(happenings(shopOf(), readings, until), 'shelf.changed').filter((c) => c.section === 'wall-1');

  test('counts what rests on it, once it has stood', () => {
    expect(changes(wall(4, 60), 60)).toMatchObject([
      { shelf: 'wall-shelf', sku: 'shirt', onShelf: 4, facings: 4, state: 'ok', misplaced: 0 },
    ]);
  });

  test('is low at its minimum and out when an empty place has stood through the warm-up', () => {
    expect(changes(wall(2, 60), 60)).toMatchObject([{ onShelf: 2, state: 'low' }]);
    expect(changes([], 170)).toHaveLength(0);
    expect(changes([], 240)).toMatchObject([{ onShelf: 0, state: 'out' }]);
  });

  test('does not flap when something is looked at and put back', () => {
    const back = [
      ...others(300),
      ...reads(1, 60.5, 'walls:1', shirt),
      ...reads(64, 74, 'cabins:1', shirt),
      ...reads(76, 300, 'walls:1', shirt),
    ];
    expect(changes(back, 300).map((c) => c.onShelf)).toEqual([4]);
  });

  test('misses what rests on another shelf for two minutes', () => {
    const lost = [crossing(1, 1, 0), ...others(400), ...reads(1, 60.5, 'walls:1', shirt), ...reads(64, 400, 'tables:1', shirt)];
    expect(changes(lost, 400).at(-1)).toMatchObject({ onShelf: 3, misplaced: 1 });
  });

  test('believes its scale where that contradicts the tags by more than half an item', () => {
    expect(changes([...wall(4, 60), weighed(5, 5 * 240)], 60)).toMatchObject([{ onShelf: 5, weight: 1_200 }]);
  });

  test('that runs low is an occasion for an offer once, not at every count', () => {
    const low = offerOf({ on: 'shelf.low', limits: limitsOf({ perVisit: 9, perVisitorDay: 9 }) });
    const readings = [...reads(0.3, 300, 'walls:1', epc(1)), ...reads(0.6, 90, 'walls:1', epc(2)), ...reads(95, 120, 'cabins:1', epc(2))];
    expect(decided([low], readings, {}, 300)).toMatchObject([{ on: 'shelf.low', sku: 'shirt', visit: null, zone: 'wall' }]);
  });
});

describe('security', () => {
  const out = (from: number) => [
    ...reads(from, from + 3, 'gate:1', shirt, -60, 0.5),
    ...reads(from + 2, from + 5, 'gate:2', shirt, -58, 0.5),
    crossing(from + 5, 0, 1),
  ];
  const alerts = (readings: Parameters<typeof happenings>[1], until = 200, shop = shopOf()) =>
    only(happenings(shop, readings, until), 'alert.raised').filter(({ about }) => about !== 'exit-suspected');

  test('alarms when an item leaves unpaid, with its reasons', () => {
    const [alarm] = alerts([...taken, ...out(120)]);
    expect(alarm).toMatchObject({ about: 'unsold-exit', epc: shirt, zone: 'door', severity: 'critical', visit: 'v-2026-03-02-1' });
    expect(alarm?.confidence).toBeGreaterThanOrEqual(0.6);
    expect(alarm?.why.map((e) => e.code)).toEqual(expect.arrayContaining(['gate-direction', 'no-receipt']));
  });

  test.each([
    { given: 'its own receipt', receipt: sale(100, 'r', [{ epc: shirt }]), alarms: 0 },
    { given: 'a receipt for its kind', receipt: sale(100, 'r', [{ gtin: gtin(1) }]), alarms: 0 },
    { given: 'a receipt for another kind', receipt: sale(100, 'r', [{ gtin: gtin(2) }]), alarms: 1 },
    { given: 'a receipt for another item', receipt: sale(100, 'r', [{ epc: epc(2) }]), alarms: 1 },
  ])('raises $alarms alarms with $given', ({ receipt, alarms }) => {
    expect(alerts([...taken, receipt, ...out(120)])).toHaveLength(alarms);
  });

  test('accuses nobody who only waits at the gate and is heard inside again', () => {
    const waits = [
      ...taken,
      ...reads(120, 128, 'gate:1', shirt, -62, 0.5),
      ...reads(122, 129, 'gate:2', shirt, -60, 0.5),
      crossing(128, 0, 1),
      ...reads(148, 190, 'tables:1', shirt, -52),
    ];
    const events = happenings(shopOf(), waits, 300);
    expect(only(events, 'alert.raised').map(({ about }) => about)).not.toContain('unsold-exit');
  });

  test('clears the alarm when the receipt comes late, and when the item comes back', () => {
    const late = happenings(shopOf(), [...taken, ...out(120), sale(150, 'r', [{ gtin: gtin(1) }])], 200);
    expect(only(late, 'alert.cleared')).toMatchObject([{ because: 'confirmed' }, { because: 'receipt-came-late' }]);
    const back = happenings(shopOf(), [...taken, ...out(120), ...reads(160, 190, 'tables:1', shirt)], 200);
    expect(only(back, 'alert.cleared')).toMatchObject([{ because: 'confirmed' }, { because: 'back-in-shop' }]);
  });

  test('notices a bulk taken from one section', () => {
    const five = [1, 2, 3, 4, 5].flatMap((n) => [...reads(n * 0.3, 60, 'walls:1', epc(n)), ...reads(63 + n * 0.3, 90, 'cabins:1', epc(n))]);
    const rest = [6, 7, 8].flatMap((n) => reads(n * 0.3, 100, 'walls:1', epc(n)));
    expect(alerts([crossing(1, 1, 0), ...five, ...rest], 100)).toMatchObject([{ about: 'bulk', zone: 'wall' }]);
  });

  test('notices one EPC in two far places at once, again and again, but not in neighbouring zones', () => {
    const here = reads(1, 800, 'walls:1', shirt, -55);
    const there = reads(700.5, 740, 'cabins:1', shirt, -55);
    expect(alerts([...here, ...there], 800).map((a) => a.about)).toEqual(['clone']);
    expect(alerts([...here, ...reads(700.5, 740, 'tables:1', shirt, -55)], 800)).toHaveLength(0);
    expect(alerts([...here, read(700.5, 'cabins:1', shirt, -55)], 800)).toHaveLength(0);
    // Which antennas overlap is not known in the first minutes; those that hear a second tag like that do.
    expect(alerts([...here, ...reads(20.5, 60, 'cabins:1', shirt, -55)], 800)).toHaveLength(0);
    const another = [...reads(1.2, 800, 'walls:1', epc(2), -55), read(300.5, 'cabins:1', epc(2), -55)];
    expect(alerts([...here, ...another, read(320.5, 'cabins:1', shirt, -55), ...there], 800)).toHaveLength(0);
  });

  test('takes a tag for one that two far antennas hear from where it lies between them', () => {
    const plain = shopOf();
    const neighbours = { wall: ['table'], table: ['wall', 'cabin'], cabin: ['table'] } as Readonly<Record<string, readonly string[]>>;
    const shop = shopOf({ zones: plain.zones.map((one) => ({ ...one, neighbours: (neighbours[one.id] ?? []).map(zone) })) });
    const heardBy = (level: number) => [
      ...reads(1.2, 800, 'tables:1', shirt, level),
      ...reads(1, 800, 'walls:1', shirt, -55),
      ...reads(700.5, 740, 'cabins:1', shirt, -55),
    ];
    const alarms = (level: number) => only(happenings(shop, heardBy(level), 800), 'alert.raised').map(({ about }) => about);
    expect(alarms(-48)).toEqual([]);
    // Heard faintly there, it lies at both ends.
    expect(alarms(-70)).toEqual(['clone']);
  });

  test('notices a flood of EPCs that nobody knows, once, and its end', () => {
    const forged = Array.from({ length: 1_500 }, (_, i) => read(10 + i / 700, 'walls:1', epc(i + 1, 9)));
    const events = happenings(shopOf(), forged, 120);
    expect(only(events, 'alert.raised')).toMatchObject([{ about: 'flood' }]);
    expect(only(events, 'alert.cleared')).toMatchObject([{ because: 'calm' }]);
  });
});
