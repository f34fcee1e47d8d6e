import { expect, test } from 'vitest';
import { lossView } from '../../gateway/http/contract-loss.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function lossOf(told: readonly Told[], asked: { from?: string; to?: string } = { from: '2026-11-22', to: '2026-11-23' }) {
  const opened = openLedger({ file: ':memory:', clock: () => NINE + HOUR });
  opened.ledger.commit(commitOf(1, events(told)));
  return lossView.strict().parse(opened.queries(CATALOGUE).loss(asked));
}
/** An item of a product that passes the door; the alert has its name. */
const passes = (epc: string, at: number, about: 'unsold-exit' | 'exit-suspected' = 'unsold-exit', gtin = '04012345000016'): Told[] => [
  ['item.arrived', { epc, gtin, at: at - HOUR }],
  ['alert.raised', { alert: `${about} ${epc}`, about, epc, at, zone: 'door', why: [] }],
];
const ends = (alert: string, because: string, at: number): Told => ['alert.cleared', { alert, because, at }];
const says = (alert: string, comment: string, at: number, user = 'mei'): Told => ['alert.acknowledged', { alert, comment, at, user }];
const fates = (told: readonly Told[]) =>
  Object.fromEntries(lossOf(told).exits.map(({ epc, fate, isFalseAlarm }) => [epc, [fate, isFalseAlarm]]));

test('a shop in which nothing passed a gate has no loss, and knows no share of nothing', () => {
  expect(lossOf([])).toMatchObject({ exits: [], left: 0, valueMinor: 0, falseAlarmsPerDay: 0, hours: [], products: [] });
});

test('says of each item what became of it: gone, paid or back after all, suspected, or not gone at all', () => {
  const told = [
    ...['GONE', 'PAID', 'BACK', 'LATE'].flatMap((epc) => passes(epc, NINE)),
    ...['SOFT', 'STAYED', 'BOUGHT'].flatMap((epc) => passes(epc, NINE, 'exit-suspected')),
    ends('unsold-exit PAID', 'receipt-came-late', NINE + MINUTE),
    ends('unsold-exit BACK', 'back-in-shop', NINE + MINUTE),
    ends('unsold-exit LATE', 'receipt-came-late', NINE + 40 * MINUTE),
    ends('exit-suspected STAYED', 'not-confirmed', NINE + MINUTE),
    ends('exit-suspected BOUGHT', 'paid', NINE + MINUTE),
  ];
  expect(fates(told)).toEqual({
    GONE: ['left', false],
    PAID: ['paid', true],
    BACK: ['back', true],
    // A receipt after more than a quarter of an hour is another story: the alarm was right.
    LATE: ['paid', false],
    SOFT: ['suspected', false],
    STAYED: ['withdrawn', false],
    BOUGHT: ['paid', false],
  });
  expect(lossOf(told)).toMatchObject({ left: 1, settled: 4, withdrawn: 1, suspected: 1, falseAlarms: 2, falseAlarmsPerDay: 1 });
});

test('an item that was suspected first and then gone is told once', () => {
  const told = [...passes('E1', NINE, 'exit-suspected'), ends('exit-suspected E1', 'confirmed', NINE + 1), ...passes('E1', NINE + 1)];
  expect(lossOf(told).exits.map(({ alert }) => alert)).toEqual(['unsold-exit E1']);
});

test('values what left at the price of its product, and says where there is none', () => {
  const loss = lossOf([
    ...passes('E1', NINE),
    ...passes('E2', NINE + MINUTE),
    ...passes('E3', NINE - DAY, 'unsold-exit', '04012345000023'),
    ...passes('E4', NINE, 'unsold-exit', '09999999999999'),
    ...passes('E5', NINE),
    says('unsold-exit E5', 'false: it was ours', NINE + MINUTE),
  ]);
  expect(loss).toMatchObject({ left: 4, valueMinor: 590 + 590 + 1_200, unpriced: 1, falseAlarms: 1 });
  expect(loss.days.map(({ date, left, falseAlarms, valueMinor }) => [date, left, falseAlarms, valueMinor])).toEqual([
    ['2026-11-22', 1, 0, 1_200],
    ['2026-11-23', 3, 1, 1_180],
  ]);
  expect(loss.hours).toEqual([{ hour: 9, left: 4, falseAlarms: 1 }]);
  expect(loss.products.map(({ sku, left, valueMinor }) => [sku, left, valueMinor])).toEqual([
    ['SCARF', 1, 1_200],
    ['TEE', 2, 1_180],
    [null, 1, 0],
  ]);
});

test('the last decision of an operator holds, with who made it; a receipt is not overruled', () => {
  const decided = (...words: readonly Told[]) => lossOf([...passes('E1', NINE), ...words]).exits[0];
  const alert = 'unsold-exit E1';
  expect(decided(says(alert, 'seen', NINE + 1))).toMatchObject({ decision: null, decidedBy: null });
  expect(decided(says(alert, 'confirmed', NINE + 1))).toMatchObject({ decision: 'confirmed', decidedBy: 'mei', isFalseAlarm: false });
  expect(decided(says(alert, 'seen', NINE + 1), says(alert, '確認遺失', NINE + 2, 'ann'))).toMatchObject({
    decision: 'confirmed',
    decidedBy: 'ann',
  });
  expect(decided(says(alert, 'confirmed', NINE + 1), says(alert, '誤報', NINE + 2, 'ann'))).toMatchObject({
    decision: 'false-alarm',
    decidedBy: 'ann',
    isFalseAlarm: true,
  });
  expect(decided(says(alert, 'false', NINE + 1), says(alert, 'confirmed', NINE + 2, 'ann'))).toMatchObject({
    decision: 'confirmed',
    decidedBy: 'ann',
    isFalseAlarm: false,
  });
  expect(decided(ends(alert, 'receipt-came-late', NINE + MINUTE), says(alert, 'confirmed', NINE + 2 * MINUTE))).toMatchObject({
    fate: 'paid',
    decision: null,
    isFalseAlarm: true,
  });
});
