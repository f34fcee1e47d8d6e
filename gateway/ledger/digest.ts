import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/**
 * What the shop's events determine, each table in the order of its key. Left out: the position (it depends on how inputs
 * were grouped), traffic, delivery, checkpoints and access.
 */
const CONTENT = [
  'SELECT last_event FROM meta',
  'SELECT id, at, emitted_at, type, zone, epc, visit, body FROM events ORDER BY id',
  'SELECT visit, start, finish, opened_by, closed_by, visitor, tier, party, zone FROM visits ORDER BY visit',
  'SELECT visit, event, zone, since, until FROM visit_zones ORDER BY visit, event',
  'SELECT visit, epc, event, since, until, outcome, confidence, why FROM visit_items ORDER BY visit, epc, event',
  'SELECT epc, gtin, state, zone, section, visit, confidence, changed_at FROM items ORDER BY epc',
  'SELECT section, sku, shelf, on_shelf, misplaced, facings, state, weight, since, at FROM shelf_stock ORDER BY section, sku',
  'SELECT bucket, zone, come, gone FROM footfall ORDER BY bucket, zone',
  'SELECT zone, bucket, people, uncertainty, at FROM occupancy ORDER BY zone, bucket',
  'SELECT sale, at, visit, visitor, total, lines FROM sales ORDER BY sale',
  `SELECT decision, offer, at, visit, visitor, zone, epc, sku, display, arm, reason, expires, detail, shown_at, failure, picked_at,
     bought_at, value FROM offer_decisions ORDER BY decision, offer`,
  `SELECT alert, type, severity, at, confidence, zone, epc, visit, device, why, cleared_at, cleared_because,
     acknowledged_at, acknowledged_by FROM alerts
     ORDER BY alert`,
  'SELECT device, state, since, model, serial, firmware, address FROM devices ORDER BY device',
] as const;

/** SHA-256, hex, over events and read models: equal for ledgers that were fed the same events, however grouped. */
export function digestOf(db: DatabaseSync): string {
  const hash = createHash('sha256');
  for (const sql of CONTENT) {
    hash.update(`${sql}\n`);
    for (const row of db.prepare(sql).iterate()) hash.update(`${JSON.stringify(Object.values(row))}\n`);
  }
  return hash.digest('hex');
}
