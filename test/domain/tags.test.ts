import { describe, expect, test } from 'vitest';
import { createStore } from '../../gateway/domain/create-store.ts';
import { seconds } from '../../gateway/domain/units.ts';
import {
  at,
  crossing,
  defaultSettings,
  device,
  epc,
  happenings,
  only,
  read,
  reads,
  run,
  sale,
  shopOf,
  story,
  weighed,
  withTicks,
  zone,
} from './support.ts';

const shirt = epc(1);
/** Neighbours at rest, so that the wall's reader is heard whatever becomes of the one item. */
const neighbours = (until: number) => [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, until, 'walls:1', epc(n), -54 - n));
const items = (readings: Parameters<typeof happenings>[1], until: number, shop = shopOf()) =>
  happenings(shop, readings, until).filter((e) => 'epc' in e && e.epc === shirt);

describe('an item arrives', () => {
  test.each([
    { given: 'one stray read', readings: [read(1, 'walls:1', shirt)], arrives: false },
    { given: 'three reads, too far apart', readings: [1, 40, 80].map((s) => read(s, 'walls:1', shirt)), arrives: false },
    { given: 'three reads in the window', readings: [1, 12, 25].map((s) => read(s, 'walls:1', shirt)), arrives: true },
    { given: 'three reads in a sliding window', readings: [1, 20, 35, 45].map((s) => read(s, 'walls:1', shirt)), arrives: true },
    { given: 'reads below the floor', readings: [1, 2, 3, 4].map((s) => read(s, 'walls:1', shirt, -90)), arrives: false },
    { given: 'the same read three times', readings: [1, 1, 1].map((s) => read(s, 'walls:1', shirt)), arrives: false },
    { given: 'reads without a strength', readings: [1, 2, 3].map((s) => read(s, 'walls:1', shirt, null)), arrives: true },
  ])('or not, after $given', ({ readings, arrives }) => {
    expect(story(items(readings, 100), 'item.arrived')).toHaveLength(arrives ? 1 : 0);
  });

  const both = [read(1, 'walls:1', shirt, -80), read(2, 'tables:1', shirt, -55), read(3, 'tables:1', shirt, -55)];
  test('in the zone that hears it best, at the time of its first read', () => {
    const [arrival] = only(items(both, 10, shopOf({ home: new Map() })), 'item.arrived');
    expect(arrival).toMatchObject({ zone: 'table', from: null, why: [{ code: 'reads-in-window' }] });
    expect(story(items(reads(1, 9, 'walls:1', shirt), 10), 'item.arrived')).toEqual(['item.arrived@1']);
  });

  test('on its own shelf when that hears it at all', () => {
    expect(only(items(both, 10), 'item.arrived')[0]?.zone).toBe('wall');
  });

  test('never when it is a stranger, who is only counted as heard', () => {
    const store = createStore(shopOf());
    const stranger = epc(7, 9);
    expect(only(run(store, withTicks(reads(0, 60, 'walls:1', stranger), 60)), 'item.arrived')).toHaveLength(0);
    expect(store.item(stranger)).toMatchObject({ state: 'heard', zone: 'wall', reads: 30 });
  });

  test('with the zone of a reader that names no port, when all its ports share one', () => {
    const [arrival] = only(items(reads(1, 9, 'walls:0', shirt), 10), 'item.arrived');
    expect(arrival?.zone).toBe('wall');
  });
});

describe('an item at rest', () => {
  test('stays where it is for hours of stray reads', () => {
    const strays = Array.from({ length: 60 }, (_, i) => read(30 + i * 30, 'tables:1', shirt, -76 - (i % 5)));
    expect(story(items([...neighbours(1_800), ...reads(1, 1_800, 'walls:1', shirt), ...strays], 1_800), 'item.')).toEqual([
      'item.arrived@1',
    ]);
  });

  test('is not picked because somebody stands before the shelf, though another zone hears it now', () => {
    const shadow = (n: number) => [
      ...reads(n * 0.3, 100, 'walls:1', epc(n), -56),
      ...reads(100 + n * 0.3, 160, 'walls:1', epc(n), -68),
      ...reads(160, 200, 'walls:1', epc(n), -56),
      read(140 + n, 'cabins:1', epc(n), -64),
      read(141 + n, 'cabins:1', epc(n), -64),
    ];
    const events = happenings(shopOf(), [1, 2, 3, 4, 5, 6].flatMap(shadow), 200);
    expect(only(events, 'item.arrived')).toHaveLength(6);
    expect(only(events, 'item.picked')).toHaveLength(0);
  });

  test('is not picked nor departed because its whole reader fell silent', () => {
    const gate = reads(0, 1_500, 'gate:1', epc(8), -60, 5);
    const others = [1, 2, 3, 4, 5].flatMap((n) => [
      ...reads(n * 0.3, 100, 'walls:1', epc(n)),
      ...reads(1_390 + n * 8, 1_500, 'walls:1', epc(n)),
    ]);
    const events = happenings(shopOf(), [...gate, ...others], 1_500).filter((e) => !('epc' in e) || e.epc !== epc(8));
    expect(only(events, 'item.picked', 'item.departed')).toHaveLength(0);
  });

  test('departs when it alone is not heard for long enough', () => {
    const events = items([...neighbours(900), ...reads(1, 100, 'walls:1', shirt)], 900);
    expect(story(events, 'item.')).toEqual(['item.arrived@1', 'item.departed@99']);
  });
});

