import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { DeadLetters, Epitaph } from '../pipeline/ledger-port.ts';
import { number, text } from './queries/row.ts';
import { transact } from './sqlite.ts';

/** Letters kept for one sink; the oldest give way, as a receiver that takes nothing must not fill the disk. */
const KEPT = 10_000;
/** Letters per transaction: a few milliseconds, so that readings do not wait. */
const CHUNK = 500;

/** The ledger's part that keeps what was given up: `bury` for the outbox, inside its transaction; the rest for operators. */
export interface DeadLetterStore extends DeadLetters {
  /** Keeps the body of a row that is about to end. Inside a transaction. */
  bury(row: number, epitaph: Epitaph): void;
  /** Lets the oldest go where a sink has more than it may. Inside a transaction. */
  trim(sink: string): void;
}

/** `revived`: called after a commit that put letters of the sink back into the outbox. */
export function createDeadLetters(db: DatabaseSync, clock: () => number, revived: (sink: string) => void): DeadLetterStore {
  const keep = db.prepare(
    `INSERT OR REPLACE INTO dead_letters (sink, key, at, died_at, attempts, reason, detail, body)
     SELECT sink, key, at, ?, attempts + 1, ?, ?, body FROM outbox WHERE id = ? AND body IS NOT NULL`,
  );
  const trim = db.prepare(
    `DELETE FROM dead_letters WHERE sink = ?1 AND id IN
       (SELECT id FROM dead_letters WHERE sink = ?1 ORDER BY id DESC LIMIT -1 OFFSET ${KEPT})`,
  );
  const byId = db.prepare('SELECT id, sink, reason FROM dead_letters WHERE id = ?');
  const bySink = db.prepare(`SELECT id, sink, reason FROM dead_letters WHERE sink = ? AND id > ? ORDER BY id LIMIT ${CHUNK}`);
  // The row is still there as a bare key while the journal could make it again; later it has to be made anew.
  const wake = db.prepare(
    `UPDATE outbox SET attempts = 0, expires = NULL, revived_at = ?, body = letter.body
     FROM (SELECT sink, key, body FROM dead_letters WHERE id = ?) AS letter
     WHERE outbox.sink = letter.sink AND outbox.key = letter.key AND outbox.body IS NULL`,
  );
  const remake = db.prepare(
    `INSERT OR IGNORE INTO outbox (sink, key, at, expires, seq, revived_at, body)
     SELECT sink, key, at, NULL, (SELECT seq FROM meta), ?, body FROM dead_letters WHERE id = ?`,
  );
  const uncount = db.prepare(
    "UPDATE outbox_totals SET amount = amount - 1 WHERE sink = ? AND outcome = 'failed' AND reason = ? AND amount > 0",
  );
  const remove = db.prepare('DELETE FROM dead_letters WHERE id = ?');

  /** What was given up is under way again: it no longer counts as failed. */
  function revive(id: number, sink: string, reason: string): void {
    if (wake.run(clock(), id).changes === 0) remake.run(clock(), id);
    uncount.run(sink, reason);
    remove.run(id);
  }

  function one(id: number, act: (id: number, sink: string, reason: string) => void): string | null {
    return transact(db, () => {
      const row = byId.get(id);
      if (row === undefined) return null;
      act(id, text(row.sink), text(row.reason));
      return text(row.sink);
    });
  }

  /** Those of before the call, each once: what dies again meanwhile has a new id behind them. */
  async function all(sink: string, act: (id: number, sink: string, reason: string) => void): Promise<number> {
    const last = number(db.prepare('SELECT max(id) AS id FROM dead_letters').get()?.id);
    let done = 0;
    for (let after = 0; db.isOpen; ) {
      const rows = bySink.all(sink, after).filter((row) => number(row.id) <= last);
      if (rows.length === 0) break;
      transact(db, () => {
        for (const row of rows) act(number(row.id), text(row.sink), text(row.reason));
      });
      done += rows.length;
      after = number(rows.at(-1)?.id);
      await setImmediate();
    }
    return done;
  }

  const discarded = (id: number): void => void remove.run(id);

  return {
    bury: (row, { reason, detail }) => void keep.run(clock(), reason, detail, row),
    trim: (sink) => void trim.run(sink),
    replay(id) {
      const sink = one(id, revive);
      if (sink !== null) revived(sink);
      return sink !== null;
    },
    async replayAll(sink) {
      const done = await all(sink, revive);
      if (done > 0) revived(sink);
      return done;
    },
    discard: (id) => one(id, discarded) !== null,
    discardAll: (sink) => all(sink, discarded),
  };
}
