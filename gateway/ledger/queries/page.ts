/**
 * The part of a WHERE that cuts one page, newest first, out of rows of `table` that meet `condition`. The cursor is a time,
 * so rows of one millisecond must not be parted: the page goes on to the end of the last row's time.
 * Parameters: `$before` (exclusive) and `$limit`; `condition` may use others.
 */
export const pageOf = (table: string, time: string, condition: string): string =>
  `${condition} AND ${time} < $before AND ${time} >= coalesce(
     (SELECT ${time} FROM ${table} WHERE ${condition} AND ${time} < $before ORDER BY ${time} DESC LIMIT 1 OFFSET $limit - 1),
     -9007199254740991)`;

/** `$before` for a first page: after every time. */
export const END_OF_TIME = Number.MAX_SAFE_INTEGER;