describe('an item that is taken up', () => {
  const rest = [...neighbours(400), ...reads(1, 60.5, 'walls:1', shirt)];

  test('is picked when it is silent at home and heard elsewhere, at the time of its last read at home', () => {
    const [pick] = only(items([...rest, ...reads(64, 80, 'cabins:1', shirt)], 100), 'item.picked');
    expect(pick).toMatchObject({ zone: 'wall', section: 'wall-1' });
    expect(story(pick === undefined ? [] : [pick], 'item.')).toEqual(['item.picked@60']);
    expect(pick?.confidence).toBeGreaterThan(0.5);
    expect(pick?.why.map((e) => e.code)).toContain('heard-elsewhere');
  });

  test('is not picked by two weak reads elsewhere when its home hears it again', () => {
    const back = [...rest, read(64, 'cabins:1', shirt, -78), read(66, 'cabins:1', shirt, -78), ...reads(68, 200, 'walls:1', shirt)];
    expect(only(items(back, 200), 'item.picked')).toHaveLength(0);
  });

  test('moves from zone to zone and is put where it rests', () => {
    const events = items([...rest, ...reads(64, 90, 'cabins:1', shirt, -55), ...reads(95, 140, 'tables:1', shirt, -57)], 160);
    const types = events.filter((e) => e.type.startsWith('item.')).map((e) => `${e.type} ${'zone' in e ? e.zone : ''}`);
    expect(types.slice(0, 3)).toEqual(['item.arrived wall', 'item.picked wall', 'item.moved cabin']);
    expect(types.at(-1)).toBe('item.put table');
  });

  test('rests nowhere once it is paid for: it waits in a queue, however still it is held', () => {
    const still = [...rest, ...reads(64, 90, 'cabins:1', shirt, -55), ...reads(95, 400, 'tables:1', shirt, -57)];
    expect(only(items(still, 400), 'item.put')).toHaveLength(1);
    expect(only(items([...still, sale(92, 'r', [{ epc: shirt }])], 400), 'item.put')).toHaveLength(0);
  });

  test('is back on its shelf when its old place hears it as before', () => {
    const events = items([...rest, ...reads(64, 90, 'cabins:1', shirt, -55), ...reads(95, 140, 'walls:1', shirt)], 160);
    const [put] = only(events, 'item.put');
    expect(put).toMatchObject({ zone: 'wall', section: 'wall-1' });
  });

  test('is picked by a drop of its own weight, heard elsewhere or not, when it goes silent', () => {
    const scale = [weighed(10, 960), weighed(61, 720)];
    const [pick] = only(items([...rest, ...scale], 100), 'item.picked');
    expect(story(pick === undefined ? [] : [pick], 'item.')).toEqual(['item.picked@61']);
    expect(pick?.why.map((e) => e.code)).toContain('weight-step');
  });

  test.each([
    { given: 'another weight', scale: [weighed(10, 960), weighed(61, 600)] },
    { given: 'an unstable pan', scale: [weighed(10, 960), weighed(61, 720, false)] },
    { given: 'weight that is added', scale: [weighed(10, 960), weighed(61, 1_200)] },
  ])('is not picked by $given', ({ scale }) => {
    expect(only(items([...rest, ...scale], 100), 'item.picked')).toHaveLength(0);
  });
});

