import type { DatabaseSync } from 'node:sqlite';
import type { Deed } from '../http/ports.ts';
import { createAuditAppend } from './audit-chain.ts';

/**
 * Puts what people did into the audit log, beside what actuators were asked; within the transaction of whoever asks, which is to be the one
 * of the deed. No event of the shop: `event` is 0, and a replay of a recording does not know of it.
 */
export function createDeedLog(db: DatabaseSync, clock: () => number): (deed: Deed) => void {
  const append = createAuditAppend(db);
  return ({ deed, user, about = null, outcome = 'done', detail = '' }) =>
    append({ event: 0, at: clock(), kind: 'did', device: '', body: JSON.stringify({ deed, user, about, outcome, detail }) });
}
