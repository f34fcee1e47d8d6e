import type { VisitRow, VisitSums } from '../../http/contract-visits.ts';
import type { AskedVisits, Reader } from '../../http/ports.ts';
import { HAS_BOUGHT } from './bought.ts';
import type { QueryContext } from './context.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './row.ts';
import { boundsOf } from './span-bounds.ts';

type Asked<Name extends keyof Reader> = (...asked: Parameters<Reader[Name]>) => Awaited<ReturnType<Reader[Name]>>;

/** A filter that was not asked for is null, and then decides before anything is looked up. */
const MEETS = `v.start >= $from AND v.start < $to
  AND ($open IS NULL OR (v.finish IS NULL) = $open)
  AND ($member IS NULL OR (v.visitor IS NOT NULL) = $member)
  AND ($items IS NULL OR EXISTS (SELECT 1 FROM visit_items i WHERE i.visit = v.visit) = $items)
  AND ($bought IS NULL OR ${HAS_BOUGHT} = $bought)
  AND ($zone IS NULL OR EXISTS (SELECT 1 FROM visit_zones z WHERE z.visit = v.visit AND +z.zone = $zone))`;

/** Visits that began between two store-local dates and meet filters, page by page, and how many there are. */
export function createVisitsSpan(context: QueryContext): {
  readonly visitSums: Asked<'visitSums'>;
  readonly visitRows: Asked<'visitRows'>;
} {
  const { db } = context;
  const sums = db.prepare(
    `SELECT count(*) AS visits, coalesce(sum(v.finish IS NULL), 0) AS open, coalesce(sum(${HAS_BOUGHT}), 0) AS bought
     FROM visits v WHERE ${MEETS}`,
  );
  // In the order of the index, so that a page is found without sorting; its columns are worked out for its rows alone.
  const rows = db.prepare(
    `SELECT v.visit, v.start, v.finish, v.visitor IS NOT NULL AS member, v.tier, v.party, v.zone,
       (SELECT count(DISTINCT z.zone) FROM visit_zones z WHERE z.visit = v.visit) AS zones,
       (SELECT count(DISTINCT i.epc) FROM visit_items i WHERE i.visit = v.visit) AS picked,
       (SELECT count(DISTINCT i.epc) FROM visit_items i WHERE i.visit = v.visit AND i.outcome = 'bought') AS bought,
       (SELECT count(*) FROM offer_decisions o WHERE o.visit = v.visit AND o.shown_at IS NOT NULL) AS offers,
       (SELECT sum(s.total) FROM sales s WHERE s.visit = v.visit) AS spent
     FROM visits v WHERE ${MEETS} ORDER BY v.start DESC, v.visit DESC LIMIT $limit OFFSET $skip`,
  );
  const filtersOf = ({ open, member, items, bought, zone }: AskedVisits) => ({
    $open: flag(open),
    $member: flag(member),
    $items: flag(items),
    $bought: flag(bought),
    $zone: zone ?? null,
  });

  return {
    visitSums(asked): VisitSums {
      const { from, to, start, end } = boundsOf(asked, context);
      const row = sums.get({ $from: start, $to: end, ...filtersOf(asked) });
      return { from, to, visits: number(row?.visits), open: number(row?.open), bought: number(row?.bought) };
    },
    visitRows(asked, { limit, skip }): VisitRow[] {
      const { start, end } = boundsOf(asked, context);
      return rows.all({ $from: start, $to: end, ...filtersOf(asked), $limit: limit, $skip: skip }).map(toRow);
    },
  };
}

const flag = (wanted: boolean | undefined): number | null => (wanted === undefined ? null : Number(wanted));

const toRow = (row: Row): VisitRow => ({
  id: text(row.visit),
  start: number(row.start),
  end: numberOrNull(row.finish),
  isMember: number(row.member) === 1,
  tier: textOrNull(row.tier),
  party: number(row.party),
  zone: textOrNull(row.zone),
  zones: number(row.zones),
  picked: number(row.picked),
  bought: number(row.bought),
  offers: number(row.offers),
  spentMinor: numberOrNull(row.spent),
});
