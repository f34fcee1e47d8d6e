import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { DomainEvent } from '../../../gateway/domain/events.ts';
import type { Epc } from '../../../gateway/domain/ids.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { createReplayReport } from '../../../gateway/pipeline/replay-report.ts';
import { at, card, crossing, epc, gtin, happenings, only, read, reads, run, sale, shopOf, withTicks } from '../support.ts';

const shirt = epc(1);
const neighbours = [2, 3, 4].flatMap((n) => reads(n * 0.3, 500, 'walls:1', epc(n)));
/** The shirt is taken from the wall at 60 s and seen in the cabin until 90 s. */
const taken = [...neighbours, ...reads(1, 60.5, 'walls:1', shirt), ...reads(64, 90, 'cabins:1', shirt)];
const gate = (second: number, item: Epc = shirt): Reading[] => [
  ...reads(second, second + 3, 'gate:1', item, -60, 0.5),
  ...reads(second + 2, second + 5, 'gate:2', item, -58, 0.5),
];
const came = (second: number, who: string): Reading[] => [crossing(second, 1, 0), card(second + 1, 'door-card', who)];

/** What a replay says in the end: `visitor or visit: outcome` of each custody. */
const told = (events: readonly DomainEvent[]): string[] => {
  const report = createReplayReport();
  for (const event of events) report.add(event);
  return report
    .report({})
    ['visits.ndjson'].map((line) => JSON.parse(line))
    .flatMap(({ visit, visitor, items }) => items.map(({ outcome }: { outcome: string }) => `${visitor ?? visit}: ${outcome}`));
};

describe('who holds an item', () => {
  test('is corrected by a receipt that names item and card, and nothing is left of the mistake', () => {
    const readings = [...taken, ...came(2, 'anna'), ...came(20, 'bert'), card(58, 'wall-card', 'anna'), card(59, 'table-card', 'bert')];
    const events = happenings(shopOf(), [...readings, sale(120, 'r', [{ epc: shirt }], 'bert'), ...gate(140), crossing(144, 0, 1)], 260);
    const [anna, bert] = only(events, 'visit.identified');
    expect(only(events, 'custody.assigned')[0]?.visit).toBe(anna?.visit);
    const takenBack = only(events, 'custody.ended').filter(({ at, since }) => at === since);
    expect(takenBack).toMatchObject([{ visit: anna?.visit, outcome: 'unknown', why: [{ code: 'other-card-paid' }] }]);
    expect(told(events)).toEqual(['bert: bought']);
    expect(only(events, 'sale.recorded')[0]?.visit).toBe(bert?.visit);
  });

  test('is never two visits at once', () => {
    const readings = [...taken, ...came(2, 'anna'), ...came(20, 'bert'), card(58, 'wall-card', 'anna'), card(75, 'cabin-eye', 'bert')];
    const events = happenings(shopOf(), [...readings, sale(120, 'r', [{ epc: shirt }], 'bert'), ...gate(140), crossing(144, 0, 1)], 260);
    const holding = new Set<string>();
    for (const event of events) {
      if (event.type === 'custody.assigned') holding.add(event.visit);
      if (event.type === 'custody.ended') holding.delete(event.visit);
      expect(holding.size).toBeLessThanOrEqual(1);
    }
  });

  test('is whoever leaves in the moment in which it does', () => {
    const readings = [...taken, crossing(2, 1, 0), crossing(30, 1, 0), ...gate(140), crossing(144, 0, 1)];
    expect(told(happenings(shopOf(), readings, 300))).toEqual([expect.stringMatching(/: taken$/)]);
  });

  test('is a visit of its own when nobody was seen to come who could have taken it', () => {
    const readings = [...taken, crossing(100, 1, 0), crossing(110, 1, 0), ...gate(140), crossing(144, 0, 1)];
    const events = happenings(shopOf(), readings, 420);
    const [first, second, carrier] = only(events, 'visit.opened');
    expect([first?.at, second?.at]).toEqual([at(100), at(110)]);
    expect(carrier?.by).toBe('portal');
    expect(carrier?.at).toBeLessThan(at(20));
    expect(only(events, 'visit.closed')).toMatchObject([{ visit: carrier?.visit, at: at(144) }]);
    expect(told(events)).toEqual([`${carrier?.visit}: taken`]);
  });
});

