import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../errors.ts';
import { transact } from './sqlite.ts';

/** One step of the schema. `version` is what `PRAGMA user_version` says after it. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

const FOLDER = new URL('./migrations/', import.meta.url);

/** "SlAi": says in the file's header that it is a ledger of this program, whatever its name. */
export const APPLICATION_ID = 0x53_6c_41_69;

/** The numbered files of `migrations/`, in order; a gap or a repeated number is a bug and throws. */
export function readMigrations(): readonly Migration[] {
  const names = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10);
    if (version !== index + 1) throw new Error(`migration ${name} should have number ${index + 1}`);
    return { version, sql: readFileSync(new URL(name, FOLDER), 'utf8') };
  });
}

/**
 * Brings the schema to the newest version, each step in a transaction of its own, so that a crash leaves a whole version.
 * Throws GatewayError LEDGER_NEWER when the file is ahead of this program.
 */
export function migrate(db: DatabaseSync, migrations: readonly Migration[]): void {
  const found = schemaVersion(db);
  const newest = migrations.length;
  if (found > newest) {
    throw new GatewayError('LEDGER_NEWER', `The ledger has schema ${found}; this version knows ${newest}`, { found, newest });
  }
  for (const { version, sql } of migrations.slice(found)) {
    transact(db, () => {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${APPLICATION_ID};`);
    });
  }
}

/** 0 for a file without any schema. */
export const schemaVersion = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
