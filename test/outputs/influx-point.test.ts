import { expect, test } from 'vitest';
import { instant } from '../../gateway/domain/units.ts';
import { createInfluxFigures } from '../../gateway/influx-figures.ts';
import { influxPoint } from '../../gateway/outputs/influx-point.ts';
import { events, NINE } from '../ledger/events.ts';
import { createOutboxFake } from '../support/fakes/outbox.fake.ts';
import { deviceFake } from '../support/fakes/views.fake.ts';

const names = { store: 'corner', skuOf: () => 'TEE' };

test('a visit is a point by kind of visit, never by who it was', () => {
  const [event] = events([['visit.summarised', { at: NINE + 90_000 }]]);
  expect(event && influxPoint(event, names)).toEqual({
    measurement: 'visit',
    tags: { store: 'corner', identified: 'yes', tier: 'gold' },
    fields: { duration_s: 90, zones: 3, picked: 2, tried: 1, bought: 1, value_minor: 590 },
    at: NINE + 90_000,
  });
});

test('the gateway and its devices are points of one moment, through the outbox', async () => {
  const { outbox, rows } = createOutboxFake();
  const figures = createInfluxFigures({
    store: 'corner',
    outbox,
    reader: { devices: async () => [{ ...deviceFake, lastMessage: NINE - 400, skewMs: null }] },
    clock: () => instant(NINE),
    file: '/nowhere/ledger.sqlite',
    journalBytes: () => 4_096,
    journalLag: () => 2,
    waiting: () => ({ influx: 3, mqtt: 1 }),
    onFailure: (error) => {
      throw error;
    },
  });
  await figures.write();
  const points = rows.map(({ body }) => body);
  expect(points).toMatchObject([
    { measurement: 'gateway', tags: { store: 'corner' }, fields: { journal_lag: 2, outbox_depth: 4, disk_bytes: 4_096 }, at: NINE },
    { measurement: 'device', tags: { device: deviceFake.id }, fields: { messages: deviceFake.messages, lag_ms: 400 }, at: NINE },
  ]);
  expect(JSON.stringify(points)).not.toContain('skew_ms');
});
