-- What an operator said when acknowledging.
ALTER TABLE alerts ADD COLUMN acknowledged_with TEXT;
CREATE INDEX alerts_open ON alerts (at) WHERE cleared_at IS NULL;

-- What operators said and arranged among themselves about an alert. Rows are added, never changed: who did it stays.
CREATE TABLE alert_notes (
  note INTEGER PRIMARY KEY,
  alert TEXT NOT NULL,
  at INTEGER NOT NULL,
  user TEXT NOT NULL,
  deed TEXT NOT NULL,
  body TEXT,
  until INTEGER
) STRICT;
CREATE INDEX alert_notes_by_alert ON alert_notes (alert, deed, note);

-- Which alerts each operator has looked at, and when last.
CREATE TABLE alert_reads (
  user TEXT NOT NULL,
  alert TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user, alert)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_reads_by_alert ON alert_reads (alert);
