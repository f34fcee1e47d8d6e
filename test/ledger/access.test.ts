import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openAccess } from '../../gateway/ledger/access/open-access.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { MINUTE, NINE } from './events.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function opened(file = ':memory:') {
  let now = NINE;
  const all = openLedger({ file, clock: () => now });
  return {
    ...all,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

test('nobody can come in before a link was made: no user, no session, no device', () => {
  const { access } = opened();
  expect(access.hasUsers()).toBe(false);
  expect(access.login('')).toBeNull();
  expect(access.session('')).toBeNull();
  expect(access.devicesWithSecret()).toEqual([]);
  expect(access.verifyDevice('reader-1', '')).toBe(false);
});

test('a login link opens one session, once', () => {
  const { access } = opened();
  const token = access.createLoginToken('mei', 10);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(access.hasUsers()).toBe(true);
  const login = access.login(token);
  expect(login).toMatchObject({ user: 'mei', expires: NINE + 7 * DAY });
  expect(access.session(login?.session ?? '')).toEqual({ user: 'mei', expires: NINE + 7 * DAY, isReadOnly: false });
  expect(access.login(token)).toBeNull();
  expect(access.session(token)).toBeNull();
});

test('a login link is too old after its minutes', () => {
  const { access, advance } = opened();
  const [early, late] = [access.createLoginToken('mei', 10), access.createLoginToken('lin', 10)];
  advance(10 * MINUTE - 1);
  expect(access.login(early)?.user).toBe('mei');
  advance(1);
  expect(access.login(late)).toBeNull();
});

test('a new link ends the earlier ones of the same user alone', () => {
  const { access } = opened();
  const [first, other, second] = [
    access.createLoginToken('mei', 10),
    access.createLoginToken('lin', 10),
    access.createLoginToken('mei', 10),
  ];
  expect(access.login(first)).toBeNull();
  expect(access.login(other)?.user).toBe('lin');
  expect(access.login(second)?.user).toBe('mei');
});

const loggedIn = (all: ReturnType<typeof opened>): string => all.access.login(all.access.createLoginToken('mei', 10))?.session ?? '';

test('a session ends with the logout, and others go on', () => {
  const all = opened();
  const [here, there] = [loggedIn(all), loggedIn(all)];
  all.access.logout(here);
  expect(all.access.session(here)).toBeNull();
  expect(all.access.session(there)?.user).toBe('mei');
});

test('a session that is not used ends after seven days', () => {
  const all = opened();
  const session = loggedIn(all);
  all.advance(7 * DAY - 1);
  expect(all.access.session(session)?.user).toBe('mei');
  all.advance(7 * DAY - 1);
  expect(all.access.session(session)?.user).toBe('mei');
  all.advance(7 * DAY);
  expect(all.access.session(session)).toBeNull();
});

test('a session ends after thirty days however much it is used', () => {
  const all = opened();
  const session = loggedIn(all);
  for (let day = 1; day < 30; day++) {
    all.advance(DAY);
    expect(all.access.session(session)?.expires).toBe(Math.min(NINE + 30 * DAY, NINE + (day + 7) * DAY));
  }
  all.advance(DAY);
  expect(all.access.session(session)).toBeNull();
});

test('a device is known by its present secret, in whatever way a person types it', () => {
  const { access } = opened();
  const secret = access.rotateDevice('reader-1');
  expect(secret).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){7}[0-9a-hjkmnp-tv-z]{4}$/);
  const typed = secret.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l');
  expect(access.verifyDevice('reader-1', secret)).toBe(true);
  expect(access.verifyDevice('reader-1', typed)).toBe(true);
  expect(access.verifyDevice('reader-1', `${secret}0`)).toBe(false);
  expect(access.verifyDevice('reader-2', secret)).toBe(false);
  expect(access.devicesWithSecret()).toEqual(['reader-1']);
});

test('a new secret ends the old one, and a revoked device has none', () => {
  const { access } = opened();
  const old = access.rotateDevice('reader-1');
  const present = access.rotateDevice('reader-1');
  expect(old).not.toBe(present);
  expect([access.verifyDevice('reader-1', old), access.verifyDevice('reader-1', present)]).toEqual([false, true]);
  access.revokeDevice('reader-1');
  expect(access.verifyDevice('reader-1', present)).toBe(false);
  expect(access.devicesWithSecret()).toEqual([]);
});

test('a running gateway sees at once what a command beside it changed', () => {
  const file = join(temporaryFolder(), 'ledger.db');
  const command = openAccess({ file, clock: () => NINE });
  const secret = command.access.rotateDevice('reader-1');
  const gateway = opened(file);
  expect(gateway.access.verifyDevice('reader-1', secret)).toBe(true);
  const next = command.access.rotateDevice('reader-1');
  expect([gateway.access.verifyDevice('reader-1', secret), gateway.access.verifyDevice('reader-1', next)]).toEqual([false, true]);
  command.access.revokeDevice('reader-1');
  expect(gateway.access.verifyDevice('reader-1', next)).toBe(false);
  expect(gateway.access.login(command.access.createLoginToken('mei', 5))?.user).toBe('mei');
  command.close();
  gateway.close();
});

test('the file holds hashes alone', () => {
  const file = join(temporaryFolder(), 'ledger.db');
  const all = opened(file);
  const token = all.access.createLoginToken('lin', 10);
  const secrets = [token, loggedIn(all), all.access.rotateDevice('reader-1')];
  const db = new DatabaseSync(file);
  const stored = ['login_tokens', 'sessions', 'device_secrets'].flatMap((table) => db.prepare(`SELECT * FROM ${table}`).all());
  const hashes = stored.map((row) => Buffer.from(row.hash as Uint8Array));
  expect(hashes.map((hash) => hash.length)).toEqual([32, 32, 32]);
  expect(hashes[0]?.equals(createHash('sha256').update(token).digest())).toBe(true);
  for (const secret of secrets) expect(JSON.stringify(stored)).not.toContain(secret);
  db.close();
  all.close();
});

test('a read-only link opens a session that stays read-only, beside those of the same user that are not', () => {
  const { access } = opened();
  const look = access.login(access.createLoginToken('wall', 10, true));
  expect(look?.isReadOnly).toBe(true);
  expect(access.session(look?.session ?? '')?.isReadOnly).toBe(true);
  const work = access.login(access.createLoginToken('wall', 10));
  expect(access.session(work?.session ?? '')?.isReadOnly).toBe(false);
  expect(access.session(look?.session ?? '')?.isReadOnly).toBe(true);
});
