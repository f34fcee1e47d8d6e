-- From which zone a visit came; whether it was the visit's first stay in this zone, and its first of 30 seconds or more. With these, visits of a
-- zone are summed in the order of an index, and nothing has to be sorted.
ALTER TABLE visit_zones ADD COLUMN came_from TEXT;
ALTER TABLE visit_zones ADD COLUMN is_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit_zones ADD COLUMN is_long INTEGER NOT NULL DEFAULT 0;
UPDATE visit_zones SET
  came_from = (SELECT b.zone FROM visit_zones b WHERE b.visit = visit_zones.visit AND b.event < visit_zones.event ORDER BY b.event DESC LIMIT 1),
  is_first = NOT EXISTS (SELECT 1 FROM visit_zones b WHERE b.visit = visit_zones.visit AND b.event < visit_zones.event AND b.zone = visit_zones.zone),
  is_long = coalesce(until - since >= 30000, 0) AND NOT EXISTS (SELECT 1 FROM visit_zones b
    WHERE b.visit = visit_zones.visit AND b.event < visit_zones.event AND +b.zone = visit_zones.zone AND b.until - b.since >= 30000);
CREATE INDEX visit_zones_by_way ON visit_zones (zone, came_from, since, until, is_first, is_long);

-- From which zone a visit took an item.
ALTER TABLE visit_items ADD COLUMN zone TEXT;
UPDATE visit_items SET zone = (SELECT e.zone FROM events e
  WHERE e.epc = visit_items.epc AND e.type = 'item.picked' AND e.at <= visit_items.since ORDER BY e.id DESC LIMIT 1);
CREATE INDEX visit_items_by_zone ON visit_items (zone, since, visit, outcome);
