import { describe, expect, test } from 'vitest';
import type { Reading } from '../../gateway/domain/readings.ts';
import { card, crossing, epc, gtin, happenings, only, read, reads, sale, shopOf, story, weighed } from './support.ts';

const shirt = epc(1);
const neighbours = (until: number) => [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, until, 'walls:1', epc(n), -54 - n));
const ofShirt = (readings: readonly Reading[], until: number, shop = shopOf()) =>
  happenings(shop, readings, until).filter((e) => 'epc' in e && e.epc === shirt);
const rest = [...neighbours(400), ...reads(1, 60.5, 'walls:1', shirt)];

describe('an arrival of the first minutes whose home has not heard it', () => {
  const first = [1, 2, 3].map((s) => read(s, 'tables:1', shirt, -60));
  test.each([
    { given: 'never, and is where the stock count saw it', readings: first, zone: 'wall', said: 14 },
    { given: 'within ten seconds', readings: [...first, read(9, 'walls:1', shirt, -70)], zone: 'wall', said: 10 },
    { given: 'too late', readings: [...first, read(30, 'walls:1', shirt, -70)], zone: 'wall', said: 14 },
  ])('waits for it: $given', ({ readings, zone, said }) => {
    const [arrived] = only(ofShirt(readings, 60), 'item.arrived');
    expect(arrived?.zone).toBe(zone);
    expect(story(arrived === undefined ? [] : [{ ...arrived, at: arrived.emittedAt }], 'item.')).toEqual([`item.arrived@${said}`]);
  });

  test('is corrected once the fingerprint shows where it rests', () => {
    const strayAtHome = [read(1, 'walls:1', shirt, -80), ...reads(2, 300, 'tables:1', shirt, -45)];
    const [moved] = only(ofShirt([...neighbours(310), ...strayAtHome], 310), 'item.moved');
    expect(moved).toMatchObject({ zone: 'table', from: 'wall', why: [{ code: 'settled-elsewhere' }] });
  });
});

describe('a pick', () => {
  const burst = Array.from({ length: 30 }, (_, i) => read(100 + i * 0.2, 'gate:1', shirt, -74));
  const elsewhere = reads(64, 80, 'cabins:1', shirt);
  test.each([
    {
      given: 'a burst of weak reads at the gate while its shelf hears it',
      readings: [...rest, ...reads(61, 200, 'walls:1', shirt), ...burst],
      picks: 0,
    },
    {
      given: 'reads elsewhere after the last visitor has gone',
      readings: [
        ...rest,
        crossing(1, 1, 0),
        crossing(3, 0, 1),
        ...elsewhere.slice(0, 4).map((r, i) => ({ ...read(70 + i * 2, 'cabins:1', shirt, -70), device: r.device })),
      ],
      picks: 0,
    },
    { given: 'the same reads while somebody is inside', readings: [...rest, crossing(1, 1, 0), ...elsewhere], picks: 1 },
    {
      given: 'a weight step in a shop that counts nobody inside',
      readings: [...rest, crossing(1, 1, 0), crossing(3, 0, 1), weighed(10, 960), weighed(61, 720)],
      picks: 1,
    },
  ])('after $given: $picks', ({ readings, picks }) => {
    expect(only(ofShirt(readings, 200), 'item.picked')).toHaveLength(picks);
  });

  test('is proved by a receipt, with the way to the till', () => {
    const events = ofShirt([...rest, ...reads(61, 90, 'walls:1', shirt), sale(100, 'r', [{ epc: shirt }])], 120);
    expect(story(events, 'item.').slice(1)).toEqual(['item.picked@90', 'item.moved@90', 'item.sold@100']);
    expect(only(events, 'item.moved')[0]).toMatchObject({ zone: 'till', from: 'wall', why: [{ code: 'on-receipt' }] });
  });

  test('waits with a weight step until one of the items of that weight stands out', () => {
    const twins = [2, 3, 4, 5].flatMap((n) => reads(60.5 + n * 0.31, 120, 'walls:1', epc(n), -54 - n, 6));
    const scale = [weighed(10, 960), weighed(61, 720)];
    const quiet = [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, 60, 'walls:1', epc(n), -54 - n, 6));
    const events = happenings(shopOf(), [...quiet, ...twins, ...reads(1, 60.5, 'walls:1', shirt), ...scale], 130);
    expect(only(events, 'item.picked').map((e) => e.epc)).toEqual([shirt]);
  });
});

