import { expect, test } from 'vitest';
import type { Schedule } from '../../../gateway/domain/offers/offer.ts';
import { offReason } from '../../../gateway/domain/offers/schedule.ts';

const always: Schedule = { from: null, until: null, days: [], dayParts: [], hours: null, blackout: [] };
const noon = { date: '2026-03-02', weekday: 1, hour: 12, minute: 30, dayPart: 'noon' };
const hours = (from: number, to: number) => ({ hours: { from: from * 60, to: to * 60 } });

test.each<[Partial<Schedule>, Partial<typeof noon>, ReturnType<typeof offReason>]>([
  [{}, {}, null],
  [{ from: '2026-03-02', until: '2026-03-02' }, {}, null],
  [{ from: '2026-03-03' }, {}, 'off-schedule'],
  [{ until: '2026-03-01' }, {}, 'off-schedule'],
  [{ days: [1, 7] }, {}, null],
  [{ days: [2] }, {}, 'off-schedule'],
  [{ dayParts: ['noon'] }, {}, null],
  [{ dayParts: ['morning'] }, {}, 'off-schedule'],
  [{ dayParts: ['morning'] }, { dayPart: '' }, 'off-schedule'],
  [hours(12, 13), {}, null],
  [hours(13, 14), {}, 'off-schedule'],
  [hours(9, 12), { hour: 12, minute: 0 }, 'off-schedule'],
  [hours(22, 2), { hour: 23 }, null],
  [hours(22, 2), { hour: 1 }, null],
  [hours(22, 2), {}, 'off-schedule'],
  [hours(22, 24), { hour: 23, minute: 59 }, null],
  [{ blackout: [{ from: '2026-03-01', until: '2026-03-02' }] }, {}, 'blackout'],
  [{ blackout: [{ from: '2026-03-03', until: '2026-03-04' }] }, {}, null],
  [{ blackout: [{ from: '2026-03-02', until: '2026-03-02' }], days: [2] }, {}, 'blackout'],
])('%j at %j: %s', (schedule, at, reason) => {
  expect(offReason({ ...always, ...schedule }, { ...noon, ...at })).toBe(reason);
});
