import type { DatabaseSync } from 'node:sqlite';

/** As the index `events_by_visitor` has it: word by word, or it is not used. */
const OF_VISITOR = `type IN ('visit.opened', 'visit.identified', 'sale.recorded', 'offer.decided', 'customer.told', 'customer.changed',
    'customer.visited', 'customer.bought', 'customer.booked', 'customer.refused', 'customer.forgotten')
  AND json_extract(body, '$.visitor') IS NOT NULL AND json_extract(body, '$.visitor') = ?`;

/**
 * Takes a pseudonym out of the whole ledger, the event log included: what is known of the customer goes, visits and receipts stay as
 * those of somebody. The journal forgets by its age alone (`privacy.journalHours`).
 */
export function createForgetting(db: DatabaseSync): (visitor: string) => void {
  const statements = [
    'DELETE FROM customers WHERE visitor = ?',
    'DELETE FROM customer_days WHERE visitor = ?',
    'DELETE FROM customer_products WHERE visitor = ?',
    'DELETE FROM customer_bookings WHERE visitor = ?',
    'DELETE FROM customer_statements WHERE visitor = ?',
    'UPDATE visits SET visitor = NULL, tier = NULL WHERE visitor = ?',
    'UPDATE sales SET visitor = NULL WHERE visitor = ?',
    'UPDATE offer_decisions SET visitor = NULL WHERE visitor = ?',
    `DELETE FROM events WHERE ${OF_VISITOR} AND type NOT IN ('visit.opened', 'sale.recorded', 'offer.decided')`,
    `UPDATE events SET body = json_set(body, '$.visitor', NULL) WHERE ${OF_VISITOR}`,
  ].map((sql) => db.prepare(sql));
  return (visitor) => {
    // Otherwise the bytes would stay in the file until something else needs their room.
    db.exec('PRAGMA secure_delete = ON');
    for (const statement of statements) statement.run(visitor);
    db.exec('PRAGMA secure_delete = OFF');
  };
}
