import { copyFileSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, readMigrations, schemaVersion } from '../../gateway/ledger/migrate.ts';
import { openDatabase, openReadOnly } from '../../gateway/ledger/open-database.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { aDay, commitOf, NINE } from './events.ts';

const open = (file: string) => openLedger({ file, clock: () => NINE });
const refuses = (code: string, says: RegExp) => expect.objectContaining({ code, message: expect.stringMatching(says) });

/** A ledger with a day in it, closed; returns its path. */
function written(): string {
  const file = join(temporaryFolder(), 'ledger.db');
  const { ledger } = open(file);
  ledger.commit(commitOf(600, aDay(600)));
  ledger.close();
  ledger.close();
  return file;
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return 'nothing was thrown';
}

test('a ledger goes on where it ended', () => {
  const file = written();
  const { ledger } = open(file);
  expect(ledger.position()).toEqual({ seq: 600, tick: NINE + 600 });
  expect(ledger.lastEventId()).toBe(600);
  const digest = ledger.digest();
  ledger.commit(commitOf(600, aDay(600)));
  expect(ledger.digest()).toBe(digest);
  ledger.close();
});

test('it writes through to the disk and lets readers in', () => {
  const db = openDatabase(join(temporaryFolder(), 'ledger.db'));
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  db.close();
});

test('every table checks its types', () => {
  const db = openDatabase(':memory:');
  const loose = db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'").all();
  expect(loose).toEqual([]);
});

test('a ledger of a newer version is refused and left as it is', () => {
  const file = written();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA user_version = 999');
  db.close();
  const before = readFileSync(file);
  expect(thrownBy(() => open(file))).toEqual(refuses('LEDGER_NEWER', /schema 999/));
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a file cut to nothing is refused, not taken for a new ledger', () => {
  const file = written();
  truncateSync(file, 0);
  expect(thrownBy(() => open(file))).toEqual(refuses('LEDGER_UNAVAILABLE', /is empty/));
});

test('a file that is no database is refused', () => {
  const file = join(temporaryFolder(), 'ledger.db');
  writeFileSync(file, 'epc,section\n'.repeat(500));
  expect(thrownBy(() => open(file))).toEqual(refuses('LEDGER_UNAVAILABLE', /not a database/));
});

test("another program's database is refused", () => {
  const file = join(temporaryFolder(), 'ledger.db');
  const db = new DatabaseSync(file);
  db.exec('CREATE TABLE notes (text); PRAGMA user_version = 1');
  db.close();
  expect(thrownBy(() => open(file))).toEqual(refuses('LEDGER_UNAVAILABLE', /not a ledger of Silent Aisle/));
  expect(thrownBy(() => openReadOnly(file))).toEqual(refuses('LEDGER_UNAVAILABLE', /not a ledger/));
});

test('a folder that is not there is told as such', () => {
  const file = join(temporaryFolder(), 'nowhere', 'ledger.db');
  expect(thrownBy(() => open(file))).toEqual(refuses('LEDGER_UNAVAILABLE', /nowhere/));
  expect(thrownBy(() => openReadOnly(file))).toEqual(refuses('LEDGER_UNAVAILABLE', /nowhere/));
});

test('damage is found on opening after a stop in the middle', () => {
  const folder = temporaryFolder();
  const [file, copy] = [written(), join(folder, 'ledger.db')];
  const { ledger } = open(file);
  ledger.commit(commitOf(700, aDay(700)));
  // As a killed process leaves it: the log beside the file. Then a disk that lost a page of the file.
  copyFileSync(file, copy);
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  ledger.close();
  expect(open(copy).ledger.lastEventId()).toBe(700);
  const torn = join(folder, 'torn.db');
  copyFileSync(file, torn);
  writeFileSync(`${torn}-wal`, 'x');
  const handle = openSync(torn, 'r+');
  // Far from the schema and the position, where nothing is read on opening.
  const pages = statSync(torn).size / 4_096;
  for (let page = pages - 20; page < pages; page++) writeSync(handle, Buffer.alloc(512, 0xa5), 0, 512, page * 4_096);
  expect(thrownBy(() => open(torn))).toEqual(refuses('LEDGER_UNAVAILABLE', /is damaged/));
});

test('a crash while the file was being made leaves nothing in the way', () => {
  const file = join(temporaryFolder(), 'ledger.db');
  writeFileSync(`${file}.new`, 'half a file');
  expect(open(file).ledger.lastEventId()).toBe(0);
});

test('migrations run in order, once, and a failing one leaves the version before it', () => {
  const db = new DatabaseSync(':memory:');
  const first = { version: 1, sql: 'CREATE TABLE a (x)' };
  const second = { version: 2, sql: 'CREATE TABLE b (x); INSERT INTO b VALUES (1)' };
  const broken = { version: 2, sql: 'CREATE TABLE b (x); CREATE TABLE a (x)' };
  migrate(db, [first]);
  expect(thrownBy(() => migrate(db, [first, broken]))).toEqual(refuses('LEDGER_UNAVAILABLE', /already exists/));
  expect(schemaVersion(db)).toBe(1);
  migrate(db, [first, second]);
  migrate(db, [first, second]);
  expect(schemaVersion(db)).toBe(2);
  expect(db.prepare('SELECT count(*) AS n FROM b').get()).toEqual({ n: 1 });
});

test('the numbered files of the schema have no gap', () => {
  const versions = readMigrations().map(({ version }) => version);
  expect(versions.length).toBeGreaterThan(0);
  expect(versions).toEqual(versions.map((_, i) => i + 1));
});
