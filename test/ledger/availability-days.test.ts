import { expect, test } from 'vitest';
import { availabilityDaysView } from '../../gateway/http/contract-shelves.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, NINE, type Told } from './events.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function daysOf(told: readonly Told[], asked: { from?: string; to?: string } = {}) {
  const opened = openLedger({ file: ':memory:', clock: () => NINE + HOUR });
  opened.ledger.commit(commitOf(1, events(told)));
  return availabilityDaysView.strict().parse(opened.queries(CATALOGUE).availabilityDays(asked));
}
const measured = (at: number, out: readonly { section: string; sku: string; seconds: number }[], seconds = 3_600): Told => [
  'availability.measured',
  { at, seconds, places: 3, out },
];

test('without a measured hour nothing is claimed, and every product of the planogram is named', () => {
  const days = daysOf([]);
  expect(days).toMatchObject({ from: '2026-11-17', to: '2026-11-23', availability: null, openSeconds: 0 });
  expect(days.days).toHaveLength(7);
  expect(days.products.map(({ sku, availability, days: daily }) => [sku, availability, daily])).toEqual([
    ['GONE', null, null],
    ['SCARF', null, null],
    ['TEE', null, null],
  ]);
});

test('a product is available for the share of its planned open time in which it was not out, by day and over all days', () => {
  const days = daysOf(
    [
      measured(NINE - DAY, [{ section: 's1', sku: 'TEE', seconds: 1_800 }]),
      measured(NINE, [
        { section: 's1', sku: 'TEE', seconds: 900 },
        { section: 's2', sku: 'SCARF', seconds: 3_600 },
      ]),
    ],
    { from: '2026-11-21', to: '2026-11-23' },
  );
  expect(days.days).toEqual([
    { date: '2026-11-21', availability: null },
    { date: '2026-11-22', availability: 1 - 1_800 / 10_800 },
    { date: '2026-11-23', availability: 1 - 4_500 / 10_800 },
  ]);
  expect(days.availability).toBeCloseTo(1 - 6_300 / 21_600);
  expect(days.products.map(({ sku, outSeconds, availability, days: daily }) => [sku, outSeconds, availability, daily])).toEqual([
    ['SCARF', 3_600, 0.5, [null, 1, 0]],
    ['TEE', 2_700, 0.625, [null, 0.5, 0.75]],
    ['GONE', 0, 1, null],
  ]);
});

test('an hour counts on the day that clocks in the shop show', () => {
  // 15:30 UTC is half past eleven at night in Taipei, 16:00 is midnight.
  const midnight = Date.UTC(2026, 10, 22, 16);
  const out = [{ section: 's1', sku: 'TEE', seconds: 60 }];
  const days = daysOf([measured(midnight - HOUR, out), measured(midnight, [])], { from: '2026-11-22', to: '2026-11-23' });
  expect(days.products[0]?.days).toEqual([1 - 60 / 3_600, 1]);
});
