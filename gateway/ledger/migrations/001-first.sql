-- One row: how far the ledger's effects reach, and the newest event it has taken in.
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  tick INTEGER NOT NULL,
  last_event INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, 0, 0, 0);

-- The event log. emitted_at never decreases with id, so retention needs no index of its own.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  emitted_at INTEGER NOT NULL,
  type TEXT NOT NULL,
  zone TEXT,
  epc TEXT,
  visit TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_epc ON events (epc, id) WHERE epc IS NOT NULL;

-- Read models, made from events alone.
CREATE TABLE visits (
  visit TEXT PRIMARY KEY,
  start INTEGER NOT NULL,
  finish INTEGER,
  opened_by TEXT NOT NULL,
  closed_by TEXT,
  visitor TEXT,
  tier TEXT,
  party INTEGER NOT NULL,
  zone TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_by_start ON visits (start);
CREATE INDEX visits_by_finish ON visits (finish, start);

CREATE TABLE visit_zones (
  visit TEXT NOT NULL,
  event INTEGER NOT NULL,
  zone TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  PRIMARY KEY (visit, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_zones_by_since ON visit_zones (since);
CREATE INDEX visit_zones_open ON visit_zones (visit) WHERE until IS NULL;

CREATE TABLE visit_items (
  visit TEXT NOT NULL,
  epc TEXT NOT NULL,
  event INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  outcome TEXT,
  confidence REAL NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (visit, epc, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
  epc TEXT PRIMARY KEY,
  gtin TEXT,
  state TEXT NOT NULL,
  zone TEXT,
  section TEXT,
  visit TEXT,
  confidence REAL NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shelf_stock (
  section TEXT NOT NULL,
  sku TEXT NOT NULL,
  shelf TEXT NOT NULL,
  on_shelf INTEGER NOT NULL,
  misplaced INTEGER NOT NULL,
  facings INTEGER NOT NULL,
  state TEXT NOT NULL,
  weight REAL,
  since INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (section, sku)
) STRICT, WITHOUT ROWID;

-- Buckets of 15 minutes of epoch time: they line up with the quarter hours of every time zone in use.
CREATE TABLE footfall (
  bucket INTEGER NOT NULL,
  zone TEXT NOT NULL,
  come INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  PRIMARY KEY (bucket, zone)
) STRICT, WITHOUT ROWID;

-- The last word of each bucket; zone '' is the whole shop.
CREATE TABLE occupancy (
  zone TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  people REAL NOT NULL,
  uncertainty REAL NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (zone, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE sales (
  sale TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  visit TEXT,
  visitor TEXT,
  total INTEGER NOT NULL,
  lines TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sales_by_at ON sales (at);

CREATE TABLE offer_decisions (
  decision TEXT NOT NULL,
  offer TEXT NOT NULL,
  at INTEGER NOT NULL,
  visit TEXT,
  visitor TEXT,
  zone TEXT,
  epc TEXT,
  sku TEXT,
  display TEXT,
  arm TEXT,
  reason TEXT NOT NULL,
  expires INTEGER NOT NULL,
  detail TEXT NOT NULL,
  shown_at INTEGER,
  failure TEXT,
  picked_at INTEGER,
  bought_at INTEGER,
  value INTEGER,
  PRIMARY KEY (decision, offer)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_decisions_by_at ON offer_decisions (at);
CREATE INDEX offer_decisions_by_offer ON offer_decisions (offer, at);
CREATE INDEX offer_decisions_by_visit ON offer_decisions (visit) WHERE visit IS NOT NULL;

CREATE TABLE alerts (
  alert TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  at INTEGER NOT NULL,
  confidence REAL NOT NULL,
  zone TEXT,
  epc TEXT,
  visit TEXT,
  device TEXT,
  why TEXT NOT NULL,
  cleared_at INTEGER,
  cleared_because TEXT,
  acknowledged_at INTEGER,
  acknowledged_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_by_at ON alerts (at);

CREATE TABLE devices (
  device TEXT PRIMARY KEY,
  state TEXT,
  since INTEGER,
  model TEXT,
  serial TEXT,
  firmware TEXT,
  address TEXT
) STRICT, WITHOUT ROWID;

-- Traffic: what came in, not what happened in the shop.
CREATE TABLE device_traffic (
  device TEXT PRIMARY KEY,
  last_message INTEGER NOT NULL,
  skew_ms REAL
) STRICT, WITHOUT ROWID;

CREATE TABLE frame_counts (
  device TEXT NOT NULL,
  outcome TEXT NOT NULL,
  frames INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  PRIMARY KEY (device, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  device TEXT NOT NULL,
  topic TEXT NOT NULL,
  sample TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  UNIQUE (reason, at, device, topic, detail, sample)
) STRICT;

-- Delivery. A finished row stays as a bare key while the journal could make it again.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  sink TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  expires INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  body TEXT,
  UNIQUE (sink, key)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (sink, id) WHERE body IS NOT NULL;
CREATE INDEX outbox_expiring ON outbox (sink, expires) WHERE body IS NOT NULL AND expires IS NOT NULL;
CREATE INDEX outbox_finished ON outbox (seq) WHERE body IS NULL;

CREATE TABLE outbox_totals (
  sink TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (sink, outcome, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  tick INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- Access: hashes only, never a secret.
CREATE TABLE users (
  user TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE login_tokens (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_secrets (
  device TEXT PRIMARY KEY,
  hash BLOB NOT NULL,
  rotated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