describe('goods that are carried', () => {
  const picked = [...rest, crossing(1, 1, 0), ...reads(64, 90, 'cabins:1', shirt, -55)];
  test('have moved when another zone leads for three seconds, dated to halfway from the read before', () => {
    const [, moved] = only(ofShirt([...picked, ...reads(95, 104, 'tables:1', shirt, -50)], 120), 'item.moved');
    expect(moved).toMatchObject({ zone: 'table', from: 'cabin' });
    expect(story(moved === undefined ? [] : [moved], 'item.')).toEqual(['item.moved@92']);
  });

  test('have not moved to a zone that they only pass', () => {
    const passing = [
      ...picked,
      read(91, 'tables:1', shirt, -50),
      read(92, 'tables:1', shirt, -50),
      ...reads(93, 110, 'cabins:1', shirt, -55, 1),
    ];
    expect(only(ofShirt(passing, 110), 'item.moved').map((m) => m.zone)).toEqual(['cabin']);
  });
});

describe('visits and what crosses the door', () => {
  test.each([
    { given: 'a card just before the counter', readings: [card(1, 'door-card', 'anna'), crossing(3, 1, 0)], parties: [1] },
    {
      given: 'a card of three that are counted, who are its party',
      readings: [card(1, 'door-card', 'anna'), crossing(3, 3, 0)],
      parties: [1],
    },
    {
      given: 'two cards of one party',
      readings: [crossing(1, 2, 0), card(4, 'door-card', 'anna'), card(5, 'door-card', 'bert')],
      parties: [2, 1],
    },
  ])('open as parties of $parties after $given', ({ readings, parties }) => {
    expect(only(happenings(shopOf(), readings, 30), 'visit.opened').map((v) => v.party)).toEqual(parties);
  });

  test('close with the whole party when the counter misses one of its people going', () => {
    const closed = only(happenings(shopOf(), [crossing(1, 4, 0), crossing(300, 0, 3)], 520), 'visit.closed');
    expect(closed).toMatchObject([{ by: 'counter' }]);
  });

  test('close when the counter has nobody inside, also those that it missed going, but not those seen since', () => {
    const missed = [card(3, 'wall-card', 'anna'), crossing(100, 1, 0), crossing(200, 0, 1)];
    // The counter was wrong once, so an empty shop is believed only after a while.
    expect(only(happenings(shopOf(), missed, 240), 'visit.closed')).toHaveLength(0);
    expect(only(happenings(shopOf(), missed, 1_200), 'visit.closed')).toHaveLength(2);
    const card0 = [crossing(1, 1, 0), card(3, 'door-card', 'anna'), crossing(100, 0, 1), card(110, 'wall-card', 'anna')];
    expect(only(happenings(shopOf(), card0, 240), 'visit.closed')).toHaveLength(0);
  });

  const out = (from: number) => [
    ...reads(from, from + 3, 'gate:1', shirt, -60, 0.5),
    ...reads(from + 2, from + 5, 'gate:2', shirt, -58, 0.5),
  ];
  const two = [crossing(1, 1, 0), crossing(20, 1, 0), crossing(40, 1, 0), crossing(50, 1, 0)];
  const taken = [...rest, ...reads(64, 90, 'cabins:1', shirt)];
  test('hold what leaves in the moment in which they end, when nobody was sure to hold it', () => {
    const events = happenings(shopOf(), [...taken, ...two, ...out(400), crossing(405, 0, 1)], 620);
    // Of four who may have left one is named at once, and another once it is decided who did.
    const ended = only(events, 'custody.ended').at(-1);
    expect(ended).toMatchObject({ epc: shirt, outcome: 'taken', visit: only(events, 'visit.closed')[0]?.visit });
    expect(ended?.why[0]?.code).toBe('left-together');
  });

  test('hold it as bought when a receipt without a card names the kind', () => {
    const paid = sale(300, 'r', [{ gtin: gtin(1) }]);
    const events = happenings(shopOf(), [...taken, ...two, paid, ...out(400), crossing(405, 0, 1)], 620);
    const ended = only(events, 'custody.ended').filter(({ at, since }) => at > since);
    expect(new Set(ended.map((e) => e.outcome))).toEqual(new Set(['bought']));
    expect(ended.at(-1)?.visit).toBe(only(events, 'visit.closed')[0]?.visit);
  });

  test('end with goods that leave though nobody was counted out, but not with a single doubtful pass', () => {
    const strong = (code: typeof shirt) => out(400).map((r) => ({ ...r, epc: code, rssi: read(0, 'x', code, -45).rssi }));
    const others = [epc(7), epc(8)];
    const held = others.flatMap((code) => [...reads(2, 60, 'walls:1', code), ...reads(64, 90, 'cabins:1', code)]);
    const one = happenings(shopOf(), [...taken, ...two, ...strong(shirt)], 620);
    expect(only(one, 'item.exited')).toHaveLength(1);
    expect(only(one, 'visit.closed')).toHaveLength(0);
    const bag = happenings(shopOf(), [...taken, ...two, ...held, ...[shirt, ...others].flatMap(strong)], 620);
    expect(only(bag, 'item.exited')).toHaveLength(3);
    expect(only(bag, 'visit.closed')).toHaveLength(1);
  });
});
