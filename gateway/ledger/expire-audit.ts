import type { DatabaseSync } from 'node:sqlite';
import { number, text } from './queries/row.ts';
import { transact } from './sqlite.ts';

/**
 * Deletes up to `chunk` rows of the audit log that are older than `before`, always the oldest, and moves the beginning of the chain
 * behind them in the same transaction: what is left can still be checked. Returns how many went.
 */
export function expireAudit(db: DatabaseSync, before: number, chunk: number): number {
  const oldest = db.prepare('SELECT seq, hash, at FROM audit ORDER BY seq LIMIT ?');
  return transact(db, () => {
    const rows = oldest.all(chunk);
    const firstKept = rows.findIndex((row) => number(row.at) >= before);
    const gone = firstKept === -1 ? rows.length : firstKept;
    const last = rows[gone - 1];
    if (last === undefined) return 0;
    db.prepare('UPDATE audit_chain SET base_seq = ?, base_hash = ?').run(number(last.seq), text(last.hash));
    return Number(db.prepare('DELETE FROM audit WHERE seq <= ?').run(number(last.seq)).changes);
  });
}
