import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import type { CloudEvent } from '../../gateway/outputs/webhooks/cloud-event.ts';
import { openShop } from '../support/open-shop.ts';
import { type Received, type Receiver, startReceiver, status } from '../support/receiver.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const SECRETS = [1, 2].map((byte) => Buffer.alloc(32, byte));
const line = (key: Buffer | undefined): string => `whsec_${key?.toString('base64')}\n`;
const TEE = encodeSgtin96({ gtin14: '04719999000019', serial: 7, filter: 1, prefixDigits: 7 });

/** A door that counts, a card reader, a till; and two programs that listen: one to goods, one to members. */
const shopWith = (goods: Receiver, crm: Receiver): string => `
store: { id: corner, timezone: UTC, locale: en }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: counter, zone: door, counter: { zone: door } }
  - { id: cards, zone: door }
  - { id: till, zone: door }
loyalty: { members: members.csv }
outputs:
  webhooks:
    - { id: goods, url: "${goods.url}/hook", secretFile: goods.secret, events: [footfall.counted, sale.recorded], timeoutS: 1 }
    - { id: crm, url: "${crm.url}/hook", secretFile: crm.secret, events: ["*"], when: 'event.type in ["visit.identified", "sale.recorded"]', purpose: profiling }
`;

function folderOfShop(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'goods.secret'), line(SECRETS[0]));
  writeFileSync(join(folder, 'crm.secret'), line(SECRETS[1]));
  const members = ['YES-1,gold,yes,yes', 'NO-1,gold,yes,no', 'SHY-1,gold,no,yes'];
  writeFileSync(join(folder, 'members.csv'), ['card,tier,profiling,sharing', ...members, ''].join('\n'));
  return folder;
}

const eventOf = ({ body }: Received): CloudEvent => JSON.parse(body) as CloudEvent;
const countsIn = (receiver: Receiver): unknown[] =>
  receiver.requests
    .map(eventOf)
    .filter(({ type }) => type === 'aisle.v1.footfall.counted')
    .map(({ data }) => data.in);
const isSignedBy = ({ headers, body }: Received, key: Buffer | undefined): boolean =>
  key !== undefined &&
  String(headers['webhook-signature']).includes(
    createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64'),
  );

async function opened() {
  const [goods, crm] = [await startReceiver(), await startReceiver()];
  const folder = folderOfShop();
  const shop = await openShop(shopWith(goods, crm), { folder });
  const [counter, cards, till] = await Promise.all(['counter', 'cards', 'till'].map((id) => shop.connect(id)));
  let numbers = 0;
  return {
    goods,
    crm,
    folder,
    shop,
    /** So many people come in; the number makes the event told apart. */
    count: (people: number) =>
      counter?.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: people, out: 0, n: ++numbers }), { qos: 1 }),
    show: (card: string) => cards?.publishAsync('aisle/v1/corner/cards/card', JSON.stringify({ card, n: ++numbers }), { qos: 1 }),
    sell: (id: string, more: object = {}) =>
      till?.publishAsync(
        'aisle/v1/corner/till/sale',
        JSON.stringify({ id, currency: 'TWD', lines: [{ epc: TEE, qty: 1, amountMinor: 59_000 }], ...more }),
        { qos: 1 },
      ),
    waiting: async (sink: string) => (await shop.ledger()).outbox[sink]?.waiting ?? 0,
  };
}

