import { describe, expect, test } from 'vitest';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { countedBy, newLine } from '../../../gateway/domain/footfall/counter-line.ts';
import { createFootfall } from '../../../gateway/domain/footfall/footfall.ts';
import { createMissRate } from '../../../gateway/domain/footfall/miss-rate.ts';
import { asId, type Epc } from '../../../gateway/domain/ids.ts';
import type { Counted } from '../../../gateway/domain/readings.ts';
import { at, card, crossing, device, deviceOf, happenings, only, read, shopOf, status, visitor, zone } from '../support.ts';

describe('a counting line', () => {
  const total = (came: number, went: number, second: number) => ({ in: came, out: went, form: 'total' as const, at: at(second) });
  const upright = { swapped: false };
  test.each([
    { given: 'a first total, which is a baseline', messages: [total(100, 90, 1)], people: [0, 0] },
    { given: 'totals that grow', messages: [total(100, 90, 1), total(103, 91, 5)], people: [3, 1] },
    { given: 'a counter that began again at 0', messages: [total(100, 90, 1), total(2, 1, 5)], people: [2, 1] },
    { given: 'totals that were corrected a little', messages: [total(100, 90, 1), total(98, 89, 5)], people: [0, 0] },
    { given: 'a message that newer ones overtook', messages: [total(100, 90, 9), total(60, 40, 5)], people: [0, 0] },
    { given: 'negative totals', messages: [total(0, 0, 1), total(-5, -3, 5)], people: [0, 0] },
    { given: 'a jump that no crowd explains', messages: [total(100, 90, 1), total(90_000, 90, 5)], people: [0, 0] },
  ])('makes the right people of $given', ({ messages, people }) => {
    const line = newLine(0);
    const last = messages.map((message) => countedBy(line, upright, message)).at(-1);
    expect([last?.in, last?.out]).toEqual(people);
  });
});

describe('the learned share of missed people', () => {
  test('begins at one in twenty-five and follows what is found', () => {
    const misses = createMissRate();
    expect(misses.rate()).toBeCloseTo(0.04);
    misses.counted(200);
    expect(misses.rate()).toBeLessThan(0.01);
    misses.missed(40);
    expect(misses.rate()).toBeGreaterThan(0.1);
    expect(createMissRate(misses.save()).rate()).toBe(misses.rate());
  });

  test('is bounded, and forgets within days', () => {
    const misses = createMissRate();
    misses.missed(10_000);
    expect(misses.rate()).toBe(0.4);
    for (let i = 0; i < 100; i++) misses.counted(1_000);
    expect(misses.rate()).toBeLessThan(0.05);
  });
});

describe('occupancy', () => {
  const last = (events: ReturnType<typeof happenings>) =>
    only(events, 'occupancy.changed')
      .filter((e) => e.zone === null)
      .at(-1);
  const badge = asId<Epc>('2E0000000000000000000001');
  const trolley = asId<Epc>('330000000000000000000001');
  const staffed = shopOf({ staff: { tags: new Set([badge, trolley]), cards: new Set([visitor('clerk')]) } });

  test.each([
    { given: 'a badge heard before the counter speaks', first: read(9, 'gate:1', badge) },
    { given: 'a badge heard after it', first: read(12, 'gate:1', badge) },
    { given: 'a staff card at the door', first: card(11, 'door-card', 'clerk') },
  ])('does not count staff: $given', ({ first }) => {
    const events = happenings(staffed, [crossing(1, 2, 0), first, crossing(10, 1, 0)], 40);
    expect(last(events)?.people).toBe(2);
    expect(only(events, 'visit.opened')).toMatchObject([{ party: 2 }]);
  });

  test('counts who pushes one of the shop’s trolleys, and who comes long after a badge', () => {
    expect(last(happenings(staffed, [read(9, 'gate:1', trolley), crossing(10, 1, 0)], 40))?.people).toBe(1);
    expect(last(happenings(staffed, [read(1, 'gate:1', badge), crossing(30, 1, 0)], 40))?.people).toBe(1);
  });

  test('takes one crossing for a badge that stands at the door', () => {
    const standing = [0, 2, 4, 6, 8, 10, 12, 14].map((s) => read(10 + s, 'gate:1', badge));
    expect(last(happenings(staffed, [...standing, crossing(11, 1, 0), crossing(20, 1, 0)], 40))?.people).toBe(1);
  });

  test('does not take a reference tag on the wall for staff', () => {
    const fixed = shopOf({
      staff: { tags: new Set([badge]), cards: new Set() },
      devices: [deviceOf('gate', { referenceTags: [{ epc: badge, port: 1 }] })],
    });
    expect(last(happenings(fixed, [read(9, 'gate:1', badge), crossing(10, 1, 0)], 40))?.people).toBe(1);
  });

  test('takes in people whom a card shows and no counter saw', () => {
    const events = happenings(shopOf(), [crossing(1, 1, 0), card(60, 'door-card', 'anna')], 90);
    expect(last(events)?.people).toBe(2);
  });

  test('is over when all visits are and nobody has crossed the door for ten minutes', () => {
    const events = happenings(shopOf(), [crossing(1, 1, 0), card(2, 'door-card', 'anna')], 3_600);
    expect(only(events, 'visit.closed')).toHaveLength(1);
    expect(last(events)?.people).toBe(0);
  });

  test('is less sure where more people are missed', () => {
    const plan = createFloorPlan(shopOf());
    const uncertainties = [0, 30].map((missed) => {
      const said: number[] = [];
      const footfall = createFootfall(plan, (fact) => fact.type === 'occupancy.changed' && said.push(fact.uncertainty));
      footfall.uncounted('in', missed, at(0));
      for (let s = 1; s < 60; s++) footfall.on.count?.(crossing(s, 1, 0) as Counted);
      return said.at(-1) ?? 0;
    });
    expect(uncertainties[1]).toBeGreaterThan(2 * (uncertainties[0] ?? 0));
  });
});

