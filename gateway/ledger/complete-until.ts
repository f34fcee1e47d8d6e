import { openReadOnly } from './open-database.ts';
import { guarded } from './sqlite.ts';

/** Up to when everything is in the ledger, epoch ms; 0 for a new one. Works beside a running gateway. Throws LEDGER_UNAVAILABLE. */
export function completeUntil(file: string): number {
  return guarded(() => {
    const db = openReadOnly(file);
    try {
      return Number(db.prepare('SELECT tick FROM meta').get()?.tick ?? 0);
    } finally {
      db.close();
    }
  });
}
