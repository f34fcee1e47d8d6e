-- Proven showings and purchases of those who saw one, in quarters of an hour, with what they cost a brand (thousandths of the smallest
-- money unit, at the price of that time; '' is the shop itself). They count showings, not people, and stay.
CREATE TABLE plays (
  bucket INTEGER NOT NULL,
  offer TEXT NOT NULL,
  display TEXT NOT NULL,
  brand TEXT NOT NULL,
  plays INTEGER NOT NULL,
  bought INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  PRIMARY KEY (bucket, offer, display, brand)
) STRICT, WITHOUT ROWID;
CREATE INDEX plays_by_brand ON plays (brand, bucket);
