import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { instant } from '../domain/units.ts';
import type { Outbox, OutboxRow } from '../pipeline/ledger-port.ts';
import { guarded, transact } from './sqlite.ts';

/** What the commit needs of the outbox. */
export interface OutboxWriter {
  /** Inside the transaction. A key that the sink has or had before is passed over. `seq`: position of the commit. */
  add(rows: readonly OutboxRow[], seq: number): void;
  /** After the transaction: tells the listeners of sinks that got rows. */
  announce(): void;
  /** After a failed transaction: nobody is told. */
  forget(): void;
}

/**
 * Rows to be delivered outside. A finished row loses its body and stays as a key, so that a journal which is applied again
 * cannot deliver it twice; retention removes the key when the journal no longer holds what made it.
 */
export function createOutbox(db: DatabaseSync, clock: () => number): { readonly outbox: Outbox; readonly writer: OutboxWriter } {
  const listeners = createListeners();
  return { outbox: createDrain(db, clock, listeners.on), writer: createWriter(db, listeners.tell) };
}

type Listener = () => void;

function createListeners() {
  const bySink = new Map<string, Set<Listener>>();
  return {
    tell(sink: string): void {
      for (const listener of [...(bySink.get(sink) ?? [])]) listener();
    },
    on(sink: string, listener: Listener): () => void {
      const set = bySink.get(sink) ?? new Set();
      bySink.set(sink, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}

function createWriter(db: DatabaseSync, tell: (sink: string) => void): OutboxWriter {
  const insert = db.prepare('INSERT OR IGNORE INTO outbox (sink, key, at, expires, seq, body) VALUES (?, ?, ?, ?, ?, ?)');
  const fresh = new Set<string>();
  return {
    add(rows, seq) {
      for (const { sink, key, at, expires, body } of rows) {
        if (insert.run(sink, key, at, expires, seq, JSON.stringify(body ?? null)).changes > 0) fresh.add(sink);
      }
    },
    announce() {
      if (fresh.size === 0) return;
      const sinks = [...fresh];
      fresh.clear();
      for (const sink of sinks) tell(sink);
    },
    forget: () => fresh.clear(),
  };
}

function createDrain(db: DatabaseSync, clock: () => number, onPending: Outbox['onPending']): Outbox {
  const select = db.prepare(
    'SELECT id, sink, key, at, expires, attempts, body FROM outbox WHERE sink = ? AND body IS NOT NULL ORDER BY id LIMIT ?',
  );
  const expired = db.prepare('SELECT id FROM outbox WHERE sink = ? AND body IS NOT NULL AND expires <= ?');
  const attempt = db.prepare('UPDATE outbox SET attempts = attempts + 1 WHERE id = ? AND body IS NOT NULL');
  const finish = db.prepare('UPDATE outbox SET body = NULL WHERE id = ? AND body IS NOT NULL RETURNING sink');
  const total = db.prepare(
    `INSERT INTO outbox_totals (sink, outcome, reason, amount) VALUES (?, ?, ?, 1)
     ON CONFLICT (sink, outcome, reason) DO UPDATE SET amount = amount + 1`,
  );

  /** A row ends once: whoever ends it again (a late answer after its expiry) changes nothing and counts nothing. */
  function end(ids: readonly number[], outcome: 'delivered' | 'failed', reason: string): void {
    if (ids.length === 0) return;
    transact(db, () => {
      for (const id of ids) {
        const sink = finish.get(id)?.sink;
        if (sink !== undefined) total.run(sink, outcome, reason);
      }
    });
  }

  const count = db.prepare('SELECT count(*) AS n FROM outbox WHERE sink = ? AND body IS NOT NULL');

  return {
    waiting: (sink) => guarded(() => Number(count.get(sink)?.n)),
    pending(sink, limit) {
      return guarded(() => {
        const late = expired.all(sink, clock()).map((row) => Number(row.id));
        end(late, 'failed', 'expired');
        return select.all(sink, limit).map(toRow);
      });
    },
    delivered: (ids) => end(ids, 'delivered', ''),
    failed: (ids, reason) => end(ids, 'failed', reason),
    attempted(ids) {
      if (ids.length === 0) return;
      transact(db, () => {
        for (const id of ids) attempt.run(id);
      });
    },
    onPending,
  };
}

const toRow = (row: Record<string, SQLOutputValue>) => ({
  id: Number(row.id),
  sink: String(row.sink),
  key: String(row.key),
  at: instant(Number(row.at)),
  expires: row.expires === null ? null : instant(Number(row.expires)),
  attempts: Number(row.attempts),
  body: JSON.parse(String(row.body)) as unknown,
});
