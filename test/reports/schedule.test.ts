import { expect, test } from 'vitest';
import { daysBefore, momentsOf, nextSlot, type Rhythm, slotsUntil, yearBefore } from '../../gateway/reports/schedule.ts';

const TAIPEI = 'Asia/Taipei';
const BERLIN = 'Europe/Berlin';
const daily = (at = '06:00'): Rhythm => ({ every: 'day', on: 'mon', at });
const weekly: Rhythm = { every: 'week', on: 'mon', at: '06:00' };
/** Tuesday. */
const TUESDAY = Date.parse('2026-11-24T09:00:00+08:00');

test('a daily report tells of the day before, once its time has come', () => {
  expect(slotsUntil(daily(), TUESDAY, TAIPEI, 2)).toEqual([
    { from: '2026-11-23', to: '2026-11-23', due: Date.parse('2026-11-24T06:00:00+08:00') },
    { from: '2026-11-22', to: '2026-11-22', due: Date.parse('2026-11-23T06:00:00+08:00') },
  ]);
  expect(slotsUntil(daily('09:01'), TUESDAY, TAIPEI, 1)[0]?.to).toBe('2026-11-22');
});

test('a weekly report tells of the seven days before its weekday', () => {
  expect(slotsUntil(weekly, TUESDAY, TAIPEI, 1)).toEqual([
    { from: '2026-11-16', to: '2026-11-22', due: Date.parse('2026-11-23T06:00:00+08:00') },
  ]);
  expect(nextSlot(weekly, TUESDAY, TAIPEI)).toMatchObject({ from: '2026-11-23', to: '2026-11-29' });
});

test('days are the shop’s own, whatever the clock of the machine says', () => {
  // Still Monday evening in Berlin.
  const at = Date.parse('2026-11-23T22:30:00Z');
  expect(slotsUntil(daily(), at, BERLIN, 1)[0]?.to).toBe('2026-11-22');
  expect(slotsUntil(daily(), at, TAIPEI, 1)[0]?.to).toBe('2026-11-23');
});

test('a time that clocks skip is due when they have skipped it; one that they repeat is due once', () => {
  const spring = slotsUntil(daily('02:30'), Date.parse('2026-03-29T12:00:00Z'), BERLIN, 1)[0];
  expect(spring).toEqual({ from: '2026-03-28', to: '2026-03-28', due: Date.parse('2026-03-29T01:30:00Z') });
  const autumn = slotsUntil(daily('02:30'), Date.parse('2026-10-25T12:00:00Z'), BERLIN, 2).map(({ to }) => to);
  expect(autumn).toEqual(['2026-10-24', '2026-10-23']);
  expect(momentsOf({ from: '2026-03-29', to: '2026-03-29' }, BERLIN)).toEqual({
    from: Date.parse('2026-03-28T23:00:00Z'),
    to: Date.parse('2026-03-29T22:00:00Z'),
  });
});

test('compares with as many days before, and with the same weekdays of 52 weeks ago', () => {
  const week = { from: '2026-11-16', to: '2026-11-22' };
  expect(daysBefore(week)).toEqual({ from: '2026-11-09', to: '2026-11-15' });
  expect(yearBefore(week)).toEqual({ from: '2025-11-17', to: '2025-11-23' });
  expect(daysBefore({ from: '2026-03-01', to: '2026-03-01' })).toEqual({ from: '2026-02-28', to: '2026-02-28' });
});
