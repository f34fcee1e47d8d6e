import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const DAY = 86_400_000;
const LAMP = { id: 'lamp-1', name: { en: 'Lamp' }, driver: 'wled', zone: 'shelves', actuator: 'light' } as const;
const SHOP = { ...CATALOGUE, devices: [...CATALOGUE.devices, LAMP] };
const safe: Told = [
  'actuator.commanded',
  { command: 'u-2', toward: 'safe', cause: null, reason: 'time-over', until: null, at: NINE + MINUTE },
];
const STORY: readonly Told[] = [
  ['actuator.commanded', {}],
  ['actuator.answered', {}],
  ['rule.fired', {}],
  ['actuator.extended', {}],
  ['actuator.barred', {}],
  safe,
  ['actuator.answered', { command: 'u-2', toward: 'safe', outcome: 'unproved', at: NINE + 2 * MINUTE }],
];

/** A ledger with a story in its audit log, and somebody who changes its file. */
function opened(told: readonly Told[] = STORY) {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  const open = openLedger({ file, clock: () => NINE });
  open.ledger.commit(commitOf(1, events([...told])));
  onTestFinished(() => {
    open.close();
    rmSync(file, { force: true });
  });
  const pages = open.queries(SHOP);
  return {
    ...open,
    pages,
    tamper(sql: string): void {
      const db = new DatabaseSync(file);
      db.exec(sql);
      db.close();
    },
  };
}

test('the log tells who asked, why and what became of it, the newest first', () => {
  const { pages } = opened();
  const rows = pages.audit({ limit: 10 });
  expect(rows.map(({ seq, kind, reason, outcome }) => [seq, kind, reason ?? outcome])).toEqual([
    [6, 'answered', 'unproved'],
    [5, 'commanded', 'time-over'],
    [4, 'barred', 'closed'],
    [3, 'extended', null],
    [2, 'answered', 'done'],
    [1, 'commanded', 'offer'],
  ]);
  expect(rows[2]).toMatchObject({ by: { kind: 'operator', id: '', user: 'mei' }, run: 'o-1', action: { do: 'light', on: true } });
  expect(rows[5]).toMatchObject({ device: 'lamp-1', command: 'u-1', by: { kind: 'offer', id: 'scarf', user: null }, until: NINE + MINUTE });
  expect(pages.audit({ limit: 2, before: 5 }).map(({ seq }) => seq)).toEqual([4, 3]);
  expect(pages.audit({ limit: 2, after: 3 }).map(({ seq }) => seq)).toEqual([4, 5]);
  expect(pages.audit({ limit: 9, device: 'lock' })).toEqual([]);
  expect(pages.audit({ limit: 9, from: NINE + 1, to: NINE + 2 * MINUTE }).map(({ seq }) => seq)).toEqual([5]);
});

test('the chain can be worked out by anybody from what is told', () => {
  const { pages } = opened();
  let hash = '0'.repeat(64);
  for (const { seq, event, at, kind, device, body, hash: told } of pages.audit({ limit: 10, after: 0 })) {
    hash = createHash('sha256')
      .update(JSON.stringify([hash, seq, event, at, kind, device, body]))
      .digest('hex');
    expect(told).toBe(hash);
  }
  expect(pages.auditCheck()).toEqual({ rows: 6, deletedUpTo: 0, headSeq: 6, headHash: hash, broken: null, isHeadKnown: null });
});

test('an empty log is whole', () => {
  expect(opened([]).pages.auditCheck()).toMatchObject({ rows: 0, headSeq: 0, broken: null });
});

test.each([
  {
    what: 'a changed word',
    sql: `UPDATE audit SET body = replace(body, '"mei"', '"ben"') WHERE seq = 4`,
    broken: { seq: 4, what: 'changed' },
  },
  { what: 'a changed time', sql: 'UPDATE audit SET at = at - 1 WHERE seq = 2', broken: { seq: 2, what: 'changed' } },
  { what: 'another device', sql: `UPDATE audit SET device = 'lock' WHERE seq = 1`, broken: { seq: 1, what: 'changed' } },
  { what: 'a changed hash', sql: `UPDATE audit SET hash = '${'f'.repeat(64)}' WHERE seq = 3`, broken: { seq: 3, what: 'changed' } },
  { what: 'a deleted row', sql: 'DELETE FROM audit WHERE seq = 3', broken: { seq: 3, what: 'missing' } },
  { what: 'the first row deleted', sql: 'DELETE FROM audit WHERE seq = 1', broken: { seq: 1, what: 'missing' } },
  { what: 'the newest rows deleted', sql: 'DELETE FROM audit WHERE seq > 4', broken: { seq: 5, what: 'missing' } },
  { what: 'all rows deleted', sql: 'DELETE FROM audit', broken: { seq: 1, what: 'missing' } },
  {
    what: 'rows that changed places',
    sql: 'UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -1',
    broken: { seq: 2, what: 'changed' },
  },
  {
    what: 'a row put in',
    sql: `INSERT INTO audit SELECT 7, event, at, kind, device, body, hash FROM audit WHERE seq = 1`,
    broken: { seq: 7, what: 'changed' },
  },
])('$what is found, and the first such row named', ({ sql, broken }) => {
  const { pages, tamper } = opened();
  tamper(sql);
  expect(pages.auditCheck().broken).toEqual(broken);
});

