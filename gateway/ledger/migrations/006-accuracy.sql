-- What claims proved to be worth, one row a night and kind.
CREATE TABLE accuracy_nights (
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  labels INTEGER NOT NULL,
  correct INTEGER NOT NULL,
  brier REAL,
  deciles TEXT NOT NULL,
  PRIMARY KEY (kind, day)
) STRICT, WITHOUT ROWID;

-- When an alarm turned out to be none; of alerts of before it is not known.
ALTER TABLE alerts ADD COLUMN refuted_at INTEGER;
