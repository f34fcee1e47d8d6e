-- The events of one visit, for telling what became of it.
CREATE INDEX events_by_visit ON events (visit, id) WHERE visit IS NOT NULL;

-- When the gateway said so; unknown for alerts of before.
ALTER TABLE alerts ADD COLUMN emitted_at INTEGER;
