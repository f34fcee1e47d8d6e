import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { believableTime, isAbsurdTime, parseDeviceTime } from '../../../devices/kit/time.ts';
import { instant } from '../../../gateway/domain/units.ts';

const NINE = Date.UTC(2026, 0, 15, 9, 0, 0);

describe('parseDeviceTime', () => {
  it.each([
    ['2026-01-15T09:00:00Z', NINE],
    ['2026-01-15t09:00:00z', NINE],
    ['2026-01-15 09:00:00Z', NINE],
    ['2026-01-15T09:00:00.1Z', NINE + 100],
    ['2026-01-15T09:00:00.277766184Z', NINE + 277],
    ['2026-01-15T09:00:00.999999999Z', NINE + 999],
    ['2026-01-15T09:00:00.194+0000', NINE + 194],
    ['2026-01-15T12:00:00+03:00', NINE],
    ['2026-01-15T04:30:00-0430', NINE],
    ['2026-01-15T09:00:00-00:00', NINE],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['1969-12-31T23:59:59.5Z', -500],
    [NINE, NINE],
    [NINE + 0.9, NINE],
    [-5, -5],
  ])('reads %s', (value, expected) => expect(parseDeviceTime(value)).toBe(expected));

  it.each([
    ['no zone', '2026-01-15T09:00:00'],
    ['time of day only', '09:00:00'],
    ['a date only', '2026-01-15'],
    ['a month 13', '2026-13-15T09:00:00Z'],
    ['30 February', '2026-02-30T09:00:00Z'],
    ['29 February of a common year', '2026-02-29T09:00:00Z'],
    ['hour 24', '2026-01-15T24:00:00Z'],
    ['minute 60', '2026-01-15T09:60:00Z'],
    ['a point without decimals', '2026-01-15T09:00:00.Z'],
    ['ten decimals', '2026-01-15T09:00:00.0123456789Z'],
    ['something behind the zone', '2026-01-15T09:00:00Zx'],
    ['half a zone', '2026-01-15T09:00:00+08'],
    ['a number as text', '1768467600000'],
    ['nothing', ''],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['NaN', Number.NaN],
    ['null', null],
    ['a flag', true],
    ['an object', {}],
  ])('takes %s for no time', (_name, value) => expect(parseDeviceTime(value)).toBeNull());

  it('agrees with the calendar of the engine', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        (date) => {
          expect(parseDeviceTime(date.toISOString())).toBe(date.getTime());
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('believing a device', () => {
  const received = instant(NINE);
  it.each([
    ['ten minutes ago', -600_000, -600_000, false],
    ['longer ago', -600_001, 0, false],
    ['two seconds ahead', 2_000, 2_000, false],
    ['further ahead', 2_001, 0, false],
    ['a day ahead', 86_400_000, 0, false],
    ['more than a day ahead', 86_400_001, 0, true],
    ['a day late', -86_400_000, 0, false],
  ])('%s', (_name, offset, at, absurd) => {
    const reported = instant(NINE + offset);
    expect(believableTime(reported, received)).toBe(NINE + at);
    expect(isAbsurdTime(reported, received)).toBe(absurd);
  });

  it.each([-1, 0, 12_000, Date.UTC(2014, 11, 31)])('calls %s absurd', (reported) => {
    expect(isAbsurdTime(instant(reported), received)).toBe(true);
    expect(believableTime(instant(reported), received)).toBe(NINE);
  });

  it('takes the time of arrival when none is told', () => {
    expect(believableTime(null, received)).toBe(NINE);
    expect(isAbsurdTime(null, received)).toBe(false);
  });
});
