import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { SUMS, sumsWhere } from './experiment-sums.ts';
import { transact } from './sqlite.ts';

/** Units per transaction: a few milliseconds. */
const CHUNK = 100;

/**
 * Turns units of which every decision is older than `before` (epoch ms) into sums by day, and deletes their decisions: experiments go on
 * for months, visits are kept for weeks. Before receipts are deleted, which say what the visits spent. Returns decisions deleted.
 */
export async function foldUnits(db: DatabaseSync, before: number): Promise<number> {
  const old = db.prepare(
    `SELECT DISTINCT offer, unit FROM offer_decisions d WHERE unit IS NOT NULL AND at < ?1
       AND NOT EXISTS (SELECT 1 FROM offer_decisions l WHERE l.offer = d.offer AND l.unit = d.unit AND l.at >= ?1)
     LIMIT ${CHUNK}`,
  );
  const chosen = "(offer, unit) IN (SELECT value ->> 'offer', value ->> 'unit' FROM json_each(?1))";
  const fold = db.prepare(
    `INSERT INTO offer_days (offer, day, arm, ${SUMS.join(', ')})
     SELECT offer, day, arm, ${SUMS.join(', ')} FROM (${sumsWhere(chosen)}) WHERE TRUE
     ON CONFLICT (offer, day, arm) DO UPDATE SET ${SUMS.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`,
  );
  const forget = db.prepare(`DELETE FROM offer_decisions WHERE ${chosen}`);
  let deleted = 0;
  let some = 1;
  while (some > 0 && db.isOpen) {
    some = transact(db, () => {
      const units = JSON.stringify(old.all(before));
      fold.run(units);
      return Number(forget.run(units).changes);
    });
    deleted += some;
    await setImmediate();
  }
  return deleted;
}
