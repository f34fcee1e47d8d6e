import type { DatabaseSync } from 'node:sqlite';
import type { Access } from '../../http/ports.ts';
import { openDatabase } from '../open-database.ts';
import { createDeviceSecrets } from './device-secrets.ts';
import { createLogins } from './logins.ts';

/** Users, sessions and device secrets on a connection. Secrets leave it once, when they are made; hashes stay. */
export const createAccess = (db: DatabaseSync, clock: () => number): Access => ({
  ...createLogins(db, clock),
  ...createDeviceSecrets(db, clock),
});

/**
 * Access alone, for commands that run beside the gateway (`aisle user`, `aisle device`): the running gateway sees the
 * change at its next question. Makes the ledger's file when there is none. Throws as `openLedger` does.
 */
export function openAccess(options: { readonly file: string; readonly clock: () => number }): {
  readonly access: Access;
  close(): void;
} {
  const db = openDatabase(options.file);
  return { access: createAccess(db, options.clock), close: () => db.close() };
}
