import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportsView } from '../../gateway/http/contract-reports.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { createReports, type ReportPlan } from '../../gateway/reports/create-reports.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { createWeekReader, SHOP } from './report-shop.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Monday. */
const MONDAY = Date.parse('2026-11-23T06:00:00+08:00');
const DAILY: ReportPlan = { id: 'daily', every: 'day', on: 'mon', at: '06:00', sections: ['footfall'], keep: 3, to: {} };
const WEEKLY: ReportPlan = { id: 'weekly', every: 'week', on: 'mon', at: '06:00', sections: ['footfall', 'loss'], keep: 60, to: {} };

/** A gateway's reports over a ledger that stays when it starts again. */
function shopWith(plans: readonly ReportPlan[], folder = temporaryFolder()) {
  const { madeReports } = openLedger({ file: ':memory:', clock: () => now });
  let now = MONDAY;
  let complete: number | null = null;
  let isBroken = false;
  const sent: string[] = [];
  const told: string[] = [];
  const reader = createWeekReader();
  const start = (own = plans) =>
    createReports({
      plans: own,
      ...{ shop: SHOP, dataFolder: folder, made: madeReports, clock: () => now },
      reader: { ...reader, footfallSpan: (days) => (isBroken ? Promise.reject(new Error('the disk is gone')) : reader.footfallSpan(days)) },
      send: (webhook, key) => void sent.push(`${webhook} ${key}`),
      completeUntil: () => complete ?? now,
      log: (text, facts) => void told.push(`${text} ${facts.error}`),
    });
  return {
    folder,
    sent,
    told,
    start,
    reports: start(),
    madeReports,
    kept: (id: string): string[] => readdirSync(join(folder, 'reports', id)).toSorted(),
    at: (time: number) => {
      now = time;
    },
    completeUntil: (time: number) => {
      complete = time;
    },
    breakReader: (broken: boolean) => {
      isBroken = broken;
    },
  };
}

describe('reports by the clock', () => {
  it('are made when they are due, and once', async () => {
    const shop = shopWith([WEEKLY]);
    await shop.reports.tick();
    const [first] = shop.madeReports.newest(9);
    expect(first).toMatchObject({ report: 'weekly', from: '2026-11-16', to: '2026-11-22', madeAt: MONDAY });
    await shop.reports.tick();
    shop.at(MONDAY + 6 * DAY);
    await shop.start().tick();
    expect(shop.madeReports.newest(9)).toEqual([first]);
    shop.at(MONDAY + 7 * DAY);
    await shop.reports.tick();
    expect(shop.madeReports.newest(9).map(({ to }) => to)).toEqual(['2026-11-29', '2026-11-22']);
  });

  it('that were missed are made at the next start, the newest seven', async () => {
    const shop = shopWith([{ ...DAILY, keep: 60 }]);
    await shop.reports.tick();
    expect(shop.kept('daily')).toEqual(['2026-11-22']);
    shop.at(MONDAY + 3 * DAY);
    await shop.start().tick();
    expect(shop.kept('daily')).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']);
    shop.at(MONDAY + 40 * DAY);
    await shop.start().tick();
    expect(shop.kept('daily')).toHaveLength(4 + 7);
    expect(shop.madeReports.newest(1)[0]?.to).toBe('2027-01-01');
  });

  it('wait until everything of their days is in the ledger', async () => {
    const shop = shopWith([DAILY]);
    shop.completeUntil(MONDAY - 7 * HOUR);
    await shop.reports.tick();
    expect(shop.madeReports.newest(9)).toEqual([]);
    shop.completeUntil(MONDAY);
    await shop.reports.tick();
    expect(shop.madeReports.newest(9)).toHaveLength(1);
  });

  it('keep the newest files only, and forget none of the days', async () => {
    const shop = shopWith([DAILY]);
    for (let day = 0; day < 5; day++) {
      shop.at(MONDAY + day * DAY);
      await shop.reports.tick();
    }
    expect(shop.kept('daily')).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
    const { made } = reportsView.parse(shop.reports.list());
    expect(made.map(({ files }) => files.length)).toEqual([2, 2, 2, 0, 0]);
    expect(shop.reports.file('daily', '2026-11-26', 'footfall.csv')).toContain('2026-11-26');
    expect(shop.reports.file('daily', '2026-11-22', 'footfall.csv')).toBeNull();
  });

  it('go to a folder of the shop, flat and whole', async () => {
    const shop = shopWith([{ ...WEEKLY, to: { folder: 'mail/week' } }]);
    await shop.reports.tick();
    const names = ['footfall.csv', 'loss.csv'].map((name) => `weekly-2026-11-16_2026-11-22-${name}`);
    expect(readdirSync(join(shop.folder, 'mail/week')).toSorted()).toEqual([...names, 'weekly-2026-11-16_2026-11-22.html'].toSorted());
    expect(shop.reports.list().made[0]).toMatchObject({ folderAt: MONDAY, problem: null });
  });

  it('that their folder did not take are kept, shown and tried again', async () => {
    const shop = shopWith([{ ...WEEKLY, to: { folder: 'mail' } }]);
    // A file stands where the folder should be.
    writeFileSync(join(shop.folder, 'mail'), '');
    await shop.reports.tick();
    expect(shop.reports.list().made[0]).toMatchObject({ folderAt: null, problem: expect.stringContaining('EEXIST') });
    await shop.reports.tick();
    expect(shop.told).toHaveLength(1);
    rmSync(join(shop.folder, 'mail'));
    mkdirSync(join(shop.folder, 'mail'));
    shop.at(MONDAY + HOUR);
    await shop.reports.tick();
    expect(shop.reports.list().made[0]).toMatchObject({ folderAt: MONDAY + HOUR, problem: null });
    expect(readFileSync(join(shop.folder, 'mail/weekly-2026-11-16_2026-11-22.html'), 'utf8')).toContain('<!doctype html>');
  });

  it('go to a webhook once per period, under a key that stays', async () => {
    const shop = shopWith([{ ...WEEKLY, to: { webhook: 'crm' } }]);
    await shop.reports.tick();
    await shop.start().tick();
    expect(shop.sent).toEqual(['crm report:weekly:2026-11-16_2026-11-22']);
    expect(shop.reports.list().made[0]?.webhookAt).toBe(MONDAY);
  });

  it('that cannot be made say why, and are made when they can', async () => {
    const shop = shopWith([WEEKLY, DAILY]);
    shop.breakReader(true);
    await shop.reports.tick();
    await shop.reports.tick();
    expect(shop.reports.list().planned.map(({ problem }) => problem)).toEqual(['the disk is gone', 'the disk is gone']);
    expect(shop.told).toHaveLength(2);
    expect(existsSync(join(shop.folder, 'reports'))).toBe(false);
    shop.breakReader(false);
    await shop.reports.tick();
    expect(shop.reports.list().planned.map(({ problem }) => problem)).toEqual([null, null]);
    expect(shop.madeReports.newest(9)).toHaveLength(2);
  });

  it('say what is planned, and when the next is due', () => {
    const shop = shopWith([WEEKLY, { ...DAILY, language: 'zh-TW', to: { folder: '/srv/reports', webhook: 'crm' } }]);
    const { planned } = reportsView.parse(shop.reports.list());
    expect(planned[0]).toMatchObject({ id: 'weekly', on: 'mon', next: MONDAY + 7 * DAY, language: 'en', folder: null });
    expect(planned[1]).toMatchObject({
      id: 'daily',
      on: null,
      next: MONDAY + DAY,
      language: 'zh-TW',
      folder: '/srv/reports',
      webhook: 'crm',
    });
  });
});