describe('webhooks of a running shop', () => {
  test('hear what they asked for, in order, signed; a receiver that does not take it delays nobody else', async () => {
    const { goods, crm, shop, count, sell, waiting } = await opened();
    let answers = 0;
    goods.answer((request, response) => {
      answers++;
      // Broken, busy, moved, silent, gone in the middle, and well again.
      if (answers === 1) status(500)(request, response);
      else if (answers === 2) status(429, { 'retry-after': '1' })(request, response);
      else if (answers === 3) status(307, { location: `${crm.url}/hook` })(request, response);
      else if (answers === 4) return;
      else if (answers === 5) response.destroy();
      else status(204)(request, response);
    });
    for (const people of [1, 2, 3, 4]) await count(people);
    await sell('r-1');
    await eventually(() => expect(crm.requests.map((request) => eventOf(request).type)).toEqual(['aisle.v1.sale.recorded']));
    await eventually(() => expect(answers).toBeGreaterThan(9), { timeout: 40_000 });
    await eventually(async () => expect(await waiting('webhook:goods')).toBe(0));

    // The first was tried six times, each time the same event; then each came once, in order.
    expect(countsIn(goods)).toEqual([1, 1, 1, 1, 1, 1, 2, 3, 4]);
    expect(new Set(goods.requests.slice(0, 6).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(goods.requests.every((request) => isSignedBy(request, SECRETS[0]))).toBe(true);
    expect(goods.requests.some((request) => isSignedBy(request, SECRETS[1]))).toBe(false);
    expect(eventOf(goods.requests.at(-1) as Received)).toMatchObject({
      source: 'urn:silent-aisle:store:corner',
      type: 'aisle.v1.sale.recorded',
      data: { sale: 'r-1', total: 59_000, lines: [{ epc: TEE, gtin: '04719999000019', quantity: 1, amount: 59_000 }] },
    });
    expect(await shop.ledger()).toMatchObject({ outbox: { 'webhook:goods': { waiting: 0, delivered: 5, failed: 0 } } });
    for (const secret of SECRETS) expect(shop.log()).not.toContain(secret.toString('base64'));
    expect(shop.log()).not.toContain('/hook');
  });

  test('who agreed is named to whom may know, nobody else to anybody; who knows people is not told tags', async () => {
    const { goods, crm, show, sell, waiting } = await opened();
    for (const card of ['YES-1', 'NO-1', 'SHY-1', 'STRANGER-1']) {
      await show(card);
      await sell(`r-${card}`, { card });
    }
    await eventually(async () => {
      expect(goods.requests.length).toBe(4);
      expect(crm.requests.length).toBe(5);
      expect((await waiting('webhook:crm')) + (await waiting('webhook:goods'))).toBe(0);
    });
    const told = crm.requests.map(eventOf);
    const identified = told.filter(({ type }) => type === 'aisle.v1.visit.identified');
    expect(identified).toHaveLength(1);
    const visitor = identified[0]?.data.visitor;
    expect(visitor).toMatch(/^[\w-]{22}$/);
    expect(told.map(({ data }) => [data.sale ?? 'identified', data.visitor ?? null])).toEqual([
      ['identified', visitor],
      ['r-YES-1', visitor],
      ['r-NO-1', null],
      ['r-SHY-1', null],
      ['r-STRANGER-1', null],
    ]);
    const all = (receiver: Receiver): string => receiver.requests.map(({ body }) => body).join('\n');
    expect(all(crm)).not.toContain(TEE);
    expect(all(goods)).toContain(TEE);
    expect(all(goods)).not.toContain(String(visitor));
    expect(all(goods)).not.toContain('"visit"');
    for (const card of ['YES-1', 'NO-1', 'SHY-1', 'STRANGER-1'])
      expect(all(goods) + all(crm).replaceAll(`r-${card}`, '')).not.toMatch(new RegExp(`(?<!r-)${card}`));
  });

  test('a new secret signs beside the old one, without a restart', async () => {
    const { goods, folder, count } = await opened();
    await count(1);
    await eventually(() => expect(goods.requests).toHaveLength(1));
    expect(isSignedBy(goods.requests[0] as Received, SECRETS[1])).toBe(false);
    writeFileSync(join(folder, 'goods.secret'), line(SECRETS[1]) + line(SECRETS[0]));
    await eventually(async () => {
      await count(2);
      const newest = goods.requests.at(-1) as Received;
      expect(SECRETS.map((key) => isSignedBy(newest, key))).toEqual([true, true]);
    });
  });
});
