import { describe, expect, it } from 'vitest';
import { createLocalTime } from '../../gateway/config/local-time.ts';
import { createOpeningHours } from '../../gateway/config/opening-hours.ts';
import { instant } from '../../gateway/domain/units.ts';

const isOpen = createOpeningHours(
  { mon: { open: '09:00', close: '18:30' }, tue: null, sun: { open: '20:00', close: '02:00' } },
  createLocalTime('Asia/Taipei', {}),
);

describe('opening hours', () => {
  // 2026-05-04 is a Monday.
  it.each([
    ['2026-05-04T08:59', false],
    ['2026-05-04T09:00', true],
    ['2026-05-04T18:29', true],
    ['2026-05-04T18:30', false],
    ['2026-05-05T12:00', false],
    ['2026-05-06T03:00', true],
    ['2026-05-10T19:59', false],
    ['2026-05-10T23:59', true],
    ['2026-05-11T01:59', true],
    ['2026-05-11T02:00', false],
  ])('%s: %s', (local, open) => {
    expect(isOpen(instant(Date.parse(`${local}:00+08:00`)))).toBe(open);
  });

  it('are always, when none are named', () => {
    expect(createOpeningHours({}, createLocalTime('UTC', {}))(instant(0))).toBe(true);
  });
});
