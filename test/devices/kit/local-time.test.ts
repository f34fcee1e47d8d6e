import { describe, expect, it } from 'vitest';
import { isTimezone, parseLocalTime } from '../../../devices/kit/local-time.ts';
import { instant } from '../../../gateway/domain/units.ts';

const utc = (text: string) => instant(Date.parse(text));
const near = utc('2026-01-15T09:00:00Z');

describe('local times', () => {
  it.each([
    ['2026-01-15T17:00:00', 'Asia/Taipei', '2026-01-15T09:00:00Z'],
    ['2026-01-15 10:00:00.987654', 'Europe/Berlin', '2026-01-15T09:00:00.987Z'],
    ['2026-07-15T11:00:00', 'Europe/Berlin', '2026-07-15T09:00:00Z'],
    ['2026-07-15T02:00:00', 'America/New_York', '2026-07-15T06:00:00Z'],
    ['2026-10-25T03:30:00', 'Europe/Berlin', '2026-10-25T02:30:00Z'],
    ['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
  ])('%s in %s is %s', (text, zone, wanted) => expect(parseLocalTime(text, zone, near)).toBe(utc(wanted)));

  it('takes of an hour that comes twice the one nearer to the arrival', () => {
    const read = (arrival: string) => parseLocalTime('2026-10-25T02:30:00', 'Europe/Berlin', utc(arrival));
    expect(read('2026-10-25T00:30:05Z')).toBe(utc('2026-10-25T00:30:00Z'));
    expect(read('2026-10-25T01:30:05Z')).toBe(utc('2026-10-25T01:30:00Z'));
  });

  it.each([
    ['an hour that is left out', '2026-03-29T02:30:00', 'Europe/Berlin'],
    ['a zone that nobody knows', '2026-01-15T09:00:00', 'Mars/Olympus'],
    ['no date', 'yesterday', 'Asia/Taipei'],
    ['a date that no calendar has', '2026-04-31T00:00:00', 'Asia/Taipei'],
  ])('knows no time for %s', (_name, text, zone) => expect(parseLocalTime(text, zone, near)).toBeNull());

  it('knows the zones of this machine', () => {
    expect(isTimezone('Asia/Taipei')).toBe(true);
    expect(isTimezone('Mars/Olympus')).toBe(false);
  });
});
