import { type BgNbd, fitBgNbd, type Purchases } from '../../domain/customers/bg-nbd.ts';
import { type MonthlyRetention, type MonthsBought, monthlyRetention } from '../../domain/customers/cohorts.ts';
import { fitGammaGamma, type GammaGamma, type Spending } from '../../domain/customers/gamma-gamma.ts';
import { monthNumber } from '../../domain/loyalty/calendar.ts';
import type { QueryContext } from './context.ts';
import { dateOf } from './customer-days.ts';
import type { Buyer } from './customer-rows.ts';
import { number, text } from './row.ts';

/** The models count in weeks, as the published ones do. */
export const UNIT_DAYS = 7;
/** Customers that a fit looks at; with more of them the estimates hardly change, and the fit would hold up other questions. */
const MOST_FITTED = 5_000;
/** Within a day the models are made again only when this share of customers is new: they tell of months. */
const NEWS = 0.05;

export interface CustomerModels {
  readonly coming: BgNbd | null;
  readonly spending: GammaGamma | null;
  readonly retention: MonthlyRetention | null;
}

/** History of a buyer as the model of purchases takes it. */
export const purchasesOf = ({ buyDays, firstBuy, lastBuy }: Buyer, today: number): Purchases => ({
  repeats: buyDays - 1,
  last: (lastBuy - firstBuy) / UNIT_DAYS,
  observed: Math.max(0, today - firstBuy) / UNIT_DAYS,
});

/** What a buyer paid on days after the first one. */
export const spendingOf = ({ buyDays, turnover, firstTurnover }: Buyer): Spending => ({
  purchases: buyDays - 1,
  mean: buyDays > 1 ? Math.max(0, turnover - firstTurnover) / (buyDays - 1) : 0,
});

/** The models behind lifetime values, fitted once a day. */
export function createCustomerModels({ db }: QueryContext) {
  const months = db.prepare(
    `SELECT visitor, strftime('%Y-%m', day * 86400, 'unixepoch') AS month, sum(turnover) AS turnover
     FROM customer_days WHERE receipts > 0 GROUP BY 1, 2 ORDER BY 1`,
  );
  let made: { readonly today: number; readonly buyers: number; readonly models: CustomerModels } | null = null;

  const fitted = (buyers: readonly Buyer[], today: number): CustomerModels => {
    // Pseudonyms are as good as random: every so-manyth of them is a fair sample.
    const step = Math.max(1, Math.ceil(buyers.length / MOST_FITTED));
    const sample = buyers.filter((_, i) => i % step === 0);
    return {
      coming: fitBgNbd(sample.map((buyer) => purchasesOf(buyer, today))),
      spending: fitGammaGamma(sample.map(spendingOf)),
      retention: monthlyRetention(boughtByMonth(), monthNumber(dateOf(today))),
    };
  };

  function* boughtByMonth(): Generator<MonthsBought> {
    let whose = '';
    let own = new Map<number, number>();
    for (const row of months.iterate()) {
      if (text(row.visitor) !== whose) {
        if (own.size > 0) yield own;
        own = new Map();
        whose = text(row.visitor);
      }
      own.set(monthNumber(text(row.month)), number(row.turnover));
    }
    if (own.size > 0) yield own;
  }

  /** Buyers in the order of their pseudonyms. */
  return (buyers: readonly Buyer[], today: number): CustomerModels => {
    const isOld = made === null || made.today !== today || Math.abs(buyers.length - made.buyers) > NEWS * made.buyers;
    if (made === null || isOld) made = { today, buyers: buyers.length, models: fitted(buyers, today) };
    return made.models;
  };
}
