import type { OfferFigures } from '../../http/contract-offers.ts';
import type { QueryContext } from './context.ts';
import { dayOf } from './local-day.ts';
import { number, text } from './row.ts';

/** Showings are priced by the thousand. */
const PER_MILLE = 1_000;
const DAY_MS = 86_400_000;

type Budget = NonNullable<OfferFigures['budget']>;

/**
 * What offers with a budget have cost so far and today. The gateway itself counts each piece when it is paid; here pieces follow from what
 * was paid by the price, so that the sum can differ by some pieces where a till charges another price.
 */
export function createOfferBudgets({ db, catalogue, clock }: QueryContext): () => ReadonlyMap<string, Budget> {
  const limited = catalogue.offers.filter(({ limits }) => limits.budgetMinor !== null || limits.budgetDayMinor !== null);
  const plays = db.prepare('SELECT offer, sum(plays) AS plays, sum(bought) AS bought FROM plays WHERE bucket >= ? GROUP BY offer');
  const lowered = db.prepare(
    `SELECT total((was - price) * max(1, CAST(round(value * 1.0 / price) AS INTEGER))) AS lowered FROM offer_decisions
     WHERE offer = ? AND at >= ? AND bought_at >= ? AND reason = 'selected' AND was > price AND price > 0`,
  );

  const costsSince = (from: number): ((offer: (typeof limited)[number]) => number) => {
    const shown = new Map(plays.all(from).map((row) => [text(row.offer), row]));
    return ({ id, cost: { cpmMinor, cpaMinor } }) => {
      const row = shown.get(id);
      const billed = (number(row?.plays ?? 0) * cpmMinor) / PER_MILLE + number(row?.bought ?? 0) * cpaMinor;
      // What is paid today was decided yesterday at the earliest: visits end at midnight.
      return Math.round(billed + number(lowered.get(id, from - DAY_MS, from)?.lowered));
    };
  };

  return () => {
    if (limited.length === 0) return new Map();
    const [ever, today] = [costsSince(0), costsSince(dayOf(clock(), catalogue.timezone).from)];
    return new Map(
      limited.map((offer) => {
        const { budgetMinor: limitMinor, budgetDayMinor: dayMinor } = offer.limits;
        return [offer.id, { limitMinor, dayMinor, spentMinor: ever(offer), todayMinor: today(offer) }];
      }),
    );
  };
}
