import type { DatabaseSync } from 'node:sqlite';
import { GatewayError, isGatewayError } from '../errors.ts';

/**
 * Runs a database call and turns SQLite's own failures (full disk, I/O error, lock held too long) into
 * LEDGER_UNAVAILABLE with SQLite's result code in `context.errcode`. Bugs and GatewayErrors pass through.
 */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error);
  }
}

/** What `guarded` throws for an error. */
export function translated(error: unknown): unknown {
  if (isGatewayError(error) || !(error instanceof Error)) return error;
  if (!('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return error;
  const errcode = 'errcode' in error ? error.errcode : null;
  return new GatewayError('LEDGER_UNAVAILABLE', `The ledger cannot be used: ${error.message}`, { errcode }, error);
}

/**
 * Runs the work as one write transaction, all or nothing, and returns what it returned. Not to be nested.
 * Errors: as `guarded`.
 */
export function transact<T>(db: DatabaseSync, work: () => T): T {
  return guarded(() => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has already rolled back by itself after some errors, such as a full disk.
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  });
}
