import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ToldAnswer } from '../../gateway/http/contract-customer-desk.ts';
import type { CustomerDetail, CustomerExport, CustomersPage } from '../../gateway/http/contract-customers.ts';
import { runAisle } from '../support/aisle-command.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const CARDS = ['ANNA-471100815', 'BEN-471100816', 'CLEO-471100817'];
const [ANNA = '', BEN = '', CLEO = ''] = CARDS;
const STAFF = 'STAFF-471100999';

const STORE = `
store: { id: corner, locale: en, timezone: Asia/Taipei }
zones: [{ id: door, kind: entrance }, { id: till, kind: checkout }]
devices: [{ id: pos, zone: till }]
products: products.csv
staff: { cards: [${STAFF}] }
loyalty: { tiers: [basic, gold], members: members.csv, pointPerMinor: 10000, tierPoints: { gold: 12 } }
`;

const opened = (folder: string): Promise<OpenShop> => {
  writeFileSync(join(folder, 'products.csv'), 'gtin,sku,name,category,price,weight\n4719999000019,SHIRT,Linen shirt,clothes,59000,240\n');
  writeFileSync(join(folder, 'members.csv'), `card,tier,profiling,analytics\n${CLEO},basic,yes,yes\n`);
  return openShop(STORE, { folder });
};

/** Requests of an operator that change something. */
async function operator({ gateway }: OpenShop) {
  const json = { 'content-type': 'application/json' };
  const token = gateway.access.createLoginToken('ann', 10);
  const login = await fetch(`${gateway.url}/api/v1/session`, { method: 'POST', headers: json, body: JSON.stringify({ token }) });
  const cookie = String(login.headers.get('set-cookie')).split(';', 1)[0] ?? '';
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${gateway.url}/api/v1/${path}`, {
      method,
      headers: body === undefined ? { cookie } : { cookie, ...json },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.status, `${method} ${path}`).toBe(200);
    return (await response.json()) as T;
  };
}

const sell = async (shop: OpenShop, sale: string, card: string, amountMinor: number): Promise<void> => {
  const response = await fetch(`${shop.gateway.url}/api/v1/sales`, {
    method: 'POST',
    headers: { authorization: `Bearer pos:${shop.secret('pos')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: sale, card, currency: 'TWD', lines: [{ gtin: '04719999000019', qty: 1, amountMinor }] }),
  });
  expect(response.status).toBe(204);
};

test('customers are told of, buy, spend points, are handed what is known of them, and are forgotten', async () => {
  const folder = temporaryFolder();
  const shop = await opened(folder);
  const ask = await operator(shop);
  const rows = [
    {
      card: ANNA.toLowerCase(),
      consent: { profiling: true, analytics: true },
      source: 'fair',
      costMinor: 500,
      pointsEarned: 9,
      pointsSpent: 2,
      since: '2026-05-01',
    },
    { card: BEN, tier: 'platinum' },
    { card: STAFF, tier: 'gold' },
    { card: ANNA, tier: 'gold' },
    { tier: 'gold', name: 'Anna' },
  ];
  const dry = await ask<ToldAnswer>('POST', 'customers', { dryRun: true, customers: rows });
  expect(await shop.get('customers')).toMatchObject({ total: 0 });
  const told = await ask<ToldAnswer>('POST', 'customers', { customers: rows });
  expect(told).toEqual(dry);
  expect(told).toMatchObject({ taken: 1, refused: 4 });
  expect(told.customers.map(({ state, problems }) => [state, problems.map(({ field }) => field)])).toEqual([
    ['taken', []],
    ['refused', ['tier']],
    ['refused', ['card']],
    ['refused', ['card']],
    ['refused', ['', 'card']],
  ]);
  const anna = told.customers[0]?.visitor ?? '';
  expect(await ask('POST', 'customers/lookup', { card: ANNA })).toEqual({ visitor: anna });
  // Midnight in Taipei.
  expect(await shop.get(`customers/${anna}`)).toMatchObject({ since: Date.UTC(2026, 3, 30, 16), points: { earned: 9, spent: 2, left: 7 } });

  await sell(shop, 'r1', ANNA, 59_000);
  await eventually(async () => expect(await shop.get(`customers/${anna}`)).toMatchObject({ behaviour: { receipts: 1 } }));
  const known = await shop.get<CustomerDetail>(`customers/${anna}`);
  expect(known).toMatchObject({
    tier: 'gold',
    agrees: ['profiling', 'analytics'],
    points: { earned: 14, left: 12 },
    behaviour: { turnoverMinor: 59_000 },
    products: [{ sku: 'SHIRT', receipts: 1 }],
  });

  const booking = { id: 'till-1', points: -10, moneyMinor: 300 };
  expect(await ask('POST', `customers/${anna}/bookings`, booking)).toEqual({ state: 'booked', points: 2, balanceMinor: 300 });
  expect(await ask('POST', `customers/${anna}/bookings`, booking)).toMatchObject({ state: 'repeated' });
  expect(await ask('POST', `customers/${anna}/bookings`, { id: 'till-2', points: -3 })).toMatchObject({ state: 'not-enough' });
  const handed = await shop.get<CustomerExport>(`customers/${anna}/export`);
  expect(handed).toMatchObject({
    receipts: [{ sale: 'r1' }],
    statements: [{ user: 'ann', consent: { profiling: true, analytics: true } }],
  });

  // Withdrawn: at once in the shop, and what it had allowed is gone.
  await ask('POST', 'customers', { customers: [{ visitor: anna, consent: { profiling: false } }] });
  expect(await shop.get(`customers/${anna}`)).toMatchObject({ agrees: ['analytics'], products: [] });

  await sell(shop, 'r2', CLEO, 59_000);
  const cleo = (await ask<{ visitor: string }>('POST', 'customers/lookup', { card: CLEO })).visitor;
  await eventually(async () => expect(await shop.get(`customers/${cleo}`)).not.toBeNull());
  expect(await ask('DELETE', `customers/${anna}`)).toEqual({ inMembersFile: false });
  expect(await ask('DELETE', `customers/${cleo}`)).toEqual({ inMembersFile: true });
  expect([await shop.get(`customers/${anna}`), await shop.get(`customers/${cleo}/export`)]).toEqual([null, null]);

  await shop.gateway.stop();
  for (const text of [...shop.disk(), shop.log()]) for (const card of [...CARDS, STAFF]) expect(text.includes(card)).toBe(false);

  // A restart knows what was said: who is forgotten stays so, whatever the file of members says.
  const again = await opened(folder);
  expect(await again.get<CustomersPage>('customers')).toMatchObject({ total: 0 });
  await sell(again, 'r3', CLEO, 59_000);
  await eventually(async () => expect(await again.get(`customers/${cleo}`)).not.toBeNull());
  expect(await again.get(`customers/${cleo}`)).toMatchObject({ tier: '', agrees: [], behaviour: null });
});

