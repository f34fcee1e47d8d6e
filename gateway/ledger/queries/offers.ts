import type { OfferResults, OfferView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { dayOf } from './local-day.ts';
import { number, type Row, text } from './row.ts';

/** The arm of the experiment; a decision without one belongs to none. */
const ARM = `coalesce(arm, CASE reason WHEN 'selected' THEN 'treatment' WHEN 'control' THEN 'control' END)`;

export interface Offers {
  /** Every offer of the shop with its counts of today. */
  offers(): OfferView[];
  /** Decisions with `from` <= at < `to`; null for an offer that the shop does not have and never had. */
  offerResults(id: string, from: number, to: number): OfferResults | null;
}

/** What offers did. `eligible` are decisions that were assigned to an arm; capped or unmet candidates are reasons only. */
export function createOffers({ db, catalogue, clock }: QueryContext): Offers {
  const today = db.prepare(
    `SELECT offer, sum(${ARM} IS NOT NULL) AS eligible, sum(reason = 'selected') AS selected, sum(shown_at IS NOT NULL) AS shown,
       sum(reason = 'control') AS control, sum(failure IS NOT NULL AND shown_at IS NULL) AS failed,
       sum(picked_at IS NOT NULL) AS picked, sum(bought_at IS NOT NULL) AS bought
     FROM offer_decisions WHERE at >= ? AND at < ? GROUP BY offer`,
  );
  const arms = db.prepare(
    `SELECT ${ARM} AS in_arm, count(*) AS eligible, sum(shown_at IS NOT NULL) AS shown, sum(picked_at IS NOT NULL) AS picked,
       sum(bought_at IS NOT NULL) AS bought, coalesce(sum(value), 0) AS value
     FROM offer_decisions WHERE offer = ? AND at >= ? AND at < ? AND in_arm IS NOT NULL GROUP BY in_arm`,
  );
  const reasons = db.prepare(
    'SELECT reason, count(*) AS n FROM offer_decisions WHERE offer = ? AND at >= ? AND at < ? GROUP BY reason ORDER BY reason',
  );
  const known = db.prepare('SELECT 1 FROM offer_decisions WHERE offer = ? LIMIT 1');

  return {
    offers() {
      const day = dayOf(clock(), catalogue.timezone);
      const counts = new Map(today.all(day.from, day.to).map((row) => [text(row.offer), row]));
      return catalogue.offers.map(({ id, name, on, when, display, control }) => ({
        id,
        name: { ...name },
        on,
        when,
        display,
        control,
        today: toCounts(counts.get(id)),
      }));
    },
    offerResults(id, from, to) {
      if (!catalogue.offers.some((offer) => offer.id === id) && !known.get(id)) return null;
      const found = new Map(arms.all(id, from, to).map((row) => [text(row.in_arm), row]));
      return {
        offer: id,
        from,
        to,
        arms: (['treatment', 'control'] as const).map((arm) => ({ arm, ...toResults(found.get(arm)) })),
        reasons: Object.fromEntries(reasons.all(id, from, to).map((row) => [text(row.reason), number(row.n)])),
      };
    },
  };
}

const toCounts = (row: Row | undefined): OfferView['today'] => ({
  eligible: number(row?.eligible ?? 0),
  selected: number(row?.selected ?? 0),
  shown: number(row?.shown ?? 0),
  control: number(row?.control ?? 0),
  failed: number(row?.failed ?? 0),
  picked: number(row?.picked ?? 0),
  bought: number(row?.bought ?? 0),
});

const toResults = (row: Row | undefined) => ({
  eligible: number(row?.eligible ?? 0),
  shown: number(row?.shown ?? 0),
  picked: number(row?.picked ?? 0),
  bought: number(row?.bought ?? 0),
  valueMinor: number(row?.value ?? 0),
});
