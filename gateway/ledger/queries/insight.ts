import type { DwellView, FunnelView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { dayNamed, dayOf, type LocalDay } from './local-day.ts';
import { number, text } from './row.ts';

/** A stay shorter than this is passing by: 30 s is what footfall vendors use (metric `zone_visit`, version 1), ms. */
const ZONE_VISIT_MS = 30_000;

/** What one store-local day says of how people move and buy; only ended stays are measured, open ones are told apart. */
export function createInsight({ db, catalogue, clock }: QueryContext) {
  const stays = db.prepare('SELECT zone, until - since AS length FROM visit_zones WHERE since >= ? AND since < ? ORDER BY zone, length');
  const visits = db.prepare(
    'SELECT count(*) AS n, coalesce(sum(party), 0) AS people, count(visitor) AS known FROM visits WHERE start >= ? AND start < ?',
  );
  const stayed = db.prepare(
    `SELECT count(DISTINCT z.visit) AS n FROM visit_zones z JOIN visits v USING (visit)
     WHERE v.start >= ? AND v.start < ? AND coalesce(z.until, ?) - z.since >= ${ZONE_VISIT_MS}`,
  );
  const held = db.prepare(
    'SELECT count(DISTINCT i.visit) AS n FROM visit_items i JOIN visits v USING (visit) WHERE v.start >= ? AND v.start < ?',
  );
  const bought = db.prepare(
    "SELECT count(DISTINCT i.visit) AS n FROM visit_items i JOIN visits v USING (visit) WHERE v.start >= ? AND v.start < ? AND i.outcome = 'bought'",
  );
  const dayFor = (date: string | undefined): LocalDay =>
    date === undefined ? dayOf(clock(), catalogue.timezone) : dayNamed(date, catalogue.timezone);

  return {
    dwell(date?: string): DwellView {
      const day = dayFor(date);
      const rows = stays.all(day.from, day.to);
      const zones = catalogue.zones.map(({ id }) => {
        const own = rows.filter((row) => text(row.zone) === id);
        const lengths = own.flatMap(({ length }) => (length === null ? [] : [number(length) / 1_000]));
        return { zone: id, stays: lengths.length, open: own.length - lengths.length, ...quantiles(lengths) };
      });
      return { date: day.date, zones };
    },
    funnel(date?: string): FunnelView {
      const day = dayFor(date);
      const all = visits.get(day.from, day.to);
      return {
        date: day.date,
        visits: number(all?.n),
        people: number(all?.people),
        identified: number(all?.known),
        stayed: number(stayed.get(day.from, day.to, Math.min(clock(), day.to))?.n),
        picked: number(held.get(day.from, day.to)?.n),
        bought: number(bought.get(day.from, day.to)?.n),
      };
    },
  };
}

/** Median, upper quartile and 95th percentile by nearest rank of a sorted list; null without data, never an average. */
function quantiles(sorted: readonly number[]): { medianS: number | null; p75S: number | null; p95S: number | null } {
  const at = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { medianS: at(0.5), p75S: at(0.75), p95S: at(0.95) };
}
