const DAY_MS = 86_400_000;
const MEASURES = ['picked', 'bought', 'spent'] as const;

/** Columns of `offer_days` that add up, in order. */
export const SUMS: readonly string[] = [
  ...['units', 'observations', 'squares', 'shown'],
  ...MEASURES.flatMap((measure) => [measure, `${measure}_squares`, `${measure}_cross`]),
  ...['control_units', 'holdout_units'],
];

/** The sums of an arm's units, which have `observations`, `shown`, each measure, and the chances of their assignment. */
const SUM_OF_UNITS = [
  'count(*) AS units, sum(observations) AS observations, sum(observations * observations) AS squares, sum(shown) AS shown',
  ...MEASURES.map((of) => `total(${of}) AS ${of}, total(${of} * ${of}) AS ${of}_squares, total(${of} * observations) AS ${of}_cross`),
  // Of three arms, the control has its share of what the hold-out leaves.
  'total(control_share * (1 - holdout_share)) AS control_units, total(holdout_share) AS holdout_units',
].join(',\n    ');

/**
 * SQL: sums of units by offer, UTC day and arm, from the decisions that meet `condition`. By intention to treat: what a visit does
 * counts from its first assignment on, whether anything was shown or not. A visit is an observation of the unit in which it was first
 * assigned, a decision about no visit is one of its own. Spent is what the visit paid after that, for whatever it bought.
 */
export const sumsWhere = (condition: string): string => `
  WITH observations AS (
    SELECT offer, unit, visit, coalesce(visit, decision) AS who, max(arm) AS arm, min(at) AS entered,
      max(shown_at IS NOT NULL) AS shown, max(coalesce(picked_at, unseen_picked_at) IS NOT NULL) AS picked,
      max(coalesce(bought_at, unseen_bought_at) IS NOT NULL) AS bought, max(coalesce(value, 0) + coalesce(unseen_value, 0)) AS value,
      max(control_share) AS control_share, max(holdout_share) AS holdout_share
    FROM offer_decisions WHERE arm IS NOT NULL AND unit IS NOT NULL AND ${condition}
    GROUP BY offer, unit, who HAVING max(entry) = 1
  ),
  paid AS (
    SELECT *, CASE WHEN visit IS NULL THEN value ELSE
      (SELECT total(total) FROM sales s WHERE s.visit = observations.visit AND s.at >= entered) END AS spent FROM observations
  ),
  units AS (
    SELECT offer, unit, max(arm) AS arm, min(entered) AS entered, count(*) AS observations, sum(shown) AS shown, sum(picked) AS picked,
      sum(bought) AS bought, total(spent) AS spent, max(control_share) AS control_share, max(holdout_share) AS holdout_share
    FROM paid GROUP BY offer, unit
  )
  SELECT offer, entered / ${DAY_MS} AS day, arm, min(entered) AS since, ${SUM_OF_UNITS} FROM units GROUP BY offer, day, arm`;

/** SQL: the same with `?1` <= at < `?2` and `condition` on the offer, of kept decisions and, whole, of days that retention has folded. */
export const sumsOfSpan = (condition: string): string => `
  SELECT * FROM (${sumsWhere(`at >= ?1 AND at < ?2 AND ${condition}`)})
  UNION ALL
  SELECT offer, day, arm, day * ${DAY_MS}, ${SUMS.join(', ')} FROM offer_days
  WHERE (day + 1) * ${DAY_MS} > ?1 AND day * ${DAY_MS} < ?2 AND ${condition}`;
