import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Language } from '../explain/words.ts';
import type { ReportsView } from '../http/contract-reports.ts';
import type { Reports } from '../http/ports.ts';
import type { MadeReportRow, MadeReports } from '../pipeline/ledger-port.ts';
import { type MadeReport, makeReport, type ReportFile } from './make-report.ts';
import type { ReportReader, ReportShop } from './report.ts';
import { findReportFile, forgetOldReports, handOver, keepReport, periodName } from './report-files.ts';
import { momentsOf, nextSlot, type Rhythm, type Slot, slotsUntil } from './schedule.ts';
import type { SectionId } from './words.ts';

/** A report as store.yaml plans it. */
export interface ReportPlan extends Rhythm {
  readonly id: string;
  readonly language?: Language | undefined;
  readonly sections: readonly SectionId[];
  readonly keep: number;
  readonly to: { readonly folder?: string | undefined; readonly webhook?: string | undefined };
}

export interface ReportsOptions {
  readonly plans: readonly ReportPlan[];
  readonly shop: ReportShop;
  readonly reader: ReportReader;
  readonly made: MadeReports;
  /** Data folder of the gateway: reports are kept in `reports/` under it, and folders of reports are meant from it. */
  readonly dataFolder: string;
  /** Puts a report into the outbox of a webhook, once per `key`. */
  readonly send: (webhook: string, key: string, report: SentReport) => void;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Up to when everything is in the ledger, epoch ms; 0 before the first message of all. */
  readonly completeUntil: () => number;
  readonly log: (text: string, facts: Record<string, unknown>) => void;
}

/** What a webhook gets of a report. */
export interface SentReport extends Omit<MadeReport, 'files'> {
  readonly report: string;
  readonly files: readonly ReportFile[];
}

/** Reports of the time in which the gateway was off that are made afterwards; more would be read by nobody. */
const MOST_MISSED = 7;
const MOST_LISTED = 200;
const LOOK_EVERY_MS = 30_000;

/**
 * Makes reports when they are due, each period of each report once: the ledger remembers which. What was missed while the gateway was off
 * is made at the next start. Making one asks the reading thread only, and waits for nothing that brings readings in.
 */
export function createReports(options: ReportsOptions): Reports & {
  /** Makes what is due now; resolves when it is done. Never rejects: what goes wrong is shown, logged and tried again. */
  tick(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
} {
  const { plans, shop, reader, made, dataFolder, clock, completeUntil, log } = options;
  const folder = join(dataFolder, 'reports');
  const problems = new Map<string, string>();
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  /** The oldest first. A report that is new to the shop begins with its last period. */
  function missing(plan: ReportPlan): readonly Slot[] {
    const last = made.lastDay(plan.id);
    return slotsUntil(plan, clock(), shop.timezone, last === null ? 1 : MOST_MISSED)
      .filter(({ from, to }) => (last === null || to > last) && made.find(plan.id, from, to) === null)
      .toReversed();
  }

  async function make(plan: ReportPlan, slot: Slot): Promise<void> {
    const report = await makeReport({
      ...{ reader, shop, sections: plan.sections, now: clock(), completeUntil: completeUntil() },
      days: { from: slot.from, to: slot.to },
      language: plan.language ?? shop.locale,
    });
    if (isStopped) return;
    keepReport(folder, plan.id, report);
    const { webhook, folder: target } = plan.to;
    const { files, ...facts } = report;
    // Before it is noted: after a crash in between it is made again, and the outbox knows its key.
    if (webhook !== undefined) options.send(webhook, `report:${plan.id}:${periodName(slot)}`, { report: plan.id, ...facts, files });
    made.add({
      report: plan.id,
      ...{ from: slot.from, to: slot.to, language: report.language, madeAt: report.madeAt, completeUntil: report.completeUntil },
      files: files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text) })),
      ...{ folderAt: null, webhookAt: webhook === undefined ? null : clock(), problem: null },
    });
    if (target !== undefined) deliver(plan.id, target, { ...slot, files });
    forgetOldReports(folder, plan.id, plan.keep);
  }

  function deliver(id: string, target: string, report: Pick<SentReport, 'from' | 'to' | 'files'>): void {
    const { from, to } = report;
    try {
      handOver(resolve(dataFolder, target), id, report);
      made.delivered({ report: id, from, to }, clock(), null);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (made.find(id, from, to)?.problem !== problem) log('a report could not be written to its folder', { report: id, error: problem });
      made.delivered({ report: id, from, to }, null, problem);
    }
  }

  /** What its folder did not take before, from what is kept. */
  function deliverAgain(plan: ReportPlan): void {
    const { folder: target } = plan.to;
    if (target === undefined) return;
    for (const row of made.newest(MOST_LISTED)) {
      if (row.report !== plan.id || row.problem === null) continue;
      const files = row.files.flatMap(({ name }): ReportFile[] => {
        const path = findReportFile(folder, row.report, periodName(row), name);
        return path === null ? [] : [{ name, type: name.endsWith('.html') ? 'text/html' : 'text/csv', text: readFileSync(path, 'utf8') }];
      });
      if (files.length > 0) deliver(plan.id, target, { ...row, files });
    }
  }

  async function lookAfter(plan: ReportPlan): Promise<void> {
    try {
      deliverAgain(plan);
      for (const slot of missing(plan)) {
        // Readings of these days are still on their way into the ledger, or none ever came.
        if (isStopped || completeUntil() < momentsOf(slot, shop.timezone).to) break;
        await make(plan, slot);
      }
      problems.delete(plan.id);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problems.get(plan.id) !== problem && !isStopped)
        log('a report could not be made; it is tried again', { report: plan.id, error: problem });
      problems.set(plan.id, problem);
    }
  }

  async function lookAfterAll(): Promise<void> {
    for (const plan of plans) await lookAfter(plan);
  }

  function tick(): Promise<void> {
    running ??= lookAfterAll().finally(() => {
      running = null;
    });
    return running;
  }

  const plannedOf = (plan: ReportPlan): ReportsView['planned'][number] => ({
    id: plan.id,
    every: plan.every,
    on: plan.every === 'week' ? plan.on : null,
    at: plan.at,
    language: plan.language ?? shop.locale,
    sections: [...plan.sections],
    next: nextSlot(plan, clock(), shop.timezone).due,
    folder: plan.to.folder ?? null,
    webhook: plan.to.webhook ?? null,
    problem: problems.get(plan.id) ?? null,
  });

  const madeOf = (row: MadeReportRow): ReportsView['made'][number] => ({
    ...row,
    period: periodName(row),
    isComplete: row.completeUntil >= momentsOf(row, shop.timezone).to,
    files: row.files.filter(({ name }) => findReportFile(folder, row.report, periodName(row), name) !== null),
  });

  return {
    list: () => ({ planned: plans.map(plannedOf), made: made.newest(MOST_LISTED).map(madeOf) }),
    file: (report, period, name) => findReportFile(folder, report, period, name),
    tick,
    start(): void {
      if (plans.length === 0) return;
      void tick();
      timer = setInterval(() => void tick(), LOOK_EVERY_MS);
    },
    async stop(): Promise<void> {
      isStopped = true;
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
