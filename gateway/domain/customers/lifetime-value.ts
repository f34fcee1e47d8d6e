import { type BgNbd, expectedPurchases, type Purchases } from './bg-nbd.ts';
import { expectedValue, type GammaGamma, type Spending } from './gamma-gamma.ts';

/** How future money is valued. */
export interface ValueRules {
  /** Share of the turnover that stays with the shop, 0..1. */
  readonly margin: number;
  /** Discount per month: 0.01 makes money in a month worth 1/1.01 of money today. */
  readonly discount: number;
  /** Months to look ahead. */
  readonly months: number;
}

/** Mean length of a month of the Gregorian calendar, in days. */
export const MONTH_DAYS = 30.436_875;

/**
 * Value of a customer by the simple formula m · r / (1 + d - r), metric `clv_simple`: `m` money per period, `r` share of customers kept
 * from one period to the next, `d` discount per period. What the present period brings is not in it. Null where the sum has no end
 * (r >= 1 + d).
 */
export const simpleValue = (m: number, r: number, d: number): number | null => (r >= 1 + d ? null : (m * r) / (1 + d - r));

/**
 * Value of a customer by the models, metric `clv_model`: purchases expected in each of the coming months (`months` of the rules), times
 * what one is worth, times the margin, discounted from the end of its month. `unit`: days in the unit of time of the fit.
 */
export const modelValue = (
  coming: BgNbd,
  spending: GammaGamma,
  customer: Purchases & { readonly spent: Spending },
  { margin, discount, months }: ValueRules,
  unit: number,
): number => {
  const worth = expectedValue(spending, customer.spent) * margin;
  let before = 0;
  let value = 0;
  for (let month = 1; month <= months; month++) {
    const until = expectedPurchases(coming, customer, (month * MONTH_DAYS) / unit);
    value += ((until - before) * worth) / (1 + discount) ** month;
    before = until;
  }
  return value;
};
