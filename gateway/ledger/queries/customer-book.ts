import { aliveness } from '../../domain/customers/bg-nbd.ts';
import { MONTH_DAYS, modelValue, simpleValue } from '../../domain/customers/lifetime-value.ts';
import { fifths, type RfmBreaks, type RfmScore, rfmOf } from '../../domain/customers/rfm.ts';
import { stageOf } from '../../domain/loyalty/lifecycle.ts';
import type { CustomerView } from '../../http/contract-customers.ts';
import type { QueryContext } from './context.ts';
import { dateOf, dayAt } from './customer-days.ts';
import { type CustomerModels, createCustomerModels, purchasesOf, spendingOf, UNIT_DAYS } from './customer-models.ts';
import { type Buyer, type CustomerRow, toCustomerRow } from './customer-rows.ts';

type Behaviour = NonNullable<CustomerView['behaviour']>;
type Stage = Behaviour['stage'];

/** All customers as of now, and what follows for each of them from all. */
export interface CustomerBook {
  readonly today: number;
  /** In the order of their pseudonyms. */
  readonly rows: readonly CustomerRow[];
  readonly buyers: readonly Buyer[];
  readonly breaks: RfmBreaks | null;
  /** Null without a purchase, and without breaks. */
  rfm(row: CustomerRow): RfmScore | null;
  /** Null for who was never seen, or does not agree to analytics. */
  stage(row: CustomerRow): Stage | null;
  models(): CustomerModels;
  view(row: CustomerRow): CustomerView;
}

/** Reads all customers; each question gets a book of its own, since the shop goes on. */
export function createCustomerBook(context: QueryContext): () => CustomerBook {
  const select = context.db.prepare('SELECT * FROM customers ORDER BY visitor');
  const modelsOf = createCustomerModels(context);
  const { stages, rfm: ownBreaks } = context.catalogue.customers;

  return () => {
    const today = dayAt(context.clock(), context);
    const rows = select.all().map(toCustomerRow);
    const buyers = rows.flatMap(({ buyer }) => (buyer === null ? [] : [buyer]));
    const boughtOf = ({ buyDays, lastBuy, turnover }: Buyer) => ({
      recency: today - lastBuy,
      frequency: buyDays,
      monetary: turnover,
    });
    const breaks = ownBreaks ?? fifths(buyers.map(boughtOf));
    const models = () => modelsOf(buyers, today);

    const rfm: CustomerBook['rfm'] = ({ buyer }) => (buyer === null || breaks === null ? null : rfmOf(boughtOf(buyer), breaks));
    const stage: CustomerBook['stage'] = ({ seen, buyer }) =>
      seen &&
      stageOf(
        { buyDays: buyer?.buyDays ?? 0, firstBuy: buyer?.firstBuy ?? -1, lastBuy: buyer?.lastBuy ?? -1, lastSeen: seen.last },
        today,
        stages,
      );

    const behaviour = (row: CustomerRow): Behaviour | null => {
      const { seen, buyer, visits, receipts, turnover } = row;
      const now = stage(row);
      if (seen === null || now === null) return null;
      return {
        stage: now,
        visits,
        receipts,
        turnoverMinor: turnover,
        firstSeen: dateOf(seen.first),
        lastSeen: dateOf(seen.last),
        lastBought: buyer && dateOf(buyer.lastBuy),
        rfm: rfm(row),
        churnRisk: buyer && churnRiskOf(buyer, models(), today),
        value: lifetimeOf(context, turnover, buyer, models(), today),
      };
    };

    return {
      today,
      rows,
      buyers,
      breaks,
      rfm,
      stage,
      models,
      view: (row) => ({
        visitor: row.visitor,
        told: row.told,
        since: row.since,
        source: row.source,
        tier: row.tier,
        agrees: row.agrees,
        points: { ...row.points, left: row.points.earned - row.points.spent - row.points.expired },
        balanceMinor: row.money,
        behaviour: behaviour(row),
      }),
    };
  };
}

function churnRiskOf(buyer: Buyer, { coming }: CustomerModels, today: number): number | null {
  const alive = coming && aliveness(coming, purchasesOf(buyer, today));
  return alive === null ? null : 1 - alive;
}

function lifetimeOf(
  { catalogue }: QueryContext,
  turnover: number,
  buyer: Buyer | null,
  { coming, spending, retention }: CustomerModels,
  today: number,
): Behaviour['value'] {
  const { value: rules } = catalogue.customers;
  const historicMinor = turnover * rules.margin;
  if (buyer === null) return { historicMinor, simpleMinor: null, modelMinor: null };
  // What the customer brought per month so far; the first month counts whole.
  const perMonth = historicMinor / Math.max(1, (today - buyer.firstBuy) / MONTH_DAYS);
  return {
    historicMinor,
    simpleMinor: retention && simpleValue(perMonth, retention.share, rules.discount),
    modelMinor:
      coming && spending && modelValue(coming, spending, { ...purchasesOf(buyer, today), spent: spendingOf(buyer) }, rules, UNIT_DAYS),
  };
}
