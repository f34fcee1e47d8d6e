import { expect, test } from 'vitest';
import { funnelView, replayView, waysView, zoneFiguresView } from '../../gateway/http/contract-journey.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const at = (minute: number): number => NINE + minute * MINUTE;

function pages(told: readonly Told[], clock = at(60), catalogue = CATALOGUE) {
  const opened = openLedger({ file: ':memory:', clock: () => clock });
  opened.ledger.commit(commitOf(1, events(told)));
  return opened.queries(catalogue);
}

/** A visit by its way: where it was from which minute on; it ends at the last minute. */
const visit = (id: string, way: readonly (readonly [minute: number, zone: string])[], end: number | null, party = 1): Told[] => [
  ['visit.opened', { visit: id, at: at(way[0]?.[0] ?? 0), party }],
  ...way.map(([minute, zone], n): Told => ['visit.moved', { visit: id, at: at(minute), zone, from: way[n - 1]?.[1] ?? null }]),
  ...(end === null ? [] : ([['visit.closed', { visit: id, at: at(end) }]] as const satisfies Told[])),
];

test('the funnel counts visits, each once per step, on the days on which they began', () => {
  const queries = pages([
    ...visit(
      'buyer',
      [
        [0, 'door'],
        [1, 'shelves'],
        [3, 'fitting'],
      ],
      6,
      2,
    ),
    ['custody.assigned', { visit: 'buyer', epc: 'E1', at: at(1) }],
    ['custody.assigned', { visit: 'buyer', epc: 'E2', at: at(1) }],
    ['custody.ended', { visit: 'buyer', epc: 'E1', since: at(1), outcome: 'bought', at: at(5) }],
    ...visit('passer', [[1, 'door']], 1.2),
    ...visit('drinks', [[7, 'till']], 8),
    ['sale.recorded', { visit: 'drinks', at: at(8) }],
  ]);
  const day = { from: '2026-11-23', to: '2026-11-23' };
  const counted = { visits: 3, people: 4, identified: 0, stayed: 2, picked: 1, tried: 1, bought: 2 };
  expect(funnelView.strict().parse(queries.funnel(day))).toEqual({ ...day, ...counted });
  expect(queries.funnel({})).toEqual({ from: '2026-11-17', to: '2026-11-23', ...counted });
  expect(queries.funnel({ from: '2026-11-22', to: '2026-11-22' })).toMatchObject({ visits: 0, people: 0, picked: 0, tried: 0 });
});

test('a stay that goes on counts for as long as it has lasted; a shop without fitting rooms tries nothing on', () => {
  const zones = CATALOGUE.zones.filter(({ kind }) => kind !== 'fitting');
  const told = visit('in', [[0, 'shelves']], null);
  expect(pages(told, at(0.4)).funnel({})).toMatchObject({ stayed: 0, tried: 0 });
  expect(pages(told, at(0.6), { ...CATALOGUE, zones }).funnel({})).toMatchObject({ stayed: 1, tried: null });
});

test('dwell is told by quantiles of ended stays, open ones apart', () => {
  const stays = [1, 2, 3, 10].flatMap((minutes, n) => visit(`v${n}`, [[0, 'door']], minutes));
  const { zones, visits } = zoneFiguresView.strict().parse(pages([...stays, ...visit('in', [[1, 'door']], null)]).zoneFigures({}));
  expect(visits).toBe(5);
  expect(zones[0]).toMatchObject({ zone: 'door', visits: 5, stayed: 4, stays: 4, open: 1, medianS: 120, p75S: 180, p95S: 600 });
  expect(zones.map(({ zone }) => zone)).toEqual(CATALOGUE.zones.map(({ id }) => id));
  expect(zones[1]).toMatchObject({ visits: 0, stays: 0, medianS: null, p95S: null });
});

test('a visit counts once per zone however often it comes back, and as staying once it stays', () => {
  const { zones } = pages(
    visit(
      'v1',
      [
        [0, 'door'],
        [0.1, 'shelves'],
        [0.2, 'door'],
        [2, 'shelves'],
        [5, 'door'],
        [5.1, 'shelves'],
      ],
      9,
    ),
  ).zoneFigures({});
  expect(zones[0]).toMatchObject({ zone: 'door', visits: 1, stayed: 1, stays: 3 });
  expect(zones[1]).toMatchObject({ zone: 'shelves', visits: 1, stayed: 1, stays: 3, medianS: 180 });
});

test('items count where they were taken from, each visit once', () => {
  const taken = (epc: string, zone: string, outcome: string): Told[] => [
    ['item.picked', { epc, zone, from: zone, at: at(2) }],
    ['item.moved', { epc, zone: 'till', from: zone, at: at(3) }],
    ['custody.assigned', { epc, visit: 'v1', at: at(2) }],
    ['custody.ended', { epc, visit: 'v1', since: at(2), at: at(5), outcome }],
  ];
  const told = [
    ...visit(
      'v1',
      [
        [0, 'door'],
        [1, 'shelves'],
      ],
      6,
    ),
    ...taken('E1', 'shelves', 'bought'),
    ...taken('E2', 'shelves', 'bought'),
  ];
  const { zones } = pages([...told, ...taken('E3', 'fitting', 'returned')]).zoneFigures({});
  expect(zones.map(({ zone, picked, bought }) => [zone, picked, bought])).toEqual([
    ['door', 0, 0],
    ['shelves', 1, 1],
    ['fitting', 1, 0],
    ['till', 0, 0],
  ]);
});

test('ways are told from zone to zone, from where visits begin to where they end', () => {
  const { ways } = waysView.strict().parse(
    pages([
      ...visit(
        'v1',
        [
          [0, 'door'],
          [1, 'shelves'],
          [2, 'door'],
          [3, 'shelves'],
        ],
        4,
      ),
      ...visit(
        'v2',
        [
          [0, 'door'],
          [1, 'shelves'],
        ],
        null,
      ),
    ]).ways({}),
  );
  expect(ways).toEqual([
    { from: 'door', to: 'shelves', times: 3 },
    { from: null, to: 'door', times: 2 },
    { from: 'shelves', to: 'door', times: 1 },
    { from: 'shelves', to: null, times: 1 },
  ]);
});

test('a day is told again by quarters of an hour: people by the share of it for which they were there', () => {
  const told = [
    ...visit(
      'pair',
      [
        [0, 'door'],
        [15, 'shelves'],
      ],
      37.5,
      2,
    ),
    ...visit('one', [[50, 'door']], null),
  ];
  expect(replayView.strict().parse(pages(told, at(65)).replay())).toEqual({
    date: '2026-11-23',
    quarters: [
      { at: at(0), people: { door: 2 } },
      { at: at(15), people: { shelves: 2 } },
      { at: at(30), people: { shelves: 1 } },
      { at: at(45), people: { door: 0.67 } },
      { at: at(60), people: { door: 0.33 } },
    ],
  });
  expect(pages(told).replay('2026-11-22')).toEqual({ date: '2026-11-22', quarters: [] });
});
