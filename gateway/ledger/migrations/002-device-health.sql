-- What a device tells of itself beside its description.
ALTER TABLE devices ADD COLUMN battery_pct REAL;
ALTER TABLE devices ADD COLUMN reboots INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN rebooted_at INTEGER;

-- The last whole minute of each antenna.
CREATE TABLE antennas (
  device TEXT NOT NULL,
  port INTEGER NOT NULL,
  at INTEGER NOT NULL,
  reads INTEGER NOT NULL,
  usual REAL,
  quiet INTEGER NOT NULL,
  PRIMARY KEY (device, port)
) STRICT, WITHOUT ROWID;

-- Traffic of the last minutes; older ones go.
CREATE TABLE device_minutes (
  device TEXT NOT NULL,
  minute INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  PRIMARY KEY (device, minute)
) STRICT, WITHOUT ROWID;
