import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MadeReport, PAGE_NAME } from './make-report.ts';
import type { Days } from './schedule.ts';

/** How days are called in addresses and names of files. */
export const periodName = ({ from, to }: Days): string => (from === to ? from : `${from}_${to}`);

/** Writes a report as `<folder>/<report>/<period>/…`: whole or not at all. Throws what the file system throws. */
export function keepReport(folder: string, id: string, report: MadeReport): void {
  const own = join(folder, id);
  const wanted = join(own, periodName(report));
  const fresh = `${wanted}.partial`;
  mkdirSync(own, { recursive: true, mode: 0o700 });
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  for (const { name, text } of report.files) writeFileSync(join(fresh, name), text, { mode: 0o600 });
  rmSync(wanted, { recursive: true, force: true });
  renameSync(fresh, wanted);
}

/** Deletes all but the newest `count` of a report; their names sort by time. */
export function forgetOldReports(folder: string, id: string, count: number): void {
  const own = join(folder, id);
  if (!existsSync(own)) return;
  const old = readdirSync(own).toSorted().toReversed().slice(count);
  for (const name of old) rmSync(join(own, name), { recursive: true, force: true });
}

/** Where a file of a report lies; null when it is not there. The three names must be checked by the caller: they become a path. */
export function findReportFile(folder: string, id: string, period: string, name: string): string | null {
  const path = join(folder, id, period, name);
  return existsSync(path) ? path : null;
}

/**
 * Puts a report into a folder of the shop, flat: `week-2026-11-16_2026-11-22.html` and one CSV per section beside it. Each file appears
 * whole, so that a program that watches the folder never takes half of one. Throws what the file system throws.
 */
export function handOver(target: string, id: string, { files, ...days }: Days & Pick<MadeReport, 'files'>): void {
  mkdirSync(target, { recursive: true });
  accessSync(target, constants.W_OK);
  const base = `${id}-${periodName(days)}`;
  for (const { name, text } of files) {
    const path = join(target, name === PAGE_NAME ? `${base}.html` : `${base}-${name}`);
    writeFileSync(`${path}.partial`, text);
    renameSync(`${path}.partial`, path);
  }
}
