import { cohortsOf, type MonthsSeen } from '../../domain/customers/cohorts.ts';
import { LEAST_MONTHLY, MONTH, stickyDays } from '../../domain/customers/stickiness.ts';
import { monthNumber } from '../../domain/loyalty/calendar.ts';
import { STAGES } from '../../domain/loyalty/lifecycle.ts';
import type {
  AcquisitionView,
  CohortsView,
  CustomerFunnel,
  CustomersStanding,
  CustomerValue,
  RfmGrid,
  StickinessView,
} from '../../http/contract-customers.ts';
import type { QueryContext } from './context.ts';
import type { CustomerBook } from './customer-book.ts';
import { dateOf, dayAt } from './customer-days.ts';
import { number, numberOrNull, text, textOrNull } from './row.ts';

export interface CustomerGroups {
  customersStanding(): CustomersStanding;
  customersRfm(): RfmGrid;
  /** Of all first visits that are known by day (privacy.customerDays). */
  customersCohorts(): CohortsView;
  /** By local day, from the day of `from` to that of `to`, both included. */
  customersStickiness(from: number, to: number): StickinessView;
  customersFunnel(from: number, to: number): CustomerFunnel;
  customersAcquisition(from: number, to: number): AcquisitionView;
  customersValue(): CustomerValue;
}

/** Customers as groups. Only those who agree to analytics are in them; visits are counted whoever made them. */
export function createCustomerGroups(context: QueryContext, open: () => CustomerBook): CustomerGroups {
  return {
    customersStanding: () => standingOf(open()),
    customersRfm: () => rfmOf(open(), context),
    customersCohorts: createCohorts(context),
    customersStickiness: createStickiness(context),
    customersFunnel: createFunnel(context),
    customersAcquisition: createAcquisition(context),
    customersValue: () => shopValueOf(open(), context),
  };
}

function standingOf(book: CustomerBook): CustomersStanding {
  const byStage = Map.groupBy(book.rows, book.stage);
  const byTier = Map.groupBy(book.rows, ({ tier }) => tier);
  const left = ({ points: { earned, spent, expired } }: CustomerBook['rows'][number]): number => earned - spent - expired;
  return {
    customers: book.rows.length,
    stages: STAGES.map((stage) => {
      const rows = byStage.get(stage) ?? [];
      return { stage, customers: rows.length, turnoverMinor: rows.reduce((sum, { turnover }) => sum + turnover, 0) };
    }),
    tiers: [...byTier]
      .map(([tier, rows]) => ({
        tier,
        customers: rows.length,
        pointsLeft: rows.reduce((sum, row) => sum + left(row), 0),
        balanceMinor: rows.reduce((sum, { money }) => sum + money, 0),
      }))
      .toSorted((a, b) => b.customers - a.customers || a.tier.localeCompare(b.tier)),
  };
}

function rfmOf(book: CustomerBook, { catalogue }: QueryContext): RfmGrid {
  const cells = new Map<string, RfmGrid['cells'][number]>();
  for (const row of book.rows) {
    const score = book.rfm(row);
    if (score === null) continue;
    const key = `${score.recency}${score.frequency}${score.monetary}`;
    const cell = cells.get(key) ?? { ...score, customers: 0, turnoverMinor: 0 };
    cells.set(key, { ...cell, customers: cell.customers + 1, turnoverMinor: cell.turnoverMinor + row.turnover });
  }
  const { breaks } = book;
  return {
    customers: book.buyers.length,
    by: breaks === null ? null : catalogue.customers.rfm === null ? 'fifths' : 'settings',
    breaks: breaks && { recencyDays: [...breaks.recency], frequency: [...breaks.frequency], monetaryMinor: [...breaks.monetary] },
    cells: [...cells].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, cell]) => cell),
  };
}

function createCohorts(context: QueryContext): () => CohortsView {
  const months = context.db.prepare(
    `SELECT visitor, strftime('%Y-%m', day * 86400, 'unixepoch') AS month FROM customer_days WHERE visits > 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  function* seen(): Generator<MonthsSeen> {
    let whose = '';
    let own: number[] = [];
    for (const row of months.iterate()) {
      if (text(row.visitor) !== whose) {
        if (own.length > 0) yield own;
        own = [];
        whose = text(row.visitor);
      }
      own.push(monthNumber(text(row.month)));
    }
    if (own.length > 0) yield own;
  }
  return () => {
    const current = monthNumber(dateOf(dayAt(context.clock(), context)));
    const cohorts = cohortsOf(seen(), current).map(({ month, customers, came }) => ({
      month: `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
      customers,
      months: came.map((n, after) => ({ after, customers: n, share: n / customers, open: month + after === current })),
    }));
    return { cohorts };
  };
}

