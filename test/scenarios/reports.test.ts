import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportsView } from '../../gateway/http/contract-reports.ts';
import { runAisle } from '../support/aisle-command.ts';
import { openShop } from '../support/open-shop.ts';
import { startReceiver } from '../support/receiver.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const KEY = Buffer.alloc(32, 7);
const HOUR = 3_600_000;
/** Sunday evening; the shop is in Taipei. */
const SUNDAY = Date.parse('2026-11-22T18:00:00+08:00');
const NAME = 'monday-2026-11-16_2026-11-22';

const yaml = (hook: string): string => `
store: { id: corner, name: Corner shop, timezone: Asia/Taipei, locale: en }
zones: [{ id: door, kind: entrance }]
devices: [{ id: counter, counter: { zone: door } }]
outputs:
  webhooks: [{ id: office, url: "${hook}", secretFile: office.secret, events: [sale.recorded] }]
reports:
  - { id: monday, every: week, on: mon, at: "06:00", sections: [footfall, journey], to: { folder: mail, webhook: office } }
`;

test('a week of a shop is told on Monday: to the folder, the webhook and the page, and once', async () => {
  const office = await startReceiver();
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'office.secret'), `whsec_${KEY.toString('base64')}\n`);
  let passed = SUNDAY;
  const started = performance.now();
  const wall = (): number => Math.floor(passed + performance.now() - started);
  const text = yaml(`${office.url}/hook`);

  const open = await openShop(text, { folder, wall });
  const counter = await open.connect('counter');
  await counter.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: 30, out: 28, n: 1 }), { qos: 1 });
  await eventually(async () => expect(await open.ledger()).toMatchObject({ pending: 0, applied: 1 }));
  // The week before, of which nothing is known.
  expect((await open.get<ReportsView>('reports'))?.made.map(({ to }) => to)).toEqual([]);
  await counter.endAsync(true);
  await open.gateway.stop();

  // Off over the night; on again at half past eight.
  passed += 14.5 * HOUR;
  const next = await openShop(text, { folder, wall });
  await eventually(async () => expect((await next.get<ReportsView>('reports'))?.made).toHaveLength(1));
  const view = await next.get<ReportsView>('reports');
  expect(view?.planned[0]).toMatchObject({ id: 'monday', next: Date.parse('2026-11-30T06:00:00+08:00'), problem: null });
  expect(view?.made[0]).toMatchObject({ report: 'monday', from: '2026-11-16', to: '2026-11-22', isComplete: true, problem: null });
  expect(view?.made[0]?.folderAt).not.toBeNull();

  const mail = join(next.dataFolder, 'mail');
  expect(readdirSync(mail).toSorted()).toEqual([`${NAME}-footfall.csv`, `${NAME}-journey.csv`, `${NAME}.html`]);
  expect(readFileSync(join(mail, `${NAME}-footfall.csv`), 'utf8')).toContain('2026-11-22,30,28,2,');
  await eventually(() => expect(office.requests).toHaveLength(1));
  const [request] = office.requests;
  const { type, data } = JSON.parse(request?.body ?? '{}') as { type: string; data: Record<string, unknown> };
  expect({ type, report: data.report, from: data.from }).toEqual({ type: 'aisle.v1.report.made', report: 'monday', from: '2026-11-16' });
  expect((data.files as { name: string; text: string }[])[0]?.text).toBe(readFileSync(join(mail, `${NAME}.html`), 'utf8'));
  const signed = `${request?.headers['webhook-id']}.${request?.headers['webhook-timestamp']}.${request?.body}`;
  expect(request?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`);

  // Only for those who are logged in, and under a policy that lets nothing run.
  const address = `${next.gateway.url}/api/v1/reports/monday/2026-11-16_2026-11-22/report.html`;
  expect((await fetch(address)).status).toBe(401);
  const page = await fetch(address, { headers: { cookie: `aisle=${next.session}` } });
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('Corner shop: report');

  await next.gateway.stop();
  const again = await openShop(text, { folder, wall });
  passed += HOUR;
  await eventually(async () => expect((await again.ledger()).outbox['webhook:office']).toMatchObject({ waiting: 0, delivered: 1 }));
  expect((await again.get<ReportsView>('reports'))?.made).toHaveLength(1);
  expect(office.requests).toHaveLength(1);

  // By hand, beside the running gateway, in another language.
  const out = join(folder, 'by-hand');
  const words = ['report', 'monday', '--config', join(folder, 'store.yaml'), '--data', again.dataFolder, '--out', out];
  const made = await runAisle(...words, '--from', '2026-11-22', '--language', 'zh-TW');
  expect(made.err).toContain('monday-2026-11-22.html');
  expect(made.code).toBe(0);
  expect(readFileSync(join(out, 'monday-2026-11-22.html'), 'utf8')).toContain('2026年11月22日');
  expect((await runAisle(...words, '--from', 'yesterday')).code).toBe(2);
  expect((await runAisle('report', 'tuesday', ...words.slice(2))).err).toContain('store.yaml has no report tuesday; it has monday');
});
