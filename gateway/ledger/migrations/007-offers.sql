-- What was assigned as a whole, what one decision asked of displays, and whose place it takes.
ALTER TABLE offer_decisions ADD COLUMN trigger_event TEXT;
ALTER TABLE offer_decisions ADD COLUMN unit_by TEXT;
ALTER TABLE offer_decisions ADD COLUMN unit TEXT;
ALTER TABLE offer_decisions ADD COLUMN displays TEXT NOT NULL DEFAULT '[]';
ALTER TABLE offer_decisions ADD COLUMN instead TEXT;

-- picked_at, bought_at and value belong to exposures and to units held back; these to treatments that no display had proved by then.
ALTER TABLE offer_decisions ADD COLUMN unseen_picked_at INTEGER;
ALTER TABLE offer_decisions ADD COLUMN unseen_bought_at INTEGER;
ALTER TABLE offer_decisions ADD COLUMN unseen_value INTEGER;
CREATE INDEX offer_decisions_by_unit ON offer_decisions (offer, unit) WHERE unit IS NOT NULL;

-- Each display that proved a decision.
CREATE TABLE proofs_of_play (
  decision TEXT NOT NULL,
  display TEXT NOT NULL,
  offer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (decision, display)
) STRICT, WITHOUT ROWID;
CREATE INDEX proofs_of_play_by_display ON proofs_of_play (display, at);
