import { createHash, randomBytes } from 'node:crypto';
import type { Access, Login } from '../../../gateway/http/ports.ts';

const SESSION_MS = 12 * 3_600_000;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Users, sessions and device secrets in memory, with the rules of the port: one use, an end, only hashes kept. */
export function createFakeAccess(clock: () => number): Access {
  const links = new Map<string, Login>();
  const sessions = new Map<string, Login>();
  const devices = new Map<string, string>();
  const users = new Set<string>();
  return {
    createLoginToken: (user, minutes, isReadOnly = false) => {
      users.add(user);
      for (const [key, link] of links) if (link.user === user) links.delete(key);
      const token = randomBytes(24).toString('base64url');
      links.set(hash(token), { user, expires: clock() + minutes * 60_000, isReadOnly });
      return token;
    },
    login: (token) => {
      const link = links.get(hash(token));
      links.delete(hash(token));
      if (!link || link.expires <= clock()) return null;
      const session = randomBytes(24).toString('base64url');
      const granted = { user: link.user, expires: clock() + SESSION_MS, isReadOnly: link.isReadOnly };
      sessions.set(hash(session), granted);
      return { session, ...granted };
    },
    session: (session) => {
      const known = sessions.get(hash(session));
      return known && known.expires > clock() ? known : null;
    },
    logout: (session) => void sessions.delete(hash(session)),
    hasUsers: () => users.size > 0,
    rotateDevice: (device) => {
      const secret = randomBytes(24).toString('base64url');
      devices.set(device, hash(secret));
      return secret;
    },
    revokeDevice: (device) => void devices.delete(device),
    verifyDevice: (device, secret) => devices.get(device) === hash(secret),
    devicesWithSecret: () => [...devices.keys()],
  };
}