function createStickiness(context: QueryContext): CustomerGroups['customersStickiness'] {
  const select = context.db.prepare(
    'SELECT DISTINCT day, visitor FROM customer_days WHERE day >= ? AND day <= ? AND visits > 0 ORDER BY day',
  );
  return (from, to) => {
    const [first, last] = [dayAt(from, context), dayAt(to, context)];
    const seen = select.all(first - MONTH + 1, last).map((row) => ({ day: number(row.day), visitor: text(row.visitor) }));
    const days = stickyDays(seen, first, last).map(({ day, daily, weekly, monthly }) => ({
      day: dateOf(day),
      daily,
      weekly,
      monthly,
      dailyShare: monthly < LEAST_MONTHLY ? null : daily / monthly,
      weeklyShare: monthly < LEAST_MONTHLY ? null : weekly / monthly,
    }));
    return { from: dateOf(first), to: dateOf(last), days };
  };
}

function createFunnel(context: QueryContext): CustomerGroups['customersFunnel'] {
  const { db } = context;
  const visits = db.prepare(
    `SELECT v.visitor IS NOT NULL AS is_known, count(*) AS n,
       sum(EXISTS (SELECT 1 FROM visit_items i WHERE i.visit = v.visit)) AS picked,
       sum(EXISTS (SELECT 1 FROM sales s WHERE s.visit = v.visit AND s.total >= 0)) AS bought
     FROM visits v WHERE v.start >= ? AND v.start < ? GROUP BY 1`,
  );
  const customers = db.prepare(
    `SELECT count(*) AS seen, coalesce(sum(c.first_seen < d.last_day), 0) AS returned, coalesce(sum(d.receipts > 0), 0) AS bought
     FROM (SELECT visitor, max(day) AS last_day, sum(receipts) AS receipts FROM customer_days WHERE day >= ? AND day <= ? GROUP BY visitor) d
     JOIN customers c USING (visitor)`,
  );
  return (from, to) => {
    const rows = visits.all(from, to);
    const of = (picks: (isKnown: boolean) => boolean): CustomerFunnel['all'] => {
      const sum = (column: string): number =>
        rows.reduce((total, row) => total + (picks(number(row.is_known) === 1) ? number(row[column]) : 0), 0);
      const [all, bought] = [sum('n'), sum('bought')];
      return { visits: all, picked: sum('picked'), bought, conversion: all === 0 ? null : bought / all };
    };
    const known = customers.get(dayAt(from, context), dayAt(Math.max(from, to - 1), context));
    return {
      from,
      to,
      all: of(() => true),
      identified: of((isKnown) => isKnown),
      customers: { seen: number(known?.seen), returned: number(known?.returned), bought: number(known?.bought) },
    };
  };
}

function createAcquisition({ db }: QueryContext): CustomerGroups['customersAcquisition'] {
  const won = db.prepare(
    `SELECT source, count(*) AS n, sum(cost) AS cost, sum(buy_days > 0) AS bought, sum(turnover) AS turnover FROM (
       SELECT c.*, coalesce(c.since, (SELECT min(at) FROM customer_statements s WHERE s.visitor = c.visitor)) AS began
       FROM customers c WHERE c.told = 1)
     WHERE began >= ? AND began < ? GROUP BY source ORDER BY n DESC, source`,
  );
  const visits = db.prepare('SELECT count(*) AS n FROM visits WHERE start >= ? AND start < ?');
  return (from, to) => {
    const sources = won.all(from, to).map((row) => {
      const [customers, cost] = [number(row.n), numberOrNull(row.cost)];
      return {
        source: textOrNull(row.source),
        customers,
        costMinor: cost ?? 0,
        cacMinor: cost === null ? null : cost / customers,
        bought: number(row.bought),
        turnoverMinor: number(row.turnover),
      };
    });
    const acquired = sources.reduce((sum, { customers }) => sum + customers, 0);
    const all = number(visits.get(from, to)?.n);
    return { from, to, visits: all, acquired, rate: all === 0 ? null : acquired / all, sources };
  };
}

function shopValueOf(book: CustomerBook, { catalogue }: QueryContext): CustomerValue {
  const { coming, spending, retention } = book.models();
  const { margin, discount, months } = catalogue.customers.value;
  const state = (model: unknown) => (model === null ? ('not-enough-data' as const) : ('fitted' as const));
  return {
    customers: book.buyers.length,
    repeaters: book.buyers.filter(({ buyDays }) => buyDays > 1).length,
    historicMinor: book.buyers.reduce((sum, { turnover }) => sum + turnover * margin, 0),
    margin,
    discountPerMonth: discount,
    months,
    simple: {
      state: state(retention),
      retention: retention?.share ?? null,
      perMonthMinor: retention?.perMonth ?? null,
      buyers: retention?.buyers ?? null,
    },
    purchases: {
      state: state(coming),
      r: coming?.r ?? null,
      alphaWeeks: coming?.alpha ?? null,
      a: coming?.a ?? null,
      b: coming?.b ?? null,
      logLikelihood: coming?.logLikelihood ?? null,
    },
    spending: { state: state(spending), p: spending?.p ?? null, q: spending?.q ?? null, gammaMinor: spending?.gamma ?? null },
  };
}