test('a log that was written anew has not the hash that somebody noted', () => {
  const { pages } = opened();
  const { headHash } = pages.auditCheck();
  expect(pages.auditCheck(headHash)).toMatchObject({ broken: null, isHeadKnown: true });
  const forged = opened(STORY.map((one): Told => (one[0] === 'actuator.barred' ? [one[0], { user: 'ben' }] : one)));
  expect(forged.pages.auditCheck(headHash)).toMatchObject({ broken: null, isHeadKnown: false });
});

test('what is too old goes, and the rest can still be checked', async () => {
  const all = opened();
  const before = all.pages.auditCheck();
  expect(await all.expire({ visitDays: 9_999, auditDays: 1, now: NINE + DAY + 1 })).toMatchObject({ audit: 4 });
  expect(all.pages.audit({ limit: 9 }).map(({ seq }) => seq)).toEqual([6, 5]);
  expect(all.pages.auditCheck(before.headHash)).toEqual({ ...before, rows: 2, deletedUpTo: 4, isHeadKnown: true });
  // It goes on behind what is left, and when nothing is left.
  expect(await all.expire({ visitDays: 9_999, auditDays: 1, now: NINE + 2 * DAY })).toMatchObject({ audit: 2 });
  all.ledger.commit(commitOf(2, events([...STORY, safe]).slice(-1)));
  expect(all.pages.auditCheck(before.headHash)).toMatchObject({ rows: 1, deletedUpTo: 6, headSeq: 7, broken: null, isHeadKnown: true });
  all.tamper('DELETE FROM audit');
  expect(all.pages.auditCheck().broken).toEqual({ seq: 7, what: 'missing' });
});

test('what people did stands in the same chain, and in no digest of what the shop saw', () => {
  const { pages, access, noteDeed, ledger } = opened();
  const digest = ledger.digest();
  const login = access.login(access.createLoginToken('mei', 10));
  noteDeed({ deed: 'display-tried', user: 'mei', about: 'display-1' });
  noteDeed({ deed: 'tag-unblocked', user: 'mei', outcome: 'refused', detail: 'NOT_FOUND' });
  access.logout(login?.session ?? '');
  access.logout('none');
  access.rotateDevice('reader-1');
  access.revokeDevice('nobody');
  ledger.commit(commitOf(2, events([...STORY, safe]).slice(-1)));
  expect(pages.auditCheck()).toMatchObject({ rows: 13, broken: null });
  const rows = pages.audit({ limit: 20, after: 6 });
  expect(rows.map(({ deed, by, about, outcome }) => [deed, by?.kind, by?.user, about, outcome])).toEqual([
    ['login-link-made', 'console', null, 'mei', 'done'],
    ['login', 'operator', 'mei', null, 'done'],
    ['display-tried', 'operator', 'mei', 'display-1', 'done'],
    ['tag-unblocked', 'operator', 'mei', null, 'refused'],
    ['logout', 'operator', 'mei', null, 'done'],
    ['device-secret-made', 'console', null, 'reader-1', 'done'],
    [null, undefined, undefined, null, null],
  ]);
  expect(rows.some(({ body }) => body.includes(login?.session ?? ''))).toBe(false);
  const other = opened();
  other.ledger.commit(commitOf(2, events([...STORY, safe]).slice(-1)));
  expect(ledger.digest()).toBe(other.ledger.digest());
  expect(ledger.digest()).not.toBe(digest);
});

test('a login that may only look is told from one that may do everything', () => {
  const { pages, access } = opened([]);
  access.login(access.createLoginToken('wall', 10, true));
  access.login(access.createLoginToken('mei', 10));
  expect(pages.audit({ limit: 9, after: 0 }).map(({ deed, detail }) => [deed, detail])).toEqual([
    ['login-link-made', 'read-only'],
    ['login', 'read-only'],
    ['login-link-made', ''],
    ['login', ''],
  ]);
});

