import type { DeadLetterRow, Page, SinkAccount } from '../../http/ports.ts';
import type { QueryContext } from './context.ts';
import { json, number, numberOrNull, type Row, text } from './row.ts';

/** Receivers outside the gateway: what waits for each, what became of the rest, and what was given up. */
export function createSinks({ db }: QueryContext) {
  const waiting = db.prepare('SELECT sink, count(*) AS n, min(at) AS since FROM outbox WHERE body IS NOT NULL GROUP BY sink');
  const ended = db.prepare('SELECT sink, outcome, sum(amount) AS n FROM outbox_totals GROUP BY sink, outcome');
  const dead = db.prepare('SELECT sink, count(*) AS n FROM dead_letters GROUP BY sink');
  const letters = db.prepare(
    `SELECT id, sink, at, died_at, attempts, reason, detail, body FROM dead_letters
     WHERE id < coalesce($before, 9223372036854775807) AND ($sink IS NULL OR sink = $sink) ORDER BY id DESC LIMIT $limit`,
  );

  return {
    /** In the order of their names; receivers that never had a row are not among them. */
    sinks(): SinkAccount[] {
      const accounts = new Map<string, { -readonly [Key in keyof SinkAccount]: SinkAccount[Key] }>();
      const of = (row: Row) => {
        const sink = text(row.sink);
        const account = accounts.get(sink) ?? { sink, waiting: 0, delivered: 0, failed: 0, dead: 0, waitingSince: null };
        accounts.set(sink, account);
        return account;
      };
      for (const row of waiting.all()) Object.assign(of(row), { waiting: number(row.n), waitingSince: numberOrNull(row.since) });
      for (const row of ended.all()) of(row)[row.outcome === 'delivered' ? 'delivered' : 'failed'] = number(row.n);
      for (const row of dead.all()) of(row).dead = number(row.n);
      return [...accounts.values()].sort((a, b) => (a.sink < b.sink ? -1 : 1));
    },
    /** The newest first; `before` is the id of the last row of the page before. */
    deadLetters({ limit, before, sink }: Page & { readonly sink?: string | undefined }): DeadLetterRow[] {
      return letters.all({ $limit: limit, $before: before ?? null, $sink: sink ?? null }).map(toLetter);
    },
  };
}

const toLetter = (row: Row): DeadLetterRow => ({
  id: number(row.id),
  sink: text(row.sink),
  at: number(row.at),
  diedAt: number(row.died_at),
  attempts: number(row.attempts),
  reason: text(row.reason),
  detail: text(row.detail),
  body: json<unknown>(row.body),
});
