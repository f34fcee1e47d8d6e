import type { FunnelView } from '../../http/contract-journey.ts';
import { ZONE_VISIT_MS } from '../projections/visits.ts';
import { HAS_BOUGHT } from './bought.ts';
import type { QueryContext } from './context.ts';
import type { AskedDays } from './local-day.ts';
import { number } from './row.ts';
import { boundsOf } from './span-bounds.ts';

/** How far the visits came that began between two store-local dates. An open stay counts for as long as it has lasted. */
export function createFunnel(context: QueryContext): (asked: AskedDays) => FunnelView {
  const { db, catalogue, clock } = context;
  const fitting = catalogue.zones.filter(({ kind }) => kind === 'fitting').map(({ id }) => id);
  const stay = (condition: string) => `EXISTS (SELECT 1 FROM visit_zones z WHERE z.visit = v.visit AND ${condition}
    AND coalesce(z.until, $now) - z.since >= ${ZONE_VISIT_MS})`;
  const steps = db.prepare(
    `SELECT count(*) AS visits, coalesce(sum(v.party), 0) AS people, count(v.visitor) AS identified,
       coalesce(sum(${stay('TRUE')}), 0) AS stayed,
       coalesce(sum(EXISTS (SELECT 1 FROM visit_items i WHERE i.visit = v.visit)), 0) AS picked,
       coalesce(sum(${stay('+z.zone IN (SELECT value FROM json_each($fitting))')}), 0) AS tried,
       coalesce(sum(${HAS_BOUGHT}), 0) AS bought
     FROM visits v WHERE v.start >= $start AND v.start < $end`,
  );
  return (asked) => {
    const { from, to, start, end } = boundsOf(asked, context);
    const row = steps.get({ $start: start, $end: end, $now: Math.min(clock(), end), $fitting: JSON.stringify(fitting) });
    return {
      from,
      to,
      visits: number(row?.visits),
      people: number(row?.people),
      identified: number(row?.identified),
      stayed: number(row?.stayed),
      picked: number(row?.picked),
      tried: fitting.length === 0 ? null : number(row?.tried),
      bought: number(row?.bought),
    };
  };
}
