import { expect, test } from 'vitest';
import type { AuditCheck, AuditEntry, AuditSums } from '../../gateway/http/contract-actuator.ts';
import { openShop } from '../support/open-shop.ts';

const SHOP = `
store: { id: corner, name: Corner shop, locale: en, timezone: UTC, currency: TWD }
zones: [{ id: tea, kind: shelf }]
devices: [{ id: screen, zone: tea, display: {} }]
`;
const PREVIEW = { show: { en: { title: 'A secret plan' } } };

test('what people do with a running shop stands in its log, by who and with what came of it, and the chain holds', {
  timeout: 60_000,
}, async () => {
  const shop = await openShop(SHOP);
  expect((await shop.post('displays/screen/preview', PREVIEW)).status).toBe(202);
  expect((await shop.post('displays/nobody/preview', PREVIEW)).status).toBe(404);
  expect((await shop.post('displays/screen/preview', { show: {} })).status).toBe(400);
  shop.secret('screen');

  const rows = (await shop.get<AuditEntry[]>('audit')) ?? [];
  expect(rows.map(({ deed, by, about, outcome, detail }) => [deed, by?.user ?? by?.kind, about, outcome, detail])).toEqual([
    ['device-secret-made', 'console', 'screen', 'done', ''],
    ['display-tried', 'mei', 'nobody', 'refused', 'DEVICE_UNKNOWN'],
    ['display-tried', 'mei', 'screen', 'done', ''],
    ['login', 'mei', null, 'done', ''],
    ['login-link-made', 'console', 'mei', 'done', ''],
  ]);
  // Read by the thread of pages, while the gateway goes on writing.
  expect((await shop.get<AuditEntry[]>('audit?who=mei&outcome=refused'))?.map(({ about }) => about)).toEqual(['nobody']);
  expect(await shop.get<AuditSums>('audit/sums')).toMatchObject({ rows: 5, deeds: 5, commands: 0, failed: 1 });
  expect(await shop.get<AuditCheck>('audit/check')).toMatchObject({ rows: 5, broken: null });
  expect(JSON.stringify(rows)).not.toContain('secret plan');
  expect(JSON.stringify(rows)).not.toContain(shop.session);
});