describe('an item at the gate', () => {
  const rest = [...neighbours(400), ...reads(1, 60.5, 'walls:1', shirt)];
  const inner = (from: number) => reads(from, from + 3, 'gate:1', shirt, -60, 0.5);
  const outer = (from: number) => reads(from, from + 3, 'gate:2', shirt, -58, 0.5);

  test('has left after the inner and then the outer antenna, with somebody counted out, then silence', () => {
    const events = items([...rest, ...inner(70), ...outer(72), crossing(75, 0, 1)], 120);
    const [exit] = only(events, 'item.exited');
    expect(story(events, 'item.exited')).toEqual(['item.exited@75']);
    expect(exit?.zone).toBe('door');
    expect(exit?.confidence).toBeGreaterThan(0.9);
    expect(exit?.why.map((e) => e.code)).toContain('gate-direction');
    expect(only(events, 'item.picked')).toHaveLength(1);
  });

  test('was taken up before it came to the gate, though its shelf still heard it then', () => {
    const lingering = [...neighbours(400), ...reads(1, 74.5, 'walls:1', shirt, -58, 1)];
    const events = items([...lingering, ...inner(70), ...outer(72), crossing(75, 0, 1)], 120);
    const [pick, exit] = only(events, 'item.picked', 'item.exited');
    expect([pick?.type, exit?.type]).toEqual(['item.picked', 'item.exited']);
    expect(pick?.at).toBeLessThanOrEqual(at(70));
  });

  test('has not left while it goes the other way, or is heard inside again, or nobody was counted out', () => {
    expect(only(items([...rest, ...outer(70), ...inner(72)], 120), 'item.exited')).toHaveLength(0);
    const backInside = [...rest, ...inner(70), ...outer(72), ...reads(76, 110, 'tables:1', shirt, -55, 1)];
    expect(only(items(backInside, 120), 'item.exited')).toHaveLength(0);
  });

  test('that always rests within reach of the gate never leaves', () => {
    const near = [...rest, ...reads(2, 400, 'walls:1', shirt), ...reads(2.5, 400, 'gate:2', shirt, -70, 4), crossing(300, 0, 1)];
    expect(only(items(near, 400), 'item.exited')).toHaveLength(0);
  });

  test('returns when the shop hears it again after it had left', () => {
    const events = items([...rest, ...inner(70), ...outer(72), crossing(75, 0, 1), ...reads(200, 230, 'tables:1', shirt)], 240);
    expect(story(events, 'item.returned')).toEqual(['item.returned@200']);
  });
});

describe('an item at the till', () => {
  test('is sold once, however often the receipt comes, also when it was never heard', () => {
    const store = createStore(shopOf());
    const receipts = [sale(5, 'r1', [{ epc: shirt }]), sale(6, 'r1', [{ epc: shirt }])];
    const sold = only(run(store, withTicks(receipts, 10)), 'item.sold');
    expect(sold).toHaveLength(1);
    expect(sold[0]).toMatchObject({ zone: 'till', epc: shirt });
    expect(store.item(shirt)?.state).toBe('sold');
  });
});

test('a late batch of an offline reader is counted and decides nothing', () => {
  const store = createStore(shopOf());
  const late = [1, 2, 3, 4].map((s) => ({ ...read(s, 'walls:1', shirt), receivedAt: read(500, 'walls:1', shirt).receivedAt }));
  expect(only(run(store, withTicks(late, 510)), 'item.arrived')).toHaveLength(0);
  expect(store.item(shirt)).toMatchObject({ state: 'heard', reads: 4 });
});

test('a shop without products and stock count owns every serialised item', () => {
  const open = shopOf({
    products: new Map(),
    home: new Map(),
    settings: { ...defaultSettings, tags: { ...defaultSettings.tags, departedAfter: seconds(60) } },
  });
  expect(only(happenings(open, reads(1, 9, 'walls:1', epc(7, 9)), 20), 'item.arrived')).toHaveLength(1);
  const printed = { ...open, identify: () => ({ kind: 'factory' as const, gtin: null }) };
  expect(only(happenings(printed, reads(1, 9, 'walls:1', epc(7, 9)), 20), 'item.arrived')).toHaveLength(0);
});

test('staff tags get no events', () => {
  const shop = shopOf({ staff: { tags: new Set([shirt]), cards: new Set() } });
  expect(items(reads(1, 60, 'walls:1', shirt), 60, shop)).toHaveLength(0);
});

test('reads at an unknown device are no place', () => {
  const store = createStore(shopOf());
  run(store, withTicks(reads(1, 9, 'elsewhere:1', shirt), 20));
  expect(store.item(shirt)).toMatchObject({ state: 'heard', zone: null });
  expect(device('elsewhere')).not.toBe(zone('wall'));
});
