const DAY_MS = 86_400_000;

/**
 * SQL: sums like those of an offer, over all of them, with `?1` <= at < `?2`: visits that were held out of every offer are the control,
 * all others to which something would have been offered the treatment, each from the first moment that anything was assigned to it.
 * A member stays in one arm for good, so a member with all visits is the unit, else the visit. Slots of shared displays are left out:
 * there nobody is held out for good.
 */
export const holdoutSums = `
  WITH entries AS (
    SELECT visit, min(at) AS entered, iif(arm = 'holdout', 'control', 'treatment') AS arm, coalesce(visitor, unit) AS unit, holdout_share
    FROM offer_decisions WHERE arm IS NOT NULL AND unit_by = 'visit' AND visit IS NOT NULL AND at >= ?1 AND at < ?2 GROUP BY visit
  ),
  observations AS (
    SELECT *,
      EXISTS (SELECT 1 FROM offer_decisions d WHERE d.visit = e.visit AND d.shown_at IS NOT NULL) AS shown,
      EXISTS (SELECT 1 FROM visit_items i WHERE i.visit = e.visit AND i.since >= e.entered) AS picked,
      EXISTS (SELECT 1 FROM sales s WHERE s.visit = e.visit AND s.at >= e.entered) AS bought,
      (SELECT total(total) FROM sales s WHERE s.visit = e.visit AND s.at >= e.entered) AS spent
    FROM entries e
  ),
  units AS (
    SELECT arm, min(entered) AS entered, count(*) AS n, sum(shown) AS shown, sum(picked) AS picked, sum(bought) AS bought,
      total(spent) AS spent, max(holdout_share) AS holdout_share
    FROM observations GROUP BY unit
  )
  SELECT entered / ${DAY_MS} AS day, arm, min(entered) AS since, count(*) AS units, sum(n) AS observations, sum(n * n) AS squares,
    sum(shown) AS shown,
    ${['picked', 'bought', 'spent'].map((of) => `total(${of}) AS ${of}, total(${of} * ${of}) AS ${of}_squares, total(${of} * n) AS ${of}_cross`).join(',\n    ')},
    total(holdout_share) AS control_units, 0 AS holdout_units
  FROM units GROUP BY day, arm`;
