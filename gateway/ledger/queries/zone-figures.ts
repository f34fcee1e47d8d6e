import type { ZoneFiguresView } from '../../http/contract-journey.ts';
import type { QueryContext } from './context.ts';
import type { AskedDays } from './local-day.ts';
import { number, textOrNull } from './row.ts';
import { boundsOf } from './span-bounds.ts';

/**
 * What each zone saw between two store-local dates: stays by when they began, items by when they were taken. Asked zone by zone and
 * origin by origin: each is one stretch of an index, summed without sorting. Zones that the shop no longer has are left out.
 */
export function createZoneFigures(context: QueryContext): (asked: AskedDays) => ZoneFiguresView {
  const { db, catalogue } = context;
  const stays = db.prepare(
    `SELECT coalesce(sum(is_first), 0) AS visits, coalesce(sum(is_long), 0) AS stayed, coalesce(sum(until IS NULL), 0) AS open,
       group_concat((until - since) / 1000) AS lengths
     FROM visit_zones WHERE zone = ? AND came_from IS ? AND since >= ? AND since < ?`,
  );
  const items = db.prepare(
    `SELECT count(DISTINCT visit) AS picked, count(DISTINCT CASE WHEN outcome = 'bought' THEN visit END) AS bought
     FROM visit_items WHERE zone = ? AND since >= ? AND since < ?`,
  );
  const visits = db.prepare('SELECT count(*) AS n FROM visits WHERE start >= ? AND start < ?');
  const origins = [null, ...catalogue.zones.map(({ id }) => id)];

  function figuresOf(zone: string, start: number, end: number): ZoneFiguresView['zones'][number] {
    const sums = { visits: 0, stayed: 0, open: 0 };
    const lengths: string[] = [];
    for (const origin of origins) {
      const row = stays.get(zone, origin, start, end);
      sums.visits += number(row?.visits);
      sums.stayed += number(row?.stayed);
      sums.open += number(row?.open);
      const some = textOrNull(row?.lengths);
      if (some !== null) lengths.push(some);
    }
    const sorted = sortedNumbers(lengths);
    const taken = items.get(zone, start, end);
    return { zone, ...sums, picked: number(taken?.picked), bought: number(taken?.bought), stays: sorted.length, ...quantiles(sorted) };
  }

  return (asked) => {
    const { from, to, start, end } = boundsOf(asked, context);
    const zones = catalogue.zones.map(({ id }) => figuresOf(id, start, end));
    return { from, to, visits: number(visits.get(start, end)?.n), zones };
  };
}

/** Numbers of lists with commas between; a row for each would cost many times as much. */
const sortedNumbers = (lists: readonly string[]): Float64Array =>
  lists.length === 0 ? new Float64Array() : Float64Array.from(lists.join(',').split(','), Number).sort();

/** Median, upper quartile and 95th percentile by nearest rank of sorted seconds; null without data, never an average. */
function quantiles(sorted: Float64Array): { medianS: number | null; p75S: number | null; p95S: number | null } {
  const at = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { medianS: at(0.5), p75S: at(0.75), p95S: at(0.95) };
}
