-- With which chances the unit was assigned; and 1 for the first decision that put its visit into the experiment of the offer:
-- whatever comes after it may be what it brought about.
ALTER TABLE offer_decisions ADD COLUMN control_share REAL;
ALTER TABLE offer_decisions ADD COLUMN holdout_share REAL;
ALTER TABLE offer_decisions ADD COLUMN entry INTEGER NOT NULL DEFAULT 0;

-- What is left of units whose visits are deleted: sums by UTC day and arm, enough for every interval, naming nobody.
-- Of each measure the sum over units, the sum of squares, and the sum of products with the unit's observations.
CREATE TABLE offer_days (
  offer TEXT NOT NULL,
  day INTEGER NOT NULL,
  arm TEXT NOT NULL,
  units INTEGER NOT NULL,
  observations INTEGER NOT NULL,
  squares INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  picked INTEGER NOT NULL,
  picked_squares INTEGER NOT NULL,
  picked_cross INTEGER NOT NULL,
  bought INTEGER NOT NULL,
  bought_squares INTEGER NOT NULL,
  bought_cross INTEGER NOT NULL,
  spent REAL NOT NULL,
  spent_squares REAL NOT NULL,
  spent_cross REAL NOT NULL,
  control_units REAL NOT NULL,
  holdout_units REAL NOT NULL,
  PRIMARY KEY (offer, day, arm)
) STRICT, WITHOUT ROWID;
