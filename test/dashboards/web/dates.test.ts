import { describe, expect, test } from 'vitest';
import { comparedTo, dateIn, daysIn, isDate, momentsOf, plusDays, rangeOf, startOf } from '../../../dashboards/web/state/dates.ts';

const NOW = '2026-03-02';

test.each([
  ['today', { from: NOW, to: NOW }],
  ['yesterday', { from: '2026-03-01', to: '2026-03-01' }],
  ['7d', { from: '2026-02-24', to: NOW }],
  ['28d', { from: '2026-02-03', to: NOW }],
  ['month', { from: '2026-03-01', to: NOW }],
] as const)('%s', (preset, range) => {
  expect(rangeOf(preset, NOW)).toEqual(range);
});

describe('days of one’s own', () => {
  test('are taken as they are, a year and a bit of them at most', () => {
    expect(rangeOf('custom', NOW, { from: '2026-02-10', to: '2026-02-12' })).toEqual({ from: '2026-02-10', to: '2026-02-12' });
    const long = rangeOf('custom', NOW, { from: '2020-01-01', to: NOW });
    expect([long.to, daysIn(long)]).toEqual([NOW, 400]);
  });

  test('without dates are today', () => expect(rangeOf('custom', NOW)).toEqual({ from: NOW, to: NOW }));
});

test.each([
  ['before', { from: '2026-02-17', to: '2026-02-23' }],
  ['week', { from: '2026-02-17', to: '2026-02-23' }],
  ['year', { from: '2025-02-25', to: '2025-03-03' }],
] as const)('seven days compared with %s', (how, range) => {
  const compared = comparedTo({ from: '2026-02-24', to: NOW }, how);
  expect(compared).toEqual(range);
  expect(new Date(compared?.from ?? '').getUTCDay()).toBe(new Date('2026-02-24').getUTCDay());
});

test('one day against last week is the same weekday; against nothing there is no range', () => {
  expect(comparedTo({ from: NOW, to: NOW }, 'week')).toEqual({ from: '2026-02-23', to: '2026-02-23' });
  expect(comparedTo({ from: NOW, to: NOW }, 'none')).toBeNull();
});

test('dates are of the shop, also over the ends of months', () => {
  expect(dateIn(Date.UTC(2026, 1, 28, 23), 'Asia/Taipei')).toBe('2026-03-01');
  expect(plusDays('2026-02-28', 1)).toBe('2026-03-01');
});

test.each(['2026-02-30', '2026-2-3', 'today', '', undefined])('%s is no date', (text) => expect(isDate(text)).toBe(false));

test.each([
  ['Asia/Taipei', '2026-11-23', '2026-11-22T16:00:00Z'],
  ['UTC', '2026-11-23', '2026-11-23T00:00:00Z'],
  // The day on which clocks go forward at two, and the one after it.
  ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z'],
  ['America/New_York', '2026-03-09', '2026-03-09T04:00:00Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z'],
  ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00Z'],
])('in %s, %s begins at %s', (zone, date, moment) => {
  expect(new Date(startOf(date, zone)).toISOString()).toBe(moment.replace('Z', '.000Z'));
});

test('a range ends with the first moment of the day after it', () => {
  const { from, to } = momentsOf({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin');
  expect(to - from).toBe(25 * 3_600_000);
});
