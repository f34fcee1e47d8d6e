import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { expireAudit } from './expire-audit.ts';
import { foldUnits } from './fold-units.ts';
import { transact } from './sqlite.ts';

/** Rows per transaction: a few milliseconds, so that readings do not wait for the cleaning. */
const CHUNK = 500;
const DAY_MS = 86_400_000;

export interface RetentionPolicy {
  /** Visits and what belongs to them are kept this long after their end; so are events, sales, offers, closed alerts. */
  readonly visitDays: number;
  /** Customers of whom nobody told are forgotten when unseen for this long; what is kept of each by day goes after it, too. Absent: all stays. */
  readonly customerDays?: number | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The oldest frame the journal still holds: keys of delivered rows made before it cannot come again. Absent: keys stay. */
  readonly journalFirstSeq?: number | undefined;
  /** Rows of the audit log are kept this long. Absent: for good. */
  readonly auditDays?: number | undefined;
}

/** Rows deleted, by table; of `feedback` those that lost their visit; `waiting`: rows that still waited for a receiver. */
export type Expired = Readonly<Record<string, number>>;

/** `?1` is the time before which rows are too old. What is still open or present stays, however old. */
const TOO_OLD: readonly (readonly [table: string, key: string, condition: string])[] = [
  ['visit_items', 'visit', 'finish < ?1'],
  ['visit_zones', 'visit', 'finish < ?1'],
  ['sales', 'sale', 'at < ?1'],
  ['offer_decisions', 'decision', 'at < ?1 AND unit IS NULL'],
  ['proofs_of_play', 'decision', 'at < ?1'],
  // Before the alerts themselves, through which they are found.
  ['alert_notes', 'note', 'at < ?1 AND alert NOT IN (SELECT alert FROM alerts WHERE at >= ?1 OR cleared_at IS NULL)'],
  ['alert_reads', 'alert', 'at < ?1 AND alert NOT IN (SELECT alert FROM alerts WHERE at >= ?1 OR cleared_at IS NULL)'],
  ['alerts', 'alert', 'at < ?1 AND cleared_at IS NOT NULL'],
  ['items', 'epc', "changed_at < ?1 AND state IN ('departed', 'exited', 'sold')"],
  ['offers_considered', 'hour', 'hour < ?1'],
  ['quarantine', 'id', 'at < ?1'],
  ['dead_letters', 'id', 'at < ?1'],
];

/**
 * Deletes what the shop's privacy policy no longer allows, in chunks with room for other work between them. Footfall and the sums of
 * experiments stay: they count people and know none. Events that come again after their deletion are still recognised, by number.
 * Rejects with GatewayError LEDGER_UNAVAILABLE; what was deleted until then stays deleted.
 */
export async function expire(db: DatabaseSync, policy: RetentionPolicy): Promise<Expired> {
  const before = policy.now - policy.visitDays * DAY_MS;
  const expired: Record<string, number> = { offer_decisions: await foldUnits(db, before) };
  for (const [table, statement] of [...statements(policy, before), ...ofCustomers(policy)]) {
    let deleted = CHUNK;
    while (deleted > 0 && db.isOpen) {
      deleted = transact(db, () => Number(db.prepare(statement.sql).run(statement.value).changes));
      expired[table] = (expired[table] ?? 0) + deleted;
      await setImmediate();
    }
  }
  if (policy.auditDays !== undefined) expired.audit = await expireLog(db, policy.now - policy.auditDays * DAY_MS);
  return { ...expired, waiting: db.isOpen ? await expireWaiting(db, before) : 0 };
}

async function expireLog(db: DatabaseSync, before: number): Promise<number> {
  let [all, some] = [0, CHUNK];
  while (some === CHUNK && db.isOpen) {
    some = expireAudit(db, before, CHUNK);
    all += some;
    await setImmediate();
  }
  return all;
}

