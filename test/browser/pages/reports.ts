import type { ReportsView } from '../../../gateway/http/contract-reports.ts';
import { busyNow } from '../fixture-now.ts';
import type { Answers } from '../fixture-server.ts';

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const { at } = busyNow();
/** Six in the morning in Taipei, of the day of the fixture. */
const morning = Math.floor((at + 8 * 3_600_000) / DAY) * DAY - 2 * 3_600_000;
const dateOf = (back: number): string => new Date(morning + 2 * 3_600_000 - back * DAY).toISOString().slice(0, 10);

const files = (names: readonly string[]) => [
  { name: 'report.html', bytes: 21_400 },
  ...names.map((name) => ({ name: `${name}.csv`, bytes: 640 })),
];
const ALL = ['footfall', 'journey', 'shelves', 'offers', 'loss', 'alerts'] as const;

const daily = (back: number): ReportsView['made'][number] => ({
  ...{ report: 'every-day', from: dateOf(back + 1), to: dateOf(back + 1), period: dateOf(back + 1), language: 'zh-TW' },
  ...{ madeAt: morning - back * DAY, completeUntil: morning - back * DAY, isComplete: back !== 2, files: files(['footfall', 'shelves']) },
  ...{
    folderAt: back === 0 ? null : morning - back * DAY,
    webhookAt: null,
    problem: back === 0 ? 'EACCES: permission denied, mkdir' : null,
  },
});

const week: ReportsView['made'][number] = {
  ...{ report: 'monday', from: dateOf(7), to: dateOf(1), period: `${dateOf(7)}_${dateOf(1)}`, language: 'zh-TW' },
  ...{ madeAt: morning + HALF_HOUR, completeUntil: morning + HALF_HOUR, isComplete: true, files: files(ALL) },
  ...{ folderAt: null, webhookAt: morning + HALF_HOUR, problem: null },
};

const fixtureReports: ReportsView = {
  planned: [
    {
      ...{ id: 'every-day', every: 'day', on: null, at: '06:00', language: 'zh-TW', sections: ['footfall', 'shelves'] },
      ...{ next: morning + DAY, folder: '/srv/reports', webhook: null, problem: null },
    },
    {
      ...{ id: 'monday', every: 'week', on: 'mon', at: '06:30', language: 'zh-TW', sections: [...ALL] },
      ...{ next: morning + 7 * DAY + HALF_HOUR, folder: null, webhook: 'head-office', problem: null },
    },
  ],
  made: [week, daily(0), daily(1), daily(2), { ...daily(3), files: [] }],
};

export const reports: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { reports: () => fixtureReports },
  empty: { reports: () => ({ planned: [], made: [] }) },
};