describe('what the counters say of an exit', () => {
  const plan = createFloorPlan(shopOf());
  const make = () => createFootfall(plan, () => undefined);

  test('is out near a crossing, none far from any, and nothing without a counter', () => {
    const footfall = make();
    footfall.on.count?.(crossing(10, 0, 1) as Counted);
    expect(footfall.door(zone('door'), at(13))).toBe('out');
    expect(footfall.door(zone('door'), at(20))).toBe('none');
    expect(createFootfall(createFloorPlan(shopOf({ counters: [] })), () => undefined).door(zone('door'), at(13))).toBe('no-counter');
  });

  test('is nothing while the counter is offline, and nobody is believed to be out by it', () => {
    const footfall = make();
    footfall.on.count?.(crossing(1, 1, 0) as Counted);
    footfall.on.count?.(crossing(10, 0, 1) as Counted);
    expect(footfall.emptySince()).toBe(at(10));
    expect(footfall.nobodyInside(at(100))).toBeLessThan(-2);
    footfall.heard?.({ type: 'device.offline', at: at(20), device: device('door-counter'), because: 'said-so' });
    expect([footfall.door(zone('door'), at(30)), footfall.emptySince(), footfall.nobodyInside(at(100))]).toEqual(['no-counter', null, 0]);
    footfall.heard?.({ type: 'device.online', at: at(40), device: device('door-counter') });
    expect(footfall.door(zone('door'), at(50))).toBe('none');
  });

  test('goes on after a restart as if there had been none', () => {
    const footfall = make();
    footfall.on.count?.(crossing(1, 3, 0) as Counted);
    footfall.on.count?.(crossing(10, 0, 1) as Counted);
    const again = createFootfall(plan, () => undefined, JSON.parse(JSON.stringify(footfall.save())));
    expect(again.save()).toEqual(footfall.save());
    expect(again.door(zone('door'), at(12))).toBe('out');
    expect(again.occupancy()).toBe(2);
  });
});

describe('a counter that counts nobody', () => {
  const hour = [crossing(1, 1, 0), crossing(3_700, 0, 0)];

  test('is not stuck because of one card that is heard all the time', () => {
    const one = Array.from({ length: 300 }, (_, i) => card(60 + i * 10, 'wall-card', 'anna'));
    expect(only(happenings(shopOf(), [...hour, ...one], 3_710), 'alert.raised')).toHaveLength(0);
  });

  test('is stuck when many people show themselves, and is then no witness', () => {
    const many = Array.from({ length: 12 }, (_, i) => card(60 + i * 60, 'door-card', `m${i}`));
    const events = happenings(shopOf(), [...hour, ...many, status(10, 'door-counter', true)], 3_710);
    expect(only(events, 'alert.raised')).toMatchObject([{ about: 'counter-stuck' }]);
  });
});