test('aisle customers import: each line is taken or refused with its reason, and no card leaves the command', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const shop = await opened(folder);
  const file = join(folder, 'crm.csv');
  const run = (...options: readonly string[]) =>
    runAisle('customers', 'import', file, '--data', shop.dataFolder, '--url', shop.gateway.url, ...options);
  writeFileSync(
    file,
    `card;name;tier;analytics;since;points-earned\n${ANNA};Anna;gold;yes;2026-01-31;20\n${BEN};Ben;;maybe;;\n${CLEO};Cleo;platinum;no;;x\n${STAFF};;;;;\n${ANNA};;;;;\n;Dan;;;;\n`,
  );
  const dry = await run('--dry-run');
  const { code, out, err } = await run();
  expect([dry.out, dry.code]).toEqual(['1 of 6 can be taken; nothing was stored\n', 1]);
  expect(out).toBe('1 of 6 taken\n');
  expect(code).toBe(1);
  expect(err).toBe(dry.err);
  expect(err.split('\n')).toEqual([
    'not read: name',
    'crm.csv:3 analytics: must be yes, no or empty',
    'crm.csv:4 points-earned: must be a whole number from 0 on',
    'crm.csv:5 card: is a card of the staff, who are never customers',
    'crm.csv:6 card: stands in line 2 already',
    'crm.csv:7 card: is required',
    '',
  ]);
  for (const card of CARDS) expect(err).not.toContain(card);
  expect(await shop.get('customers')).toMatchObject({
    total: 1,
    customers: [{ tier: 'gold', points: { earned: 20 }, agrees: ['analytics'] }],
  });

  // More than one request holds; the same file again changes nothing.
  writeFileSync(file, `card,analytics,points-earned\n${Array.from({ length: 450 }, (_, n) => `CARD-${n},yes,5\n`).join('')}`);
  expect(await run()).toMatchObject({ code: 0, out: '450 of 450 taken\n', err: '' });
  expect(await run()).toMatchObject({ code: 0, out: '450 of 450 taken\n' });
  const page = await shop.get<CustomersPage>('customers?limit=500');
  expect(page?.total).toBe(451);
  expect(new Set(page?.customers.map(({ points }) => points.earned))).toEqual(new Set([5, 20]));

  writeFileSync(file, 'name,tier\nAnna,gold\n');
  expect(await run()).toMatchObject({ code: 1, err: expect.stringMatching(/INPUT_INVALID: crm\.csv:1:1 lacks the column "card"/) });
  expect(await runAisle('customers', 'import', join(folder, 'none.csv'), '--data', shop.dataFolder)).toMatchObject({
    code: 1,
    err: expect.stringContaining('NOT_FOUND'),
  });
  writeFileSync(file, 'card\nX\n');
  expect(await runAisle('customers', 'import', file, '--data', folder)).toMatchObject({ code: 1, err: expect.stringContaining('--data') });
  await shop.gateway.stop();
  expect(await run()).toMatchObject({ code: 1, err: expect.stringContaining('GATEWAY_UNREACHABLE') });
});

test('only operators tell of customers', async () => {
  const shop = await opened(temporaryFolder());
  onTestFinished(() => shop.gateway.stop());
  for (const [method, path] of [
    ['POST', 'customers'],
    ['POST', 'customers/lookup'],
    ['POST', 'customers/aB3-_x7Qm0ZkLpW5tRy1Ue/bookings'],
    ['DELETE', 'customers/aB3-_x7Qm0ZkLpW5tRy1Ue'],
  ] as const) {
    const response = await fetch(`${shop.gateway.url}/api/v1/${path}`, { method });
    expect(response.status, path).toBe(401);
  }
});
