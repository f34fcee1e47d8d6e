import type { WaysView } from '../../http/contract-journey.ts';
import type { QueryContext } from './context.ts';
import type { AskedDays } from './local-day.ts';
import { number, text } from './row.ts';
import { boundsOf } from './span-bounds.ts';

/** How often visits went from one zone to another between two store-local dates, where they began, and where they ended. */
export function createWays(context: QueryContext): (asked: AskedDays) => WaysView {
  const { db, catalogue } = context;
  const came = db.prepare('SELECT count(*) AS n FROM visit_zones WHERE zone = ? AND came_from IS ? AND since >= ? AND since < ?');
  const left = db.prepare(
    'SELECT zone, count(*) AS n FROM visits WHERE start >= ? AND start < ? AND finish IS NOT NULL AND zone IS NOT NULL GROUP BY zone',
  );
  const zones = catalogue.zones.map(({ id }) => id);
  return (asked) => {
    const { from, to, start, end } = boundsOf(asked, context);
    const steps = zones.flatMap((zone) =>
      [null, ...zones].map((origin) => ({ from: origin, to: zone, times: number(came.get(zone, origin, start, end)?.n) })),
    );
    const ends = left.all(start, end).map((row) => ({ from: text(row.zone), to: null, times: number(row.n) }));
    const ways = [...steps, ...ends].filter(({ times }) => times > 0);
    return { from, to, ways: ways.toSorted((a, b) => b.times - a.times) };
  };
}
