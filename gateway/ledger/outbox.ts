import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { instant } from '../domain/units.ts';
import type { DeadLetters, Epitaph, Outbox, OutboxRow } from '../pipeline/ledger-port.ts';
import { createDeadLetters, type DeadLetterStore } from './dead-letters.ts';
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

export interface OutboxParts {
  readonly outbox: Outbox;
  readonly writer: OutboxWriter;
  readonly deadLetters: DeadLetters;
}

/**
 * Rows to be delivered outside. A finished row loses its body and stays as a key, so that a journal which is applied again
 * cannot deliver it twice; retention removes the key when the journal no longer holds what made it.
 */
export function createOutbox(db: DatabaseSync, clock: () => number): OutboxParts {
  const listeners = createListeners();
  const deadLetters = createDeadLetters(db, clock, listeners.tell);
  const writer = createWriter(db, listeners.tell);
  const reach = db.prepare('SELECT seq FROM meta');
  const add = (rows: readonly OutboxRow[]): void => {
    try {
      transact(db, () => writer.add(rows, Number(reach.get()?.seq)));
    } catch (error) {
      writer.forget();
      throw error;
    }
    writer.announce();
  };
  return { outbox: { ...createDrain(db, clock, listeners.on, deadLetters), add }, writer, deadLetters };
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

function createDrain(
  db: DatabaseSync,
  clock: () => number,
  onPending: Outbox['onPending'],
  deadLetters: DeadLetterStore,
): Omit<Outbox, 'add'> {
  const select = db.prepare(
    'SELECT id, sink, key, at, expires, attempts, revived_at, body FROM outbox WHERE sink = ? AND body IS NOT NULL ORDER BY id LIMIT ?',
  );
  const expired = db.prepare('SELECT id FROM outbox WHERE sink = ? AND body IS NOT NULL AND expires <= ?');
  const attempt = db.prepare('UPDATE outbox SET attempts = attempts + 1 WHERE id = ? AND body IS NOT NULL');
  const finish = db.prepare('UPDATE outbox SET body = NULL WHERE id = ? AND body IS NOT NULL RETURNING sink');
  const total = db.prepare(
    `INSERT INTO outbox_totals (sink, outcome, reason, amount) VALUES (?, ?, ?, 1)
     ON CONFLICT (sink, outcome, reason) DO UPDATE SET amount = amount + 1`,
  );

  /** A row ends once: whoever ends it again (a late answer after its expiry) changes nothing and counts nothing. */
  function endOne(id: number, outcome: 'delivered' | 'failed', reason: string): string | null {
    const sink = finish.get(id)?.sink;
    if (sink === undefined) return null;
    total.run(sink, outcome, reason);
    return String(sink);
  }

  function end(ids: readonly number[], outcome: 'delivered' | 'failed', reason: string): void {
    if (ids.length === 0) return;
    transact(db, () => {
      for (const id of ids) endOne(id, outcome, reason);
    });
  }

  function bury(epitaphs: readonly Epitaph[]): void {
    if (epitaphs.length === 0) return;
    transact(db, () => {
      const sinks = new Set<string>();
      for (const epitaph of epitaphs) {
        deadLetters.bury(epitaph.id, epitaph);
        const sink = endOne(epitaph.id, 'failed', epitaph.reason);
        if (sink !== null) sinks.add(sink);
      }
      for (const sink of sinks) deadLetters.trim(sink);
    });
  }

  const count = db.prepare('SELECT count(*) AS n FROM outbox WHERE sink = ? AND body IS NOT NULL');

  const sinks = db.prepare('SELECT DISTINCT sink FROM outbox WHERE body IS NOT NULL ORDER BY sink');

  return {
    sinks: () => guarded(() => sinks.all().map((row) => String(row.sink))),
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
    bury,
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
  since: instant(Number(row.revived_at ?? row.at)),
  body: JSON.parse(String(row.body)) as unknown,
});