/** What waited this long for a receiver ends without having arrived: the policy goes before completeness, and it is counted. */
async function expireWaiting(db: DatabaseSync, before: number): Promise<number> {
  const sinks = db.prepare('SELECT DISTINCT sink FROM outbox WHERE body IS NOT NULL');
  // In the order of the index, the oldest first: of more recent ones nothing is looked at.
  const oldest = db.prepare(`SELECT id, at FROM outbox WHERE sink = ? AND body IS NOT NULL ORDER BY id LIMIT ${CHUNK}`);
  const finish = db.prepare('UPDATE outbox SET body = NULL WHERE id = ?');
  const total = db.prepare(
    `INSERT INTO outbox_totals (sink, outcome, reason, amount) VALUES (?1, 'failed', 'too-old', ?2)
     ON CONFLICT (sink, outcome, reason) DO UPDATE SET amount = amount + ?2`,
  );
  let ended = 0;
  for (const { sink = null } of sinks.all()) {
    let some = CHUNK;
    while (some > 0 && db.isOpen) {
      some = transact(db, () => {
        const rows = oldest.all(sink).filter((row) => Number(row.at) < before);
        for (const row of rows) finish.run(row.id ?? null);
        if (rows.length > 0) total.run(sink, rows.length);
        return rows.length;
      });
      ended += some;
      await setImmediate();
    }
  }
  return ended;
}

/** Sums of customers that somebody told of stay, as those of a shop's totals do. */
function ofCustomers({ customerDays, now }: RetentionPolicy): [string, Statement][] {
  if (customerDays === undefined) return [];
  const before = now - customerDays * DAY_MS;
  const chunk = (table: string, key: string, condition: string, value: number): [string, Statement] => {
    const keys = key.includes(',') ? `(${key})` : key;
    return [table, { sql: `DELETE FROM ${table} WHERE ${keys} IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${CHUNK})`, value }];
  };
  const firstDay = Math.floor(before / DAY_MS);
  const ofStrangers = 'visitor IN (SELECT visitor FROM customers WHERE told = 0 AND last_at < ?1)';
  return [
    chunk('customer_days', 'visitor, day, day_part', 'day < ?1', firstDay),
    chunk('customer_bookings', 'event', 'at < ?1', before),
    chunk('customer_products', 'visitor, sku, day_part', 'last_buy < ?1', firstDay),
    // Before the customers themselves, through whom they are found.
    chunk('customer_days', 'visitor, day, day_part', ofStrangers, before),
    chunk('customer_products', 'visitor, sku, day_part', ofStrangers, before),
    chunk('customer_bookings', 'event', ofStrangers, before),
    chunk('customers', 'visitor', 'told = 0 AND last_at < ?1', before),
  ];
}

interface Statement {
  readonly sql: string;
  readonly value: number;
}

function statements(policy: RetentionPolicy, before: number): [string, Statement][] {
  const byAge = TOO_OLD.map(([table, key, condition]): [string, Statement] => {
    const source = condition.startsWith('finish') ? `${table} JOIN visits USING (visit)` : table;
    return [
      table,
      { sql: `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${source} WHERE ${condition} LIMIT ${CHUNK})`, value: before },
    ];
  });
  const rest: [string, Statement][] = [
    // The oldest rows only are looked at: emitted_at never decreases with id.
    [
      'events',
      { sql: `DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT ${CHUNK}) AND emitted_at < ?1`, value: before },
    ],
    // After their zones and items, which are found through them.
    ['visits', { sql: `DELETE FROM visits WHERE visit IN (SELECT visit FROM visits WHERE finish < ?1 LIMIT ${CHUNK})`, value: before }],
  ];
  const forgetVisit = `UPDATE feedback SET visit = NULL
    WHERE event IN (SELECT event FROM feedback WHERE visit IS NOT NULL AND at < ?1 LIMIT ${CHUNK})`;
  rest.push(['feedback', { sql: forgetVisit, value: before }]);
  if (policy.journalFirstSeq !== undefined) {
    const sql = `DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE body IS NULL AND seq < ?1 LIMIT ${CHUNK})`;
    rest.push(['outbox', { sql, value: policy.journalFirstSeq }]);
  }
  return [...byAge, ...rest];
}