describe('a look', () => {
  const pausing = [
    ...neighbours,
    ...reads(1, 60.5, 'walls:1', shirt),
    ...reads(64, 90, 'cabins:1', shirt),
    ...reads(95, 140, 'walls:1', shirt),
  ];
  const again = [...reads(150, 175, 'cabins:1', shirt), ...gate(190), crossing(194, 0, 1)];

  test('with a pause of the hand is one custody from the first pick to the door', () => {
    const events = happenings(shopOf(), [...pausing, crossing(2, 1, 0), ...again], 320);
    const report = told(events);
    expect(report).toEqual([expect.stringMatching(/: taken$/)]);
    expect(only(events, 'custody.ended').map(({ outcome }) => outcome)).toContain('returned');
    expect(new Set(only(events, 'custody.assigned').map(({ at }) => at)).size).toBe(1);
  });

  test('that ended long ago is a custody of its own', () => {
    const later = [...reads(141, 400, 'walls:1', shirt), ...reads(404, 430, 'cabins:1', shirt), ...gate(440), crossing(444, 0, 1)];
    const report = told(happenings(shopOf(), [...pausing, crossing(2, 1, 0), ...later], 560));
    expect(report.map((line) => line.split(': ')[1])).toEqual(['returned', 'taken']);
  });
});

describe('what a visit leaves behind', () => {
  test('in a cabin is left, once it is heard there after the visit', () => {
    const readings = [...taken, ...reads(91, 300, 'cabins:1', shirt), crossing(2, 1, 0), crossing(150, 0, 1)];
    const events = happenings(shopOf(), readings, 300);
    expect(told(events)).toEqual([expect.stringMatching(/: left$/)]);
  });
});

describe('a receipt', () => {
  const kind = [{ gtin: gtin(1) }];
  test('that names the kind only is of the visit whose card it shows', () => {
    const readings = [...taken, ...came(2, 'anna'), sale(100, 'r', kind, 'anna'), ...gate(120), crossing(124, 0, 1)];
    expect(told(happenings(shopOf(), readings, 300))).toEqual(['anna: bought']);
  });
  test('that names the kind only pays for one item of two', () => {
    const second = epc(5);
    const both = [...taken, ...reads(1, 61, 'walls:1', second), ...reads(64, 90, 'cabins:1', second)];
    const readings = [...both, crossing(2, 1, 0), sale(100, 'r', kind), ...gate(120), ...gate(120.2, second), crossing(124, 0, 1)];
    const outcomes = told(happenings(shopOf(), readings, 300)).map((line) => line.split(': ')[1]);
    expect(outcomes.toSorted()).toEqual(['bought', 'taken']);
  });
  test('that comes after the item has left still makes it bought', () => {
    const readings = [...taken, crossing(2, 1, 0), ...gate(100), crossing(104, 0, 1), sale(160, 'r', [{ epc: shirt }])];
    expect(told(happenings(shopOf(), readings, 300))).toEqual([expect.stringMatching(/: bought$/)]);
  });
  test('of an item that nobody saw leave its shelf tells who had it', () => {
    const readings = [...neighbours, ...reads(1, 300, 'walls:1', shirt), ...came(2, 'anna'), sale(100, 'r', [{ epc: epc(7) }], 'anna')];
    expect(only(happenings(shopOf(), readings, 130), 'custody.assigned')).toMatchObject([{ epc: epc(7), visit: 'v-2026-03-02-1' }]);
  });
  test('told twice sells once', () => {
    const readings = [...taken, crossing(2, 1, 0), sale(100, 'r', kind), sale(101, 'r', kind)];
    expect(only(happenings(shopOf(), readings, 130), 'sale.recorded')).toHaveLength(1);
  });
});

test('the claim is measured as it stood before the receipt told the truth', () => {
  const readings = [...taken, ...came(2, 'anna'), ...came(20, 'bert'), card(58, 'wall-card', 'anna'), card(59, 'table-card', 'bert')];
  const wrong = [...readings, sale(120, 'r', [{ epc: shirt }], 'bert')];
  const store = createStore(shopOf());
  run(store, withTicks(wrong, 130));
  const nextDay = run(store, [{ kind: 'tick', receivedAt: read(15 * 3_600 + 5, 'walls:1', shirt).receivedAt }]);
  const holders = only(nextDay, 'accuracy.measured').filter(({ kind }) => kind === 'holder');
  expect(holders).toMatchObject([{ labels: 1, right: 0 }]);
});

test('a restart between any two inputs changes nothing', () => {
  const readings = [
    ...taken,
    ...came(2, 'anna'),
    ...came(20, 'bert'),
    card(58, 'wall-card', 'anna'),
    card(59, 'table-card', 'bert'),
    sale(120, 'r', [{ epc: shirt }, { gtin: gtin(1) }], 'bert'),
    ...gate(140),
    crossing(144, 0, 1),
  ];
  const inputs = withTicks(readings, 300);
  const straight = run(createStore(shopOf()), inputs);
  for (const cut of [200, 450, 600, 700]) {
    const before = createStore(shopOf());
    const first = run(before, inputs.slice(0, cut));
    const after = createStore(shopOf(), JSON.parse(JSON.stringify(before.snapshot())));
    expect([...first, ...run(after, inputs.slice(cut))]).toEqual(straight);
  }
});
