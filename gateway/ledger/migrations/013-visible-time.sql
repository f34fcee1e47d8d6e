-- For how long people could see an offer on a display; known once it has ended.
ALTER TABLE proofs_of_play ADD COLUMN visible_ms INTEGER;
