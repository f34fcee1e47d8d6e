import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { MadeReportRow, MadeReports } from '../pipeline/ledger-port.ts';
import { guarded, transact } from './sqlite.ts';

/** Which reports were made, so that none is made or sent twice, whatever happens in between. */
export function createMadeReports(db: DatabaseSync): MadeReports {
  const columns = 'report, from_date, to_date, language, made_at, complete_until, files, folder_at, webhook_at, problem';
  const newest = db.prepare(`SELECT ${columns} FROM reports_made ORDER BY made_at DESC, report LIMIT ?`);
  const one = db.prepare(`SELECT ${columns} FROM reports_made WHERE report = ? AND from_date = ? AND to_date = ?`);
  const last = db.prepare('SELECT max(to_date) AS last FROM reports_made WHERE report = ?');
  const add = db.prepare(
    `INSERT INTO reports_made (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (report, from_date, to_date) DO NOTHING`,
  );
  const deliver = db.prepare('UPDATE reports_made SET folder_at = ?, problem = ? WHERE report = ? AND from_date = ? AND to_date = ?');
  return {
    newest: (limit) => guarded(() => newest.all(limit).map(toRow)),
    find: (report, from, to) =>
      guarded(() => {
        const row = one.get(report, from, to);
        return row === undefined ? null : toRow(row);
      }),
    lastDay: (report) => guarded(() => (last.get(report)?.last ?? null) as string | null),
    add: ({ report, from, to, language, madeAt, completeUntil, files, folderAt, webhookAt, problem }) =>
      transact(db, () => {
        add.run(report, from, to, language, madeAt, completeUntil, JSON.stringify(files), folderAt, webhookAt, problem);
      }),
    delivered: ({ report, from, to }, folderAt, problem) => transact(db, () => void deliver.run(folderAt, problem, report, from, to)),
  };
}

const numberOrNull = (value: SQLOutputValue | undefined): number | null => (value == null ? null : Number(value));

const toRow = (row: Record<string, SQLOutputValue>): MadeReportRow => ({
  report: String(row.report),
  from: String(row.from_date),
  to: String(row.to_date),
  language: String(row.language),
  madeAt: Number(row.made_at),
  completeUntil: Number(row.complete_until),
  files: JSON.parse(String(row.files)) as MadeReportRow['files'],
  folderAt: numberOrNull(row.folder_at),
  webhookAt: numberOrNull(row.webhook_at),
  problem: row.problem === null ? null : String(row.problem),
});
