import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../errors.ts';

/** How long a starting gateway waits for one that is just stopping, ms. */
const PATIENCE_MS = 500;
const SQLITE_BUSY = 5;

/** Locks of this process. Nobody else may hold on to one, and a connection that is forgotten is closed by the collector. */
const held = new Set<DatabaseSync>();

export interface DataLock {
  /** Safe to call twice. */
  release(): void;
}

/**
 * Makes this process the one owner of a data folder until `release` or its end, however it ends. The lock is the operating
 * system's own (SQLite's exclusive file lock): it vanishes with the process, so a `kill -9` leaves nothing to clean up and
 * no guess about process numbers, which containers use again. `gateway.pid` only says whom to ask.
 * Throws GatewayError DATA_DIR_LOCKED with the owner's `pid` (null when it cannot be read), LEDGER_UNAVAILABLE when the
 * folder cannot be written.
 */
export function lockDataDir(folder: string): DataLock {
  const pidFile = join(folder, 'gateway.pid');
  let db: DatabaseSync | null = null;
  try {
    // The ledger tells who was where: for the gateway's user only, like keys and journal.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    db = new DatabaseSync(join(folder, 'gateway.lock'), { timeout: PATIENCE_MS });
    db.exec('BEGIN EXCLUSIVE');
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    db?.close();
    throw isBusy(error) ? locked(folder, pidFile) : unusable(folder, error);
  }
  const lock = db;
  held.add(lock);
  return {
    release() {
      if (held.delete(lock)) lock.close();
    },
  };
}

const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === SQLITE_BUSY;

function locked(folder: string, pidFile: string): GatewayError {
  const pid = readPid(pidFile);
  const owner = pid === null ? 'another process' : `process ${pid}`;
  return new GatewayError('DATA_DIR_LOCKED', `The data folder ${folder} is in use by ${owner}`, { folder, pid });
}

function readPid(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isInteger(pid) ? pid : null;
  } catch {
    // The owner has the lock but has not written its number yet.
    return null;
  }
}

const unusable = (folder: string, error: unknown): GatewayError =>
  new GatewayError('LEDGER_UNAVAILABLE', `The data folder ${folder} cannot be used: ${String(error)}`, { folder }, error);
