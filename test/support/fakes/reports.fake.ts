import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportsView } from '../../../gateway/http/contract-reports.ts';
import type { Reports } from '../../../gateway/http/ports.ts';
import { AT } from './views.fake.ts';

const reportsFake: ReportsView = {
  planned: [
    {
      ...{ id: 'weekly', every: 'week', on: 'mon', at: '06:00', language: 'en', sections: ['footfall', 'loss'] },
      ...{ next: AT + 86_400_000, folder: 'mail', webhook: null, problem: null },
    },
  ],
  made: [
    {
      ...{ report: 'weekly', from: '2026-02-23', to: '2026-03-01', period: '2026-02-23_2026-03-01', language: 'en' },
      ...{ madeAt: AT, completeUntil: AT, isComplete: true, folderAt: AT, webhookAt: null, problem: null },
      files: [
        { name: 'report.html', bytes: 20_000 },
        { name: 'footfall.csv', bytes: 300 },
      ],
    },
  ],
};

/** One report, whose two files lie in the folder. */
export function createFakeReports(folder: string): Reports {
  writeFileSync(join(folder, 'report.html'), '<!doctype html><title>Week</title>');
  writeFileSync(join(folder, 'footfall.csv'), 'date,in\r\n');
  return {
    list: () => reportsFake,
    file: (report, period, name) =>
      report === 'weekly' && period === '2026-02-23_2026-03-01' && ['report.html', 'footfall.csv'].includes(name)
        ? join(folder, name)
        : null,
  };
}
