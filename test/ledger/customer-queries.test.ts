import { describe, expect, test } from 'vitest';
import { aliveness, expectedPurchases, fitBgNbd } from '../../gateway/domain/customers/bg-nbd.ts';
import { dayNumber } from '../../gateway/domain/loyalty/calendar.ts';
import {
  acquisitionView,
  cohortsView,
  customerDetail,
  customerExport,
  customerFunnel,
  customersPage,
  customersStanding,
  customerValue,
  rfmGrid,
  stickinessView,
} from '../../gateway/http/contract-customers.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import type { ReaderCatalogue } from '../../gateway/ledger/queries/catalogue.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, NINE, type Told } from './events.ts';

const DAY = 86_400_000;
/** The 23rd of November 2026 in Taipei. */
const TODAY = dayNumber('2026-11-23');
const agrees = ['profiling', 'analytics'];

const asked = (told: readonly Told[], customers: Partial<ReaderCatalogue['customers']> = {}) => {
  const all = openLedger({ file: ':memory:', clock: () => NINE });
  all.ledger.commit(commitOf(1, events(told)));
  return all.queries({ ...CATALOGUE, customers: { ...CATALOGUE.customers, ...customers } });
};

/** A visit so many days ago, and a receipt when something was paid. */
const came = (visitor: string, daysAgo: number, paid = 0): Told[] => {
  const day = { visitor, day: TODAY - daysAgo, at: NINE - daysAgo * DAY };
  const visit: Told = ['customer.visited', { ...day, visit: `${visitor}-${daysAgo}`, agrees }];
  return paid === 0 ? [visit] : [visit, ['customer.bought', { ...day, sale: `r-${visitor}-${daysAgo}`, total: paid, agrees }]];
};

const consent = (visitor: string, purposes: readonly string[] = agrees, tier = ''): Told => [
  'customer.changed',
  { visitor, tier, agrees: purposes },
];

/** A shop of 120 customers of every kind: customer n came n % 8 + 1 times, the last time n days ago. */
const crowd: readonly Told[] = Array.from({ length: 120 }, (_, n) => {
  const visitor = `c${String(n).padStart(3, '0')}`;
  const times = (n % 8) + 1;
  return [
    consent(visitor, agrees, n % 3 === 0 ? 'gold' : ''),
    ...Array.from({ length: times }, (_, i) => came(visitor, n + (times - 1 - i) * 9, 1_000 + 10 * n + 100 * i)).flat(),
  ];
}).flat();

test('everybody with a card stands in one tier, and in one stage with consent', () => {
  const standing = asked([...crowd, consent('quiet', [])]).customersStanding();
  expect(customersStanding.strict().parse(standing)).toEqual(standing);
  expect(standing.customers).toBe(121);
  expect(standing.tiers).toMatchObject([
    { tier: '', customers: 81 },
    { tier: 'gold', customers: 40 },
  ]);
  expect(standing.stages.map(({ stage }) => stage)).toEqual(['aware', 'exploring', 'expanding', 'committed', 'lapsing']);
  expect(standing.stages.reduce((sum, { customers }) => sum + customers, 0)).toBe(120);
});

describe('the list of customers', () => {
  test('goes on page by page, the highest turnover first, and is whole', () => {
    const queries = asked(crowd);
    const seen: string[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const page = queries.customers({ limit: 50, after });
      expect(customersPage.strict().parse(page)).toEqual(page);
      expect(page.total).toBe(120);
      seen.push(...page.customers.map(({ visitor }) => visitor));
      after = page.next;
    }
    expect(new Set(seen).size).toBe(120);
    const turnovers = seen.map((visitor) => queries.customer(visitor)?.behaviour?.turnoverMinor ?? 0);
    expect(turnovers).toEqual(turnovers.toSorted((a, b) => b - a));
  });

  test.each([
    { name: 'tier', filter: { tier: 'gold' }, holds: ({ tier }: Row) => tier === 'gold' },
    { name: 'stage', filter: { stage: 'lapsing' }, holds: ({ behaviour }: Row) => behaviour?.stage === 'lapsing' },
    {
      name: 'segment',
      filter: { segment: '1x5' },
      holds: ({ behaviour }: Row) => behaviour?.rfm?.recency === 1 && behaviour.rfm.monetary === 5,
    },
    {
      name: 'two of them',
      filter: { tier: 'gold', segment: 'x1x' },
      holds: ({ tier, behaviour }: Row) => tier === 'gold' && behaviour?.rfm?.frequency === 1,
    },
  ])('is filtered by $name', ({ filter, holds }) => {
    const queries = asked(crowd);
    const all = queries.customers({ limit: 500 }).customers;
    const found = queries.customers({ limit: 500, ...filter });
    expect(found.customers.length).toBeGreaterThan(0);
    expect(found.customers.length).toBeLessThan(all.length);
    expect(found.customers).toEqual(all.filter(holds));
  });
});

