import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const STORE = `
store: { id: corner, locale: en, timezone: UTC, currency: EUR }
zones: [{ id: wall, kind: shelf }]
devices:
  - { id: label, zone: wall, display: { confirmWithinS: 600, label: { sku: SHIRT, batchS: 10 } } }
products: products.csv
`;

it('a price label gets its product and price over MQTT, once it has proved it no more', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'products.csv'), 'gtin,sku,name,category,price,weight\n4719999000019,SHIRT,Linen shirt,clothes,5900,240\n');
  let passed = Date.UTC(2026, 2, 2, 10);
  const started = performance.now();
  const now = (): number => Math.floor(passed + performance.now() - started);
  const shop = await openShop(STORE, { folder, wall: now });
  const label = await shop.connect('label');
  const commands: { readonly id: string; readonly kind: string; readonly content: Readonly<Record<string, unknown>> }[] = [];
  label.on('message', (_topic, payload) => {
    const command = JSON.parse(payload.toString()) as (typeof commands)[number];
    commands.push(command);
    void label.publishAsync('aisle/v1/corner/label/ack', JSON.stringify({ id: command.id, result: 'shown', at: now() }), { qos: 1 });
  });
  await label.subscribeAsync('aisle/v1/corner/label/cmd', { qos: 1 });
  await label.publishAsync('aisle/v1/corner/label/status', '{"state":"online"}', { qos: 1, retain: true });
  passed += 11_000;
  await eventually(async () => expect(commands).toHaveLength(1));
  expect(commands[0]).toMatchObject({ kind: 'show', content: { en: { title: 'Linen shirt', priceMinor: 5_900, currency: 'EUR' } } });
  await eventually(async () => expect(await shop.ledger()).toMatchObject({ pending: 0 }));
  passed += 3_600_000;
  await label.publishAsync('aisle/v1/corner/label/status', '{"state":"online"}', { qos: 1, retain: true });
  await eventually(async () => expect(await shop.ledger()).toMatchObject({ pending: 0, outbox: { display: { waiting: 0 } } }));
  expect(commands).toHaveLength(1);
});
