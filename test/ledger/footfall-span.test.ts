import { expect, test } from 'vitest';
import { footfallSpanView } from '../../gateway/http/contract-footfall.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function spanOf(told: readonly Told[], asked: { from?: string; to?: string } = {}, timezone = CATALOGUE.timezone) {
  const opened = openLedger({ file: ':memory:', clock: () => NINE + HOUR });
  opened.ledger.commit(commitOf(1, events(told)));
  return footfallSpanView.strict().parse(opened.queries({ ...CATALOGUE, timezone }).footfallSpan(asked));
}

test('without dates it is the newest seven days of the shop, the empty ones too', () => {
  const span = spanOf([]);
  expect([span.from, span.to, span.days.length]).toEqual(['2026-11-17', '2026-11-23', 7]);
  expect(span).toMatchObject({ in: 0, out: 0, peak: null, hours: [], doors: [] });
});

test('people are counted by day, by hour of the week, and by door', () => {
  const span = spanOf([
    ['footfall.counted', { at: NINE - DAY, in: 4, out: 1 }],
    ['footfall.counted', { at: NINE + MINUTE, in: 2 }],
    ['footfall.counted', { at: NINE + HOUR, in: 0, out: 3 }],
    ['footfall.counted', { at: NINE, zone: 'shelves', in: 50 }],
    ['occupancy.changed', { at: NINE + 2 * MINUTE, people: 5.2 }],
    ['occupancy.changed', { at: NINE - DAY, people: 3 }],
  ]);
  expect(span).toMatchObject({ in: 6, out: 4, peak: { people: 5, at: NINE } });
  expect(span.days.slice(-2)).toEqual([
    { date: '2026-11-22', in: 4, out: 1, peak: 3 },
    { date: '2026-11-23', in: 2, out: 3, peak: 5 },
  ]);
  expect(span.hours).toEqual([
    { weekday: 1, hour: 9, in: 2, days: 1 },
    { weekday: 1, hour: 10, in: 0, days: 1 },
    { weekday: 7, hour: 9, in: 4, days: 1 },
  ]);
  expect(span.doors).toEqual([{ zone: 'door', in: 6, out: 4 }]);
});

test('hours are those that clocks in the shop show, also on the day when they change', () => {
  // In Berlin 2026-10-25 has 25 hours: 08:30 UTC is half past nine, as half past nine on any day of that week.
  const told: Told[] = [['footfall.counted', { at: Date.UTC(2026, 9, 25, 8, 30), in: 3 }]];
  expect(spanOf(told, { from: '2026-10-25', to: '2026-10-26' }, 'Europe/Berlin').hours).toEqual([{ weekday: 7, hour: 9, in: 3, days: 1 }]);
});

test.each([
  { from: '2026-11-23', to: '2026-11-22' },
  { from: '2025-01-01', to: '2026-11-22' },
  { from: '2026-02-30', to: '2026-03-02' },
])('from $from to $to is no range', (asked) => {
  expect(() => spanOf([], asked)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
