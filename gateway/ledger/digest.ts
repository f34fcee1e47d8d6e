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
  'SELECT section, sku, shelf, on_shelf, misplaced, facings, state, spread, weight, since, at FROM shelf_stock ORDER BY section, sku',
  'SELECT epc, gtin, home, zone, since, confidence FROM strays ORDER BY epc',
  'SELECT hour, open_s, places FROM availability_hours ORDER BY hour',
  'SELECT hour, section, sku, out_s FROM availability_out ORDER BY hour, section, sku',
  'SELECT epc, gtin, zone, device, antenna, since, blocked_at, why FROM blocked_tags ORDER BY epc',
  'SELECT kind, day, labels, correct, brier, deciles FROM accuracy_nights ORDER BY kind, day',
  'SELECT bucket, zone, come, gone FROM footfall ORDER BY bucket, zone',
  'SELECT zone, bucket, people, uncertainty, at FROM occupancy ORDER BY zone, bucket',
  'SELECT bucket, offer, display, brand, plays, bought, cost FROM plays ORDER BY bucket, offer, display, brand',
  'SELECT event, at, device, zone, visit, scale, score FROM feedback ORDER BY event',
  'SELECT sale, at, visit, visitor, total, lines FROM sales ORDER BY sale',
  `SELECT decision, offer, at, visit, visitor, zone, epc, sku, display, arm, reason, expires, detail, shown_at, failure, picked_at,
     bought_at, value, trigger_event, unit_by, unit, displays, instead, unseen_picked_at, unseen_bought_at, unseen_value,
     control_share, holdout_share, entry, price, was
     FROM offer_decisions ORDER BY decision, offer`,
  'SELECT offer, hour, times, held FROM offers_considered ORDER BY offer, hour',
  'SELECT a, b, rank, day, support, confidence, lift FROM associations ORDER BY a, b',
  'SELECT decision, display, offer, at, visible_ms FROM proofs_of_play ORDER BY decision, display',
  `SELECT alert, type, severity, at, confidence, zone, epc, visit, device, why, cleared_at, cleared_because,
     acknowledged_at, acknowledged_by, acknowledged_with, emitted_at, refuted_at, confirmed_at, decided_by FROM alerts
     ORDER BY alert`,
  `SELECT visitor, told, since, source, cost, tier, agrees, last_at, earned, spent, expired, money, visits, receipts, turnover, first_seen,
     last_seen, buy_days, first_buy, last_buy, first_turnover FROM customers ORDER BY visitor`,
  'SELECT visitor, day, day_part, visits, receipts, turnover FROM customer_days ORDER BY visitor, day, day_part',
  'SELECT visitor, sku, day_part, receipts, last_buy FROM customer_products ORDER BY visitor, sku, day_part',
  'SELECT event, visitor, at, earned, spent, expired, money, because, ref, user FROM customer_bookings ORDER BY event',
  'SELECT event, visitor, at, user, tier, consent FROM customer_statements ORDER BY event',
  'SELECT device, state, since, model, serial, firmware, address, battery_pct, reboots, rebooted_at FROM devices ORDER BY device',
  'SELECT device, port, at, reads, usual, quiet FROM antennas ORDER BY device, port',
  `SELECT device, channel, toward, action, reason, cause_by, cause_id, user, since, until, command, outcome FROM actuators
     ORDER BY device, channel`,
  // What people did beside stands between these rows, and moves their places and hashes.
  'SELECT event, at, kind, device, body FROM audit WHERE event > 0 ORDER BY seq',
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
