-- Customers by pseudonym. Days are numbers of the shop's local days since 1970-01-01. What stands from `visits` on is kept only of
-- customers who agree to `analytics`; what they buy (customer_products) only of those who agree to `profiling`.
CREATE TABLE customers (
  visitor TEXT PRIMARY KEY,
  told INTEGER NOT NULL DEFAULT 0,
  since INTEGER,
  source TEXT,
  cost INTEGER,
  tier TEXT NOT NULL DEFAULT '',
  agrees TEXT NOT NULL DEFAULT '[]',
  last_at INTEGER NOT NULL,
  earned INTEGER NOT NULL DEFAULT 0,
  spent INTEGER NOT NULL DEFAULT 0,
  expired INTEGER NOT NULL DEFAULT 0,
  money INTEGER NOT NULL DEFAULT 0,
  visits INTEGER NOT NULL DEFAULT 0,
  receipts INTEGER NOT NULL DEFAULT 0,
  turnover INTEGER NOT NULL DEFAULT 0,
  first_seen INTEGER,
  last_seen INTEGER,
  -- Days with a receipt, the first and the last of them, and what the first one brought.
  buy_days INTEGER NOT NULL DEFAULT 0,
  first_buy INTEGER,
  last_buy INTEGER,
  first_turnover INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX strangers_by_age ON customers (last_at) WHERE told = 0;

CREATE TABLE customer_days (
  visitor TEXT NOT NULL,
  day INTEGER NOT NULL,
  day_part TEXT NOT NULL,
  visits INTEGER NOT NULL,
  receipts INTEGER NOT NULL,
  turnover INTEGER NOT NULL,
  PRIMARY KEY (visitor, day, day_part)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_days_by_day ON customer_days (day, visitor);

CREATE TABLE customer_products (
  visitor TEXT NOT NULL,
  sku TEXT NOT NULL,
  day_part TEXT NOT NULL,
  receipts INTEGER NOT NULL,
  last_buy INTEGER NOT NULL,
  PRIMARY KEY (visitor, sku, day_part)
) STRICT, WITHOUT ROWID;

-- Points and stored value, line by line.
CREATE TABLE customer_bookings (
  event INTEGER PRIMARY KEY,
  visitor TEXT NOT NULL,
  at INTEGER NOT NULL,
  earned INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  expired INTEGER NOT NULL,
  money INTEGER NOT NULL,
  because TEXT NOT NULL,
  ref TEXT,
  user TEXT
) STRICT;
CREATE INDEX customer_bookings_by_visitor ON customer_bookings (visitor, event);
CREATE INDEX customer_bookings_by_at ON customer_bookings (at);

-- Who told what of a customer, and when: the proof of consent, for as long as the customer is known.
CREATE TABLE customer_statements (
  event INTEGER PRIMARY KEY,
  visitor TEXT NOT NULL,
  at INTEGER NOT NULL,
  user TEXT NOT NULL,
  tier TEXT,
  consent TEXT NOT NULL
) STRICT;
CREATE INDEX customer_statements_by_visitor ON customer_statements (visitor, event);

-- Where else a pseudonym stands, so that one who wants to be forgotten is found without looking at everything.
CREATE INDEX visits_by_visitor ON visits (visitor, start) WHERE visitor IS NOT NULL;
CREATE INDEX sales_by_visitor ON sales (visitor, at) WHERE visitor IS NOT NULL;
CREATE INDEX offer_decisions_by_visitor ON offer_decisions (visitor) WHERE visitor IS NOT NULL;
CREATE INDEX events_by_visitor ON events (json_extract(body, '$.visitor'))
  WHERE type IN ('visit.opened', 'visit.identified', 'sale.recorded', 'offer.decided', 'customer.told', 'customer.changed',
    'customer.visited', 'customer.bought', 'customer.booked', 'customer.refused', 'customer.forgotten')
  AND json_extract(body, '$.visitor') IS NOT NULL;
