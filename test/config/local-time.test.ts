import { describe, expect, it } from 'vitest';
import { createLocalTime } from '../../gateway/config/local-time.ts';
import { instant } from '../../gateway/domain/units.ts';

const PARTS = { night: { from: '22:00', to: '06:00' }, noon: { from: '11:00', to: '14:00' }, late: { from: '21:00', to: '22:00' } };

describe('store-local time', () => {
  it.each([
    // Taipei has had one offset since 1979.
    ['Asia/Taipei', '2026-11-23T00:41:00Z', { date: '2026-11-23', weekday: 1, hour: 8, minute: 41, dayPart: '' }],
    ['Asia/Taipei', '2026-11-22T16:00:00Z', { date: '2026-11-23', weekday: 1, hour: 0, minute: 0, dayPart: 'night' }],
    ['Asia/Taipei', '2026-11-22T15:59:59.999Z', { date: '2026-11-22', weekday: 7, hour: 23, minute: 59, dayPart: 'night' }],
    // Berlin springs from 02:00 to 03:00 ...
    ['Europe/Berlin', '2026-03-29T00:59:59Z', { date: '2026-03-29', weekday: 7, hour: 1, minute: 59, dayPart: 'night' }],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', { date: '2026-03-29', weekday: 7, hour: 3, minute: 0, dayPart: 'night' }],
    // ... and has 02:30 twice in autumn.
    ['Europe/Berlin', '2026-10-25T00:30:00Z', { date: '2026-10-25', weekday: 7, hour: 2, minute: 30, dayPart: 'night' }],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', { date: '2026-10-25', weekday: 7, hour: 2, minute: 30, dayPart: 'night' }],
    ['Asia/Kathmandu', '2026-06-01T05:15:00Z', { date: '2026-06-01', weekday: 1, hour: 11, minute: 0, dayPart: 'noon' }],
    ['America/St_Johns', '2026-01-01T00:00:00Z', { date: '2025-12-31', weekday: 3, hour: 20, minute: 30, dayPart: '' }],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', { date: '2027-01-01', weekday: 5, hour: 0, minute: 0, dayPart: 'night' }],
    ['UTC', '1969-12-31T23:59:59Z', { date: '1969-12-31', weekday: 3, hour: 23, minute: 59, dayPart: 'night' }],
  ])('in %s at %s', (zone, at, expected) => {
    expect(createLocalTime(zone, PARTS)(instant(Date.parse(at)))).toEqual(expected);
  });

  it('agrees with Intl around every change of a year, whatever was asked before', () => {
    const zone = 'America/New_York';
    const localTime = createLocalTime(zone, {});
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
    const start = Date.UTC(2026, 0, 1);
    let checked = 0;
    // 7 919 is prime: a walk in leaps over the year, so that offsets are asked in no order.
    for (let n = 0; n < 2_000; n++) {
      const at = start + ((n * 7_919 * 3_600_000) % (365 * 86_400_000));
      const { date, hour, minute } = localTime(instant(at));
      const wall = `${date}, ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      expect(wall).toBe(format.format(at));
      checked++;
    }
    expect(checked).toBe(2_000);
  });

  it('does not carry the new offset into the minute before, when first asked at the very change', () => {
    const localTime = createLocalTime('Europe/Berlin', {});
    const change = Date.parse('2026-03-29T01:00:00Z');
    expect([localTime(instant(change)).hour, localTime(instant(change - 1)).hour, localTime(instant(change)).hour]).toEqual([3, 1, 3]);
  });

  it('ends a day part before its last minute', () => {
    const localTime = createLocalTime('UTC', PARTS);
    const partAt = (time: string) => localTime(instant(Date.parse(`2026-05-05T${time}Z`))).dayPart;
    expect(['10:59', '11:00', '13:59', '14:00', '21:59', '22:00', '05:59', '06:00'].map((time) => partAt(`${time}:30`))).toEqual([
      '',
      'noon',
      'noon',
      '',
      'late',
      'night',
      'night',
      '',
    ]);
  });
});