type Row = ReturnType<ReturnType<typeof asked>['customers']>['customers'][number];

describe('a customer', () => {
  test('with all that is known', () => {
    const queries = asked([
      ['customer.told', { visitor: 'anna', since: NINE - 99 * DAY, source: 'fair', cost: 500, consent: { analytics: true } }],
      consent('anna', agrees, 'gold'),
      ['visit.opened', { visit: 'v1' }],
      ['visit.identified', { visit: 'v1', visitor: 'anna' }],
      ...came('anna', 10, 2_000),
      ...came('anna', 3),
      ['customer.booked', { visitor: 'anna', earned: 20 }],
      ['customer.booked', { visitor: 'anna', spent: 5, money: 300 }],
      ['sale.recorded', { sale: 's1', visit: 'v1', visitor: null, total: 700 }],
      ['sale.recorded', { sale: 's2', visit: null, visitor: 'anna', total: 800 }],
      ['offer.decided', { visitor: 'anna' }],
    ]);
    const anna = queries.customer('anna');
    expect(customerDetail.strict().parse(anna)).toEqual(anna);
    expect(anna).toMatchObject({
      told: true,
      source: 'fair',
      costMinor: 500,
      tier: 'gold',
      agrees,
      points: { earned: 20, spent: 5, expired: 0, left: 15 },
      balanceMinor: 300,
      behaviour: {
        stage: 'exploring',
        visits: 2,
        receipts: 1,
        turnoverMinor: 2_000,
        firstSeen: '2026-11-13',
        lastSeen: '2026-11-20',
        lastBought: '2026-11-13',
      },
      expected: null,
      dayParts: [{ dayPart: 'morning', visits: 2, receipts: 1, turnoverMinor: 2_000 }],
      products: [{ sku: 'TEE', name: { en: 'T-shirt' }, dayPart: 'morning', receipts: 1, lastBought: '2026-11-13' }],
      visits: [{ id: 'v1' }],
    });
    expect(anna?.bookings.map(({ earned, spent }) => [earned, spent])).toEqual([
      [0, 5],
      [20, 0],
    ]);
    const given = queries.customerExport('anna');
    expect(customerExport.strict().parse(given)).toEqual(given);
    expect(given?.receipts.map(({ sale }) => sale).toSorted()).toEqual(['s1', 's2']);
    expect(given?.days).toHaveLength(2);
    expect(given?.offers).toHaveLength(1);
  });

  test('without consent to analytics has an account and nothing else', () => {
    const queries = asked([
      consent('ben', ['sharing'], 'silver'),
      ['customer.booked', { visitor: 'ben', earned: 7 }],
      ...came('ben', 1).slice(0, 0),
    ]);
    expect(queries.customer('ben')).toMatchObject({ tier: 'silver', points: { left: 7 }, behaviour: null, expected: null, dayParts: [] });
    expect(queries.customersRfm().customers).toBe(0);
  });

  test('who is known from visits and receipts alone can be handed that', () => {
    const queries = asked([
      ['visit.opened', { visit: 'v1', visitor: 'dan' }],
      ['sale.recorded', { sale: 's1', visit: 'v1', visitor: null }],
    ]);
    const given = queries.customerExport('dan');
    expect(customerExport.strict().parse(given)).toEqual(given);
    expect(given).toMatchObject({ told: false, behaviour: null, visits: [{ id: 'v1' }], receipts: [{ sale: 's1' }] });
    expect(queries.customers({ limit: 10 }).total).toBe(0);
  });

  test('whom nobody knows is none', () => {
    const queries = asked(crowd);
    expect([queries.customer('nobody'), queries.customerExport('nobody')]).toEqual([null, null]);
  });

  test('is worth what the models make of their days', () => {
    const queries = asked(crowd);
    const histories = Array.from({ length: 120 }, (_, n) => ({
      repeats: n % 8,
      last: ((n % 8) * 9) / 7,
      observed: (n + (n % 8) * 9) / 7,
    }));
    const model = fitBgNbd(histories);
    const anna = { repeats: 5, last: 45 / 7, observed: 58 / 7 };
    const view = queries.customer('c013');
    expect(model).not.toBeNull();
    if (model === null || view === null) return;
    expect(view.behaviour?.churnRisk).toBeCloseTo(1 - (aliveness(model, anna) ?? 0), 9);
    expect(view.expected?.purchases30).toBeCloseTo(expectedPurchases(model, anna, 30 / 7), 9);
    expect(view.behaviour?.value.modelMinor).toBeGreaterThan(0);
    // Once only: no risk can be told.
    expect(queries.customer('c008')?.behaviour).toMatchObject({ visits: 1, churnRisk: null });
    const value = queries.customersValue();
    expect(customerValue.strict().parse(value)).toEqual(value);
    expect(value).toMatchObject({
      customers: 120,
      repeaters: 105,
      purchases: { state: 'fitted', r: model.r },
      spending: { state: 'fitted' },
    });
  });

  test('of too few customers is worth what they brought, and no model is made up', () => {
    const queries = asked([consent('anna'), ...came('anna', 10, 2_000), ...came('anna', 3, 1_000)], {
      value: { margin: 0.4, discount: 0, months: 12 },
    });
    expect(queries.customer('anna')).toMatchObject({
      behaviour: { rfm: null, churnRisk: null, value: { historicMinor: 1_200, simpleMinor: null, modelMinor: null } },
      expected: null,
    });
    expect(queries.customersValue()).toMatchObject({
      simple: { state: 'not-enough-data', retention: null },
      purchases: { state: 'not-enough-data', r: null },
      spending: { state: 'not-enough-data', p: null },
    });
  });
});

