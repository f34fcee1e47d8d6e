import type { OfferView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { dayOf } from './local-day.ts';
import { number, type Row, text } from './row.ts';

/** The arm of the experiment; a decision without one belongs to none. */
const ARM = `coalesce(arm, CASE reason WHEN 'selected' THEN 'treatment' WHEN 'control' THEN 'control' END)`;

export interface Offers {
  /** Every offer of the shop with its counts of today. */
  offers(): OfferView[];
}

/** What offers did. `eligible` are decisions that were assigned to an arm; capped or unmet candidates are reasons only. */
export function createOffers({ db, catalogue, clock }: QueryContext): Offers {
  const today = db.prepare(
    `SELECT offer, sum(${ARM} IS NOT NULL) AS eligible, sum(reason = 'selected') AS selected, sum(shown_at IS NOT NULL) AS shown,
       sum(reason = 'control') AS control, sum(failure IS NOT NULL AND shown_at IS NULL) AS failed,
       sum(picked_at IS NOT NULL) AS picked, sum(bought_at IS NOT NULL) AS bought
     FROM offer_decisions WHERE at >= ? AND at < ? GROUP BY offer`,
  );
  const considered = db.prepare(
    'SELECT offer, sum(times) AS times, sum(held) AS held FROM offers_considered WHERE hour >= ? AND hour < ? GROUP BY offer',
  );

  return {
    offers() {
      const day = dayOf(clock(), catalogue.timezone);
      const counts = new Map(today.all(day.from, day.to).map((row) => [text(row.offer), row]));
      const looks = new Map(considered.all(day.from, day.to).map((row) => [text(row.offer), row]));
      return catalogue.offers.map(({ id, name, on, when, display, control }) => ({
        id,
        name: { ...name },
        on,
        when,
        display,
        control,
        today: toCounts(counts.get(id), looks.get(id)),
      }));
    },
  };
}

const toCounts = (row: Row | undefined, looks: Row | undefined): OfferView['today'] => ({
  eligible: number(row?.eligible ?? 0),
  selected: number(row?.selected ?? 0),
  shown: number(row?.shown ?? 0),
  control: number(row?.control ?? 0),
  failed: number(row?.failed ?? 0),
  picked: number(row?.picked ?? 0),
  bought: number(row?.bought ?? 0),
  considered: number(looks?.times ?? 0),
  unmet: number(looks?.times ?? 0) - number(looks?.held ?? 0),
});
