-- How often offers were looked at and their condition held, by hour of epoch time.
CREATE TABLE offers_considered (
  offer TEXT NOT NULL,
  hour INTEGER NOT NULL,
  times INTEGER NOT NULL,
  held INTEGER NOT NULL,
  PRIMARY KEY (offer, hour)
) STRICT, WITHOUT ROWID;

-- What goes with what, of the newest night.
CREATE TABLE associations (
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  rank INTEGER NOT NULL,
  day TEXT NOT NULL,
  support REAL NOT NULL,
  confidence REAL NOT NULL,
  lift REAL NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- What the texts of an offer were filled with.
ALTER TABLE offer_decisions ADD COLUMN price INTEGER;
ALTER TABLE offer_decisions ADD COLUMN was INTEGER;
