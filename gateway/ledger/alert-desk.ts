import type { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../errors.ts';
import type { AlertDesk } from '../http/ports.ts';
import { transact } from './sqlite.ts';

const LONGEST_SHELF_MS = 30 * 86_400_000;

type Deed = 'comment' | 'assign' | 'shelve';

/**
 * What operators arrange among themselves about alerts. Nothing in the shop follows from it, so it does not pass the journal as an
 * acknowledgement does: a replay of a recording gives the same alerts without it. It is written at once, beside sessions and logins.
 */
export function createAlertDesk(db: DatabaseSync, clock: () => number): AlertDesk {
  const known = db.prepare('SELECT 1 FROM alerts WHERE alert = ?');
  const isUser = db.prepare('SELECT 1 FROM users WHERE user = ?');
  const add = db.prepare('INSERT INTO alert_notes (alert, at, user, deed, body, until) VALUES (?, ?, ?, ?, ?, ?)');
  const seen = db.prepare(
    'INSERT INTO alert_reads (user, alert, at) VALUES (?1, ?2, ?3) ON CONFLICT (user, alert) DO UPDATE SET at = excluded.at',
  );

  /** All of them or none: who marks ten alerts must not find five of them done. */
  const each = (ids: readonly string[], act: (id: string, at: number) => unknown): void =>
    transact(db, () => {
      const now = clock();
      for (const id of new Set(ids)) {
        if (known.get(id) === undefined) throw new GatewayError('NOT_FOUND', 'There is no alert with this id.', { alert: id });
        act(id, now);
      }
    });
  const note = (ids: readonly string[], user: string, deed: Deed, body: string | null, until: number | null): void =>
    each(ids, (id, at) => {
      add.run(id, at, user, deed, body, until);
      // Who does something with an alert has seen it.
      seen.run(user, id, at);
    });

  return {
    comment: (ids, user, text) => note(ids, user, 'comment', text, null),
    assign(ids, user, to) {
      if (to !== null && isUser.get(to) === undefined) throw new GatewayError('INPUT_INVALID', 'There is no such user.', { to });
      note(ids, user, 'assign', to, null);
    },
    shelve(ids, user, until) {
      const now = clock();
      if (until !== null && (until <= now || until > now + LONGEST_SHELF_MS))
        throw new GatewayError('INPUT_INVALID', '`until` must lie in the next 30 days.', { until });
      note(ids, user, 'shelve', null, until);
    },
    read: (ids, user) => each(ids, (id, at) => seen.run(user, id, at)),
  };
}
