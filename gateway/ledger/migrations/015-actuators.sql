-- What each channel of each actuator was asked last, and what became of it.
CREATE TABLE actuators (
  device TEXT NOT NULL,
  channel INTEGER NOT NULL,
  -- `use`: away from its safe state; `safe`; `lost`: it said goodbye, nobody knows.
  toward TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  cause_by TEXT,
  cause_id TEXT,
  user TEXT,
  since INTEGER NOT NULL,
  until INTEGER,
  command TEXT,
  -- Null while nobody knows.
  outcome TEXT,
  PRIMARY KEY (device, channel)
) STRICT, WITHOUT ROWID;

-- Who asked which actuator for what, why, and what became of it. Each row's hash covers the row and the hash before it.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  event INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  device TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_at ON audit (at);
CREATE INDEX audit_by_device ON audit (device, seq);

-- Where the chain begins and ends: the newest row that retention has deleted, and the newest row of all.
CREATE TABLE audit_chain (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  base_seq INTEGER NOT NULL,
  base_hash TEXT NOT NULL,
  head_seq INTEGER NOT NULL,
  head_hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_chain VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000',
  0, '0000000000000000000000000000000000000000000000000000000000000000');
