-- Tags that rest beside a gate and are therefore never an exit.
CREATE TABLE blocked_tags (
  epc TEXT NOT NULL PRIMARY KEY,
  gtin TEXT,
  zone TEXT,
  device TEXT,
  antenna INTEGER NOT NULL,
  since INTEGER NOT NULL,
  blocked_at INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
