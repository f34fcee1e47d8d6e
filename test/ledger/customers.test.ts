import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { commitOf, events, NINE, type Told } from './events.ts';

const DAY = 86_400_000;
const TODAY = 20_780;
const all = ['profiling', 'analytics'];

const visited = (day: number, differs: object = {}): Told => ['customer.visited', { day, at: NINE + (day - TODAY) * DAY, ...differs }];
const bought = (day: number, total: number, differs: object = {}): Told => [
  'customer.bought',
  { day, total, at: NINE + (day - TODAY) * DAY, ...differs },
];

/** A ledger on disk, fed in one commit, with a second connection that looks at its tables. */
const fed = (told: readonly Told[]) => {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  const opened = openLedger({ file, clock: () => NINE });
  opened.ledger.commit(commitOf(1, events(told)));
  const db = new DatabaseSync(file, { readOnly: true });
  return {
    ...opened,
    rows: (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
    /** The bytes of the file, once nobody uses it any more. */
    closed() {
      db.close();
      opened.close();
      return readFileSync(file, 'latin1');
    },
  };
};

describe('what is kept of a customer', () => {
  test('the sums of visits and receipts, and what came on which day', () => {
    const { rows } = fed([
      ['customer.changed', { agrees: all }],
      visited(100),
      bought(100, 500),
      bought(100, 300),
      visited(107, { dayPart: 'evening' }),
      visited(120),
      bought(120, 900),
      // Brought back: money, but no purchase.
      bought(125, -200),
    ]);
    expect(rows('SELECT * FROM customers')).toMatchObject([
      {
        visits: 3,
        receipts: 3,
        turnover: 1_500,
        first_seen: 100,
        last_seen: 125,
        buy_days: 2,
        first_buy: 100,
        last_buy: 120,
        first_turnover: 800,
      },
    ]);
    expect(rows('SELECT day, day_part, visits, receipts, turnover FROM customer_days ORDER BY day')).toEqual([
      { day: 100, day_part: 'morning', visits: 1, receipts: 2, turnover: 800 },
      { day: 107, day_part: 'evening', visits: 1, receipts: 0, turnover: 0 },
      { day: 120, day_part: 'morning', visits: 1, receipts: 1, turnover: 900 },
      { day: 125, day_part: 'morning', visits: 0, receipts: 0, turnover: -200 },
    ]);
  });

  test('a receipt of an earlier day that comes late is the first one all the same', () => {
    const { rows } = fed([['customer.changed', { agrees: all }], bought(120, 900), bought(110, 400), bought(110, 50)]);
    expect(rows('SELECT buy_days, first_buy, last_buy, first_turnover, turnover FROM customers')).toEqual([
      { buy_days: 2, first_buy: 110, last_buy: 120, first_turnover: 450, turnover: 1_350 },
    ]);
  });

  test('products with the part of the day', () => {
    const { rows } = fed([bought(100, 500, { skus: ['TEE', 'SCARF'] }), bought(101, 500), bought(102, 500, { dayPart: 'evening' })]);
    expect(rows('SELECT sku, day_part, receipts, last_buy FROM customer_products ORDER BY sku, day_part')).toEqual([
      { sku: 'SCARF', day_part: 'morning', receipts: 1, last_buy: 100 },
      { sku: 'TEE', day_part: 'evening', receipts: 1, last_buy: 102 },
      { sku: 'TEE', day_part: 'morning', receipts: 2, last_buy: 101 },
    ]);
  });

  test('points earned, spent and expired apart, and each booking', () => {
    const { rows } = fed([
      ['customer.told', { source: 'fair', cost: 5_000, since: 7, consent: { analytics: true } }],
      ['customer.told', { tier: 'gold', consent: { analytics: false } }],
      ['customer.booked', { earned: 20, because: 'told', ref: null }],
      ['customer.booked', { spent: 8, ref: 'b2' }],
      ['customer.booked', { expired: 3, because: 'expiry', ref: null, user: null }],
      ['customer.booked', { money: 500, ref: 'b3' }],
    ]);
    expect(rows('SELECT told, since, source, cost, earned, spent, expired, money FROM customers')).toEqual([
      { told: 1, since: 7, source: 'fair', cost: 5_000, earned: 20, spent: 8, expired: 3, money: 500 },
    ]);
    expect(rows('SELECT because, ref FROM customer_bookings').map(({ because, ref }) => [because, ref])).toEqual([
      ['told', null],
      ['booking', 'b2'],
      ['expiry', null],
      ['booking', 'b3'],
    ]);
    expect(rows('SELECT user, tier, consent FROM customer_statements')).toEqual([
      { user: 'ann', tier: null, consent: '{"analytics":true}' },
      { user: 'ann', tier: 'gold', consent: '{"analytics":false}' },
    ]);
  });
});

describe('consent', () => {
  test('without it nothing is kept', () => {
    const { rows } = fed([visited(100, { agrees: [] }), bought(100, 500, { agrees: ['sharing'] })]);
    for (const table of ['customers', 'customer_days', 'customer_products']) expect(rows(`SELECT * FROM ${table}`), table).toEqual([]);
  });

  test('each purpose allows its own', () => {
    expect(fed([bought(100, 500, { agrees: ['profiling'] })]).rows('SELECT * FROM customer_days')).toEqual([]);
    expect(fed([bought(100, 500, { agrees: ['analytics'] })]).rows('SELECT * FROM customer_products')).toEqual([]);
  });

  test('that is withdrawn takes along what it had allowed, and leaves the programme alone', () => {
    const { rows } = fed([
      ['customer.changed', { agrees: all }],
      visited(100),
      bought(100, 500),
      ['customer.booked', { earned: 5 }],
      ['customer.changed', { visitor: 'visitor-1', agrees: ['profiling'] }],
    ]);
    expect(rows('SELECT visits, receipts, turnover, last_seen, buy_days, first_buy, earned FROM customers')).toEqual([
      { visits: 0, receipts: 0, turnover: 0, last_seen: null, buy_days: 0, first_buy: null, earned: 5 },
    ]);
    expect(rows('SELECT * FROM customer_days')).toEqual([]);
    expect(rows('SELECT * FROM customer_products')).toHaveLength(1);
  });
});

test('of a customer who wants to be forgotten neither a table nor the file knows the pseudonym, and what happened stays', () => {
  const PSEUDONYM = 'visitor-to-be-forgotten';
  const of = { visitor: PSEUDONYM };
  const { rows, ledger, closed } = fed([
    ['visit.opened', { visit: 'v9', ...of }],
    ['visit.identified', { visit: 'v9', ...of }],
    ['customer.told', of],
    ['customer.changed', { ...of, agrees: all }],
    visited(100, of),
    bought(100, 500, of),
    ['customer.booked', { ...of, earned: 5 }],
    ['customer.refused', of],
    ['sale.recorded', { sale: 'r9', visit: 'v9', ...of }],
    ['offer.decided', { decision: 'd9', visit: 'v9', ...of }],
    ['visit.identified', { visit: 'v8', visitor: 'somebody-else' }],
    ['customer.told', { visitor: 'somebody-else' }],
  ]);
  ledger.commit(commitOf(2, events([['customer.forgotten', of]], 13)));
  for (const { name } of rows("SELECT name FROM sqlite_schema WHERE type = 'table'"))
    expect(JSON.stringify(rows(`SELECT * FROM ${name}`)), String(name)).not.toContain(PSEUDONYM);
  expect(rows('SELECT visit, visitor, tier FROM visits')).toEqual([{ visit: 'v9', visitor: null, tier: null }]);
  expect(rows('SELECT sale, total, visitor FROM sales')).toEqual([{ sale: 'r9', total: 590, visitor: null }]);
  expect(rows('SELECT decision FROM offer_decisions')).toHaveLength(1);
  expect(rows('SELECT visitor FROM customers')).toEqual([{ visitor: 'somebody-else' }]);
  expect(rows('SELECT type FROM events').map(({ type }) => type)).toEqual([
    'visit.opened',
    'sale.recorded',
    'offer.decided',
    'visit.identified',
    'customer.told',
  ]);
  expect(closed()).not.toContain(PSEUDONYM);
});

test('strangers are forgotten when unseen for long enough, members are not; days go for both', async () => {
  const old = (TODAY - 800) as number;
  const ledger = fed([
    ['customer.changed', { visitor: 'stranger', agrees: all, at: NINE - 800 * DAY }],
    visited(old, { visitor: 'stranger' }),
    bought(old, 500, { visitor: 'stranger' }),
    ['customer.booked', { visitor: 'stranger', earned: 5, at: NINE - 800 * DAY }],
    ['customer.told', { visitor: 'member', at: NINE - 800 * DAY }],
    visited(old, { visitor: 'member' }),
    visited(TODAY, { visitor: 'member' }),
    visited(TODAY - 700, { visitor: 'young-stranger' }),
  ]);
  await ledger.expire({ visitDays: 3_000, customerDays: 730, now: NINE });
  expect(ledger.rows('SELECT visitor, visits FROM customers ORDER BY visitor')).toEqual([
    { visitor: 'member', visits: 2 },
    { visitor: 'young-stranger', visits: 1 },
  ]);
  expect(ledger.rows('SELECT visitor, day FROM customer_days ORDER BY visitor')).toEqual([
    { visitor: 'member', day: TODAY },
    { visitor: 'young-stranger', day: TODAY - 700 },
  ]);
  expect(ledger.rows('SELECT * FROM customer_products')).toEqual([]);
  expect(ledger.rows('SELECT * FROM customer_bookings')).toEqual([]);
});
