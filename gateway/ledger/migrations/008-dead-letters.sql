-- What a receiver outside did not take and nobody tries any more, until an operator sends it again or throws it away.
-- AUTOINCREMENT: an id that somebody has seen never comes to mean another letter.
CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  died_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (sink, key)
) STRICT;
CREATE INDEX dead_letters_by_time ON dead_letters (died_at);

-- When an operator sent it again; patience with a receiver counts from then.
ALTER TABLE outbox ADD COLUMN revived_at INTEGER;
