import type { DatabaseSync } from 'node:sqlite';
import type { EventOf } from '../../domain/events.ts';
import type { Purpose } from '../../domain/loyalty/settings.ts';
import { createForgetting } from './forgetting.ts';
import type { Projector } from './projector.ts';

/**
 * What is known of customers by their pseudonyms. Consent decides what is kept: how often they come and what they spend only with
 * `analytics`, what they buy only with `profiling`; a consent that ends takes along what it had allowed.
 */
export function createCustomers(db: DatabaseSync): Projector {
  const know = db.prepare(
    'INSERT INTO customers (visitor, last_at) VALUES (?, ?) ON CONFLICT (visitor) DO UPDATE SET last_at = max(last_at, excluded.last_at)',
  );
  const tell = db.prepare(
    'UPDATE customers SET told = 1, since = coalesce(?, since), source = coalesce(?, source), cost = coalesce(?, cost) WHERE visitor = ?',
  );
  const state = db.prepare('INSERT INTO customer_statements (event, visitor, at, user, tier, consent) VALUES (?, ?, ?, ?, ?, ?)');
  const change = db.prepare('UPDATE customers SET tier = ?, agrees = ? WHERE visitor = ?');
  const book = db.prepare(
    'UPDATE customers SET earned = earned + ?, spent = spent + ?, expired = expired + ?, money = money + ? WHERE visitor = ?',
  );
  const line = db.prepare(
    'INSERT INTO customer_bookings (event, visitor, at, earned, spent, expired, money, because, ref, user) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const withdrawals = createWithdrawals(db);
  const days = createDays(db);
  const like = createProducts(db);
  const forget = createForgetting(db);

  const changed = ({ visitor, at, tier, agrees }: EventOf<'customer.changed'>): void => {
    know.run(visitor, at);
    change.run(tier, JSON.stringify(agrees), visitor);
    withdrawals(visitor, agrees);
  };

  return (event) => {
    switch (event.type) {
      case 'customer.told':
        know.run(event.visitor, event.at);
        tell.run(event.since, event.source, event.cost, event.visitor);
        state.run(event.id, event.visitor, event.at, event.user, event.tier, JSON.stringify(event.consent));
        break;
      case 'customer.changed':
        changed(event);
        break;
      case 'customer.booked': {
        const { id, visitor, at, earned, spent, expired, money, because, ref, user } = event;
        know.run(visitor, at);
        book.run(earned, spent, expired, money, visitor);
        line.run(id, visitor, at, earned, spent, expired, money, because, ref, user);
        break;
      }
      case 'customer.visited':
        if (!event.agrees.includes('analytics')) break;
        know.run(event.visitor, event.at);
        days.visited(event);
        break;
      case 'customer.bought':
        if (event.agrees.includes('profiling')) like(event);
        if (!event.agrees.includes('analytics')) break;
        know.run(event.visitor, event.at);
        days.bought(event);
        break;
      case 'customer.forgotten':
        forget(event.visitor);
        break;
    }
  };
}

/** What goes when a consent is not, or no longer, there. */
function createWithdrawals(db: DatabaseSync) {
  const clear = db.prepare(
    `UPDATE customers SET visits = 0, receipts = 0, turnover = 0, first_seen = NULL, last_seen = NULL, buy_days = 0, first_buy = NULL,
       last_buy = NULL, first_turnover = 0 WHERE visitor = ?`,
  );
  const dropDays = db.prepare('DELETE FROM customer_days WHERE visitor = ?');
  const dropProducts = db.prepare('DELETE FROM customer_products WHERE visitor = ?');
  return (visitor: string, agrees: readonly Purpose[]): void => {
    if (!agrees.includes('analytics')) {
      clear.run(visitor);
      dropDays.run(visitor);
    }
    if (!agrees.includes('profiling')) dropProducts.run(visitor);
  };
}

/** Visits and receipts by local day and part of the day, and the sums of them all. */
function createDays(db: DatabaseSync) {
  const day = db.prepare(
    `INSERT INTO customer_days (visitor, day, day_part, visits, receipts, turnover) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET visits = visits + excluded.visits, receipts = receipts + excluded.receipts,
       turnover = turnover + excluded.turnover`,
  );
  const seen = db.prepare(
    `UPDATE customers SET visits = visits + $visits, first_seen = min(coalesce(first_seen, $day), $day),
       last_seen = max(coalesce(last_seen, $day), $day) WHERE visitor = $visitor`,
  );
  const isBuyDay = db.prepare('SELECT 1 FROM customer_days WHERE visitor = ? AND day = ? AND receipts > 0');
  // Money first: which day is the first one is asked before that is changed. A receipt of an earlier day may come late.
  const paid = db.prepare(
    `UPDATE customers SET turnover = turnover + $total,
       first_turnover = CASE WHEN $receipts > 0 AND $day < coalesce(first_buy, $day + 1) THEN $total
         WHEN $day = first_buy THEN first_turnover + $total ELSE first_turnover END
     WHERE visitor = $visitor`,
  );
  const purchase = db.prepare(
    `UPDATE customers SET receipts = receipts + 1, buy_days = buy_days + $days, first_buy = min(coalesce(first_buy, $day), $day),
       last_buy = max(coalesce(last_buy, $day), $day) WHERE visitor = $visitor`,
  );

  return {
    visited(event: EventOf<'customer.visited'>): void {
      seen.run({ $visitor: event.visitor, $day: event.day, $visits: 1 });
      day.run(event.visitor, event.day, event.dayPart, 1, 0, 0);
    },
    bought({ visitor, day: on, dayPart, total }: EventOf<'customer.bought'>): void {
      // Goods that are brought back take their money along, and are no purchase.
      const receipts = total >= 0 ? 1 : 0;
      const isNew = isBuyDay.get(visitor, on) === undefined;
      seen.run({ $visitor: visitor, $day: on, $visits: 0 });
      paid.run({ $visitor: visitor, $day: on, $total: total, $receipts: receipts });
      if (receipts > 0) purchase.run({ $visitor: visitor, $day: on, $days: isNew ? 1 : 0 });
      day.run(visitor, on, dayPart, 0, receipts, total);
    },
  };
}

/** Products and parts of the day in which they were bought. */
function createProducts(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO customer_products (visitor, sku, day_part, receipts, last_buy) VALUES (?, ?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET receipts = receipts + 1, last_buy = max(last_buy, excluded.last_buy)`,
  );
  return ({ visitor, skus, dayPart, day }: EventOf<'customer.bought'>): void => {
    for (const sku of skus) insert.run(visitor, sku, dayPart, day);
  };
}
