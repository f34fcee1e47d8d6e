-- What shoppers answered. The visit is forgotten with the visits, the answer stays.
CREATE TABLE feedback (
  event INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  device TEXT NOT NULL,
  zone TEXT,
  visit TEXT,
  scale TEXT NOT NULL,
  score INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_by_at ON feedback (at);
CREATE INDEX feedback_with_visit ON feedback (at) WHERE visit IS NOT NULL;

-- What a visit paid, asked for together with what it answered or was shown.
CREATE INDEX sales_by_visit ON sales (visit) WHERE visit IS NOT NULL;