test('a session that ended by itself is no logout', () => {
  const { pages, access } = opened([]);
  const session = access.login(access.createLoginToken('mei', 10))?.session ?? '';
  access.logout(session);
  access.logout(session);
  expect(pages.audit({ limit: 9 }).map(({ deed }) => deed)).toEqual(['logout', 'login', 'login-link-made']);
});

test('rows are found by who, what, outcome and text, and counted by the same', () => {
  const { pages, noteDeed } = opened();
  noteDeed({ deed: 'login', user: 'ben' });
  noteDeed({ deed: 'display-tried', user: 'mei', outcome: 'refused', detail: 'DEVICE_UNKNOWN' });
  noteDeed({ deed: 'login-link-made', user: null, about: 'ben' });
  const seqs = (asked: object) => pages.audit({ limit: 20, ...asked }).map(({ seq }) => seq);
  expect(seqs({ who: 'mei' })).toEqual([8, 4]);
  expect(seqs({ who: 'scarf' })).toEqual([3, 1]);
  expect(seqs({ who: '' })).toEqual([9]);
  expect(seqs({ what: 'login' })).toEqual([7]);
  expect(seqs({ what: 'commanded' })).toEqual([5, 1]);
  expect(seqs({ outcome: 'refused' })).toEqual([8]);
  expect(seqs({ outcome: 'barred' })).toEqual([4]);
  expect(seqs({ text: 'Device_Unknown' })).toEqual([8]);
  expect(seqs({ text: "'; DROP TABLE audit; --" })).toEqual([]);
  expect(seqs({ who: 'mei', what: 'barred' })).toEqual([4]);
  expect(pages.auditSums(0, NINE + DAY)).toEqual({
    ...{ rows: 9, deeds: 3, commands: 2, failed: 3 },
    who: [
      { kind: 'operator', id: 'mei', rows: 2 },
      { kind: 'offer', id: 'scarf', rows: 2 },
      { kind: 'console', id: '', rows: 1 },
      { kind: 'operator', id: 'ben', rows: 1 },
    ],
    what: expect.arrayContaining([
      { what: 'commanded', rows: 2 },
      { what: 'login', rows: 1 },
    ]),
    outcomes: expect.arrayContaining([
      { outcome: 'done', rows: 3 },
      { outcome: 'barred', rows: 1 },
    ]),
  });
  expect(pages.auditSums(0, 1)).toEqual({ rows: 0, deeds: 0, commands: 0, failed: 0, who: [], what: [], outcomes: [] });
});

test('an actuator stands as it was asked last', () => {
  const { pages, ledger } = opened(STORY.slice(0, 4));
  const lamp = () => pages.devices().find(({ id }) => id === 'lamp-1')?.actuator;
  expect(lamp()).toEqual({
    kind: 'light',
    channels: [
      {
        ...{ channel: 0, state: 'away', action: { do: 'light', on: true, brightness: 1, color: '#00FF00' }, reason: 'offer' },
        ...{ by: { kind: 'offer', id: 'scarf', user: null }, since: NINE, until: NINE + MINUTE, proved: true },
      },
    ],
  });
  ledger.commit(commitOf(2, events([...STORY.slice(0, 4), safe]).slice(-1)));
  expect(lamp()?.channels).toMatchObject([{ state: 'safe', by: null, since: NINE + MINUTE, until: null, proved: null }]);
  ledger.commit(commitOf(3, events([...STORY.slice(0, 4), safe, ['actuator.lost', { at: NINE + 3 * MINUTE }]]).slice(-1)));
  expect(lamp()?.channels).toMatchObject([{ state: 'lost', by: null, since: NINE + 3 * MINUTE }]);
});

test('who saved a file of the shop stands in the same chain, with the parts that changed and no value', () => {
  const { pages, noteSaved, tamper } = opened();
  noteSaved({ file: 'store.yaml', user: 'mei', paths: ['http.port', 'offers'], before: 'a1'.repeat(32), after: 'b2'.repeat(32) });
  const [row] = pages.audit({ limit: 1 });
  expect(row).toMatchObject({
    ...{ seq: 7, at: NINE, kind: 'saved', device: 'store.yaml', event: 0, detail: 'http.port, offers', reason: null, action: null },
    by: { kind: 'operator', id: '', user: 'mei' },
  });
  expect(row?.body).toContain('b2b2');
  expect(pages.auditCheck()).toMatchObject({ rows: 7, broken: null });
  tamper("UPDATE audit SET body = replace(body, 'mei', 'ann') WHERE seq = 7");
  expect(pages.auditCheck()).toMatchObject({ broken: { seq: 7, what: 'changed' } });
});
