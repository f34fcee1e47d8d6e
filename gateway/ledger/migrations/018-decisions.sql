-- What an operator decided of an item that left: that it is gone; and who decided that, or that the alarm was false.
ALTER TABLE alerts ADD COLUMN confirmed_at INTEGER;
ALTER TABLE alerts ADD COLUMN decided_by TEXT;
