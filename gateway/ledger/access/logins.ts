import type { DatabaseSync } from 'node:sqlite';
import type { Access } from '../../http/ports.ts';
import { createDeedLog } from '../deed-log.ts';
import { guarded, transact } from '../sqlite.ts';
import { hashOf, newToken } from './secrets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A session ends this long after its login, whatever happens. */
const ABSOLUTE_MS = 30 * DAY_MS;
/** A session ends this long after its last use. */
const IDLE_MS = 7 * DAY_MS;
/** A use is written down once in this time: a page that asks every second must not write every second. */
const SEEN_EVERY_MS = 3_600_000;

type Logins = Pick<Access, 'createLoginToken' | 'login' | 'session' | 'logout' | 'hasUsers'>;

/** People: one-time login links and the sessions they open. There is no user until a link is made for one. */
export function createLogins(db: DatabaseSync, clock: () => number): Logins {
  const addUser = db.prepare('INSERT INTO users (user, created_at) VALUES (?, ?) ON CONFLICT (user) DO NOTHING');
  const anyUser = db.prepare('SELECT 1 FROM users LIMIT 1');
  const endTokens = db.prepare('DELETE FROM login_tokens WHERE user = ? OR expires <= ?');
  const addToken = db.prepare('INSERT INTO login_tokens (hash, user, expires, read_only) VALUES (?, ?, ?, ?)');
  const spend = db.prepare('DELETE FROM login_tokens WHERE hash = ? RETURNING user, expires, read_only');
  const endSessions = db.prepare('DELETE FROM sessions WHERE created_at <= ? OR seen_at <= ?');
  const addSession = db.prepare('INSERT INTO sessions (hash, user, created_at, seen_at, read_only) VALUES (?, ?, ?, ?, ?)');
  const find = db.prepare('SELECT user, created_at, seen_at, read_only FROM sessions WHERE hash = ?');
  const seen = db.prepare('UPDATE sessions SET seen_at = ? WHERE hash = ?');
  const end = db.prepare('DELETE FROM sessions WHERE hash = ? RETURNING user');
  const log = createDeedLog(db, clock);
  const endOf = (createdAt: number, seenAt: number): number => Math.min(createdAt + ABSOLUTE_MS, seenAt + IDLE_MS);

  const whichOf = (isReadOnly: boolean): string => (isReadOnly ? 'read-only' : '');

  return {
    createLoginToken(user, minutes, isReadOnly = false) {
      const token = newToken();
      const now = clock();
      transact(db, () => {
        addUser.run(user, now);
        endTokens.run(user, now);
        addToken.run(hashOf(token), user, now + minutes * MINUTE_MS, Number(isReadOnly));
        log({ deed: 'login-link-made', user: null, about: user, detail: whichOf(isReadOnly) });
      });
      return token;
    },
    login(token) {
      const now = clock();
      const session = newToken();
      return transact(db, () => {
        const found = spend.get(hashOf(token));
        if (!found || Number(found.expires) <= now) return null;
        const user = String(found.user);
        endSessions.run(now - ABSOLUTE_MS, now - IDLE_MS);
        addSession.run(hashOf(session), user, now, now, Number(found.read_only));
        log({ deed: 'login', user, detail: whichOf(Number(found.read_only) === 1) });
        return { session, user, expires: endOf(now, now), isReadOnly: Number(found.read_only) === 1 };
      });
    },
    session(session) {
      return guarded(() => {
        const hash = hashOf(session);
        const now = clock();
        const found = find.get(hash);
        if (!found) return null;
        const seenAt = Number(found.seen_at);
        if (endOf(Number(found.created_at), seenAt) <= now) return null;
        if (now - seenAt >= SEEN_EVERY_MS) seen.run(now, hash);
        return { user: String(found.user), expires: endOf(Number(found.created_at), now), isReadOnly: Number(found.read_only) === 1 };
      });
    },
    logout(session) {
      transact(db, () => {
        const ended = end.get(hashOf(session));
        if (ended) log({ deed: 'logout', user: String(ended.user) });
      });
    },
    hasUsers: () => guarded(() => anyUser.get() !== undefined),
  };
}
