-- Reports that were made, each period once. `files` is JSON: names and bytes. Times of delivery are null until it is done, or where
-- it is not asked for; `problem` says why the folder did not get it yet.
CREATE TABLE reports_made (
  report TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  language TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  complete_until INTEGER NOT NULL,
  files TEXT NOT NULL,
  folder_at INTEGER,
  webhook_at INTEGER,
  problem TEXT,
  PRIMARY KEY (report, from_date, to_date)
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_made_by_time ON reports_made (made_at);
