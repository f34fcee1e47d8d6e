-- How sure the number on the shelf is.
ALTER TABLE shelf_stock ADD COLUMN spread REAL NOT NULL DEFAULT 0;

-- Items that rest on a shelf which does not want them.
CREATE TABLE strays (
  epc TEXT NOT NULL PRIMARY KEY,
  gtin TEXT,
  home TEXT NOT NULL,
  zone TEXT NOT NULL,
  since INTEGER NOT NULL,
  confidence REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- Open time of each hour of epoch time, and of that the time in which a place was out.
CREATE TABLE availability_hours (
  hour INTEGER NOT NULL PRIMARY KEY,
  open_s INTEGER NOT NULL,
  places INTEGER NOT NULL
) STRICT;

CREATE TABLE availability_out (
  hour INTEGER NOT NULL,
  section TEXT NOT NULL,
  sku TEXT NOT NULL,
  out_s INTEGER NOT NULL,
  PRIMARY KEY (hour, section, sku)
) STRICT, WITHOUT ROWID;