describe('RFM', () => {
  test('cuts customers into fifths', () => {
    const grid = asked(crowd).customersRfm();
    expect(rfmGrid.strict().parse(grid)).toEqual(grid);
    expect(grid).toMatchObject({ customers: 120, by: 'fifths', breaks: { recencyDays: [23, 47, 71, 95] } });
    const byRecency = [1, 2, 3, 4, 5].map((score) =>
      grid.cells.filter(({ recency }) => recency === score).reduce((sum, { customers }) => sum + customers, 0),
    );
    expect(byRecency).toEqual([24, 24, 24, 24, 24]);
  });

  test('takes the breaks of the shop, however few customers there are', () => {
    const rfm = { recency: [7, 14, 30, 60], frequency: [1, 2, 4, 8], monetary: [500, 1_000, 5_000, 9_000] };
    const grid = asked(
      [consent('anna'), ...came('anna', 7, 2_000), ...came('anna', 20, 1_000), consent('ben'), ...came('ben', 61, 9_001)],
      { rfm },
    ).customersRfm();
    expect(grid).toMatchObject({
      by: 'settings',
      cells: [
        { recency: 5, frequency: 2, monetary: 3, customers: 1, turnoverMinor: 3_000 },
        { recency: 1, frequency: 1, monetary: 5, customers: 1, turnoverMinor: 9_001 },
      ],
    });
  });

  test('says that there are too few for fifths', () => {
    expect(asked([consent('anna'), ...came('anna', 7, 2_000)]).customersRfm()).toEqual({ customers: 1, by: null, breaks: null, cells: [] });
  });
});

test('cohorts: who came again, months after the first', () => {
  // 54 days ago is September, 23 October, 1 November.
  const view = asked([
    ...came('anna', 54),
    ...came('anna', 1),
    ...came('ben', 60),
    ...came('ben', 30),
    ...came('cleo', 30),
    ...came('dan', 2),
  ]).customersCohorts();
  expect(cohortsView.strict().parse(view)).toEqual(view);
  expect(view.cohorts.map(({ month, customers, months }) => [month, customers, months.map(({ customers: n }) => n)])).toEqual([
    ['2026-09', 2, [2, 1, 1]],
    ['2026-10', 1, [1, 0]],
    ['2026-11', 1, [1]],
  ]);
  expect(view.cohorts[0]?.months.map(({ share, open }) => [share, open])).toEqual([
    [1, false],
    [0.5, false],
    [0.5, true],
  ]);
});

