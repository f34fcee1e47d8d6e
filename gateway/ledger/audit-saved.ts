import type { DatabaseSync } from 'node:sqlite';
import type { SavedFile } from '../http/ports.ts';
import { createAuditAppend } from './audit-chain.ts';
import { transact } from './sqlite.ts';

/**
 * Notes in the audit log who saved a file of the shop, and which parts changed; values stay in the files. No event of the shop: a
 * replay of a recording does not know of it. `event` is 0, and the file stands in the place of the device.
 */
export function createSavedNotes(db: DatabaseSync, clock: () => number): (saved: SavedFile) => void {
  const append = createAuditAppend(db);
  return ({ file, user, paths, before, after }) =>
    transact(db, () => {
      const body = { channel: 0, cause: { by: 'operator', id: '', run: '' }, user, detail: paths.join(', '), before, after };
      append({ event: 0, at: clock(), kind: 'saved', device: file, body: JSON.stringify(body) });
    });
}
