import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GatewayError, isGatewayError } from '../errors.ts';
import { APPLICATION_ID, type Migration, migrate, readMigrations, schemaVersion } from './migrate.ts';

/** How long a statement waits for another process (`aisle user`, `aisle device`) that writes at the same moment, ms. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the ledger's file for writing, makes it when it is not there, brings its schema up to date.
 * A new file gets its name only when it is whole; so an empty file is never ours and is refused, where SQLite alone
 * would take a ledger that was cut to nothing for a new one.
 * Throws GatewayError LEDGER_NEWER, or LEDGER_UNAVAILABLE for a foreign, damaged or unreachable file.
 */
export function openDatabase(file: string, migrations: readonly Migration[] = readMigrations()): DatabaseSync {
  if (file === ':memory:') {
    const db = new DatabaseSync(file);
    migrate(db, migrations);
    return db;
  }
  return readable(file, () => {
    if (sizeOf(file) === null) create(file, migrations);
    if (sizeOf(file) === 0) throw refusal(file, 'is empty: its content was lost');
    const wasLeftOpen = (sizeOf(`${file}-wal`) ?? 0) > 0;
    const db = connect(file);
    try {
      checkOrigin(db, file);
      if (wasLeftOpen) checkIntegrity(db, file);
      migrate(db, migrations);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A read-only connection to a ledger that a writer has made. Errors: LEDGER_UNAVAILABLE, LEDGER_NEWER. */
export function openReadOnly(file: string): DatabaseSync {
  return readable(file, () => {
    const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      checkOrigin(db, file);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function connect(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  // FULL: a committed transaction is on the disk, not only with the operating system, before its effects go out.
  // Pages go from the log to the file in small portions: a large one would hold up a command that is just due.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 1000;');
  return db;
}

function create(file: string, migrations: readonly Migration[]): void {
  const draft = `${file}.new`;
  for (const rest of ['', '-wal', '-shm']) rmSync(draft + rest, { force: true });
  const db = connect(draft);
  try {
    migrate(db, migrations);
  } finally {
    db.close();
  }
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function checkOrigin(db: DatabaseSync, file: string): void {
  const found = Number(db.prepare('PRAGMA application_id').get()?.application_id ?? 0);
  if (found !== APPLICATION_ID || schemaVersion(db) === 0) throw refusal(file, 'is not a ledger of Silent Aisle');
}

/** After a stop in the middle: SQLite repairs what the log tells; what it cannot repair must not be written on. */
function checkIntegrity(db: DatabaseSync, file: string): void {
  const result = db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (result !== 'ok') throw refusal(file, `is damaged (${String(result)})`);
}

const refusal = (file: string, why: string): GatewayError => new GatewayError('LEDGER_UNAVAILABLE', `The ledger ${file} ${why}`, { file });

const sizeOf = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.size ?? null;

function readable<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isGatewayError(error)) throw error;
    throw new GatewayError('LEDGER_UNAVAILABLE', `The ledger ${file} cannot be opened: ${String(error)}`, { file }, error);
  }
}