test('stickiness: customers of the day among those of the week and the month, each once', () => {
  const told = Array.from({ length: 25 }, (_, n) => [...came(`c${n}`, n + 1), ...came(`c${n}`, 26 + n)]).flat();
  const view = asked([...told, ...came('c0', 0), ...came('c1', 0)]).customersStickiness(NINE - DAY, NINE);
  expect(stickinessView.strict().parse(view)).toEqual(view);
  expect(view.days).toMatchObject([
    // The day before: one customer; seven in the week; of the month up to it all 25 by their newer visit.
    { day: '2026-11-22', daily: 1, weekly: 7, monthly: 25, dailyShare: 1 / 25, weeklyShare: 7 / 25 },
    { day: '2026-11-23', daily: 2, weekly: 6, monthly: 25 },
  ]);
  expect(asked(came('anna', 0)).customersStickiness(NINE, NINE).days).toMatchObject([{ daily: 1, monthly: 1, dailyShare: null }]);
});

test('the funnel: all visits, those with a card, and customers who came back', () => {
  const visit = (id: string, visitor: string | null, ...more: Told[]): Told[] => [
    ['visit.opened', { visit: id }],
    ...(visitor === null ? [] : ([['visit.identified', { visit: id, visitor }]] as const)),
    ...more,
  ];
  const view = asked([
    ...visit('v1', 'anna', ['custody.assigned', { visit: 'v1' }], ['sale.recorded', { sale: 's1', visit: 'v1' }]),
    ...visit('v2', 'ben', ['custody.assigned', { visit: 'v2', epc: 'E2' }]),
    ...visit('v3', null, ['sale.recorded', { sale: 's2', visit: 'v3' }], ['sale.recorded', { sale: 's3', visit: 'v3' }]),
    // Brings something back.
    ...visit('v4', null, ['sale.recorded', { sale: 's4', visit: 'v4', total: -500 }]),
    ...came('anna', 40),
    ...came('anna', 0, 500),
    ...came('ben', 0),
  ]).customersFunnel(NINE - DAY, NINE + DAY);
  expect(customerFunnel.strict().parse(view)).toEqual(view);
  expect(view).toMatchObject({
    all: { visits: 4, picked: 2, bought: 2, conversion: 0.5 },
    identified: { visits: 2, picked: 2, bought: 1, conversion: 0.5 },
    customers: { seen: 2, returned: 1, bought: 1 },
  });
});

test('acquisition: what customers of each source cost, and what came of them', () => {
  const told = (visitor: string, differs: object): Told => ['customer.told', { visitor, since: NINE - DAY, ...differs }];
  const view = asked([
    told('anna', { source: 'fair', cost: 300 }),
    told('ben', { source: 'fair', cost: 500 }),
    told('cleo', { source: null }),
    told('long-known', { source: 'fair', cost: 900, since: NINE - 100 * DAY }),
    consent('anna'),
    ...came('anna', 0, 2_500),
    ...Array.from({ length: 10 }, (_, n): Told => ['visit.opened', { visit: `v${n}` }]),
  ]).customersAcquisition(NINE - 7 * DAY, NINE + 1);
  expect(acquisitionView.strict().parse(view)).toEqual(view);
  expect(view).toMatchObject({
    visits: 10,
    acquired: 3,
    rate: 0.3,
    sources: [
      { source: 'fair', customers: 2, costMinor: 800, cacMinor: 400, bought: 1, turnoverMinor: 2_500 },
      { source: null, customers: 1, costMinor: 0, cacMinor: null, bought: 0 },
    ],
  });
});

test('value by the simple formula needs months that are over', () => {
  // Thirty buyers of August, twenty of them again in September, all of them in October: 50 of 80 and more buy on.
  const told = Array.from({ length: 30 }, (_, n) => [
    consent(`c${n}`),
    ...came(`c${n}`, 90, 1_000),
    ...(n < 20 ? came(`c${n}`, 60, 1_000) : []),
    ...came(`c${n}`, 30, 1_000),
  ]).flat();
  const { simple } = asked(told).customersValue();
  // August to September 20 of 30, September to October 20 of 20; October to November is not over.
  expect(simple).toEqual({ state: 'fitted', retention: 0.8, perMonthMinor: 1_000, buyers: 50 });
});
