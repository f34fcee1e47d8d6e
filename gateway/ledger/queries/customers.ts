import { expectedPurchases } from '../../domain/customers/bg-nbd.ts';
import { expectedValue } from '../../domain/customers/gamma-gamma.ts';
import type { CustomerDetail, CustomerExport, CustomersPage } from '../../http/contract-customers.ts';
import type { CustomersAsked } from '../../http/ports.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import type { CustomerBook } from './customer-book.ts';
import { dateOf } from './customer-days.ts';
import { purchasesOf, spendingOf, UNIT_DAYS } from './customer-models.ts';
import { type CustomerRow, strangerRow, toCustomerRow } from './customer-rows.ts';
import { json, number, numberOrNull, type Row, text, textOrNull } from './row.ts';

const NEWEST = 50;
const EVERYTHING = -1;

export interface Customers {
  customers(asked: CustomersAsked): CustomersPage;
  /** Null for a pseudonym of which nothing is known. */
  customer(visitor: string): CustomerDetail | null;
  /** Everything that there is of one customer; null when there is nothing. */
  customerExport(visitor: string): CustomerExport | null;
}

/** Customers one by one. */
export function createCustomers(context: QueryContext, open: () => CustomerBook): Customers {
  const { db } = context;
  const one = db.prepare('SELECT * FROM customers WHERE visitor = ?');
  const elsewhere = db.prepare(
    `SELECT 1 FROM visits WHERE visitor = ?1 UNION ALL SELECT 1 FROM sales WHERE visitor = ?1
     UNION ALL SELECT 1 FROM offer_decisions WHERE visitor = ?1 LIMIT 1`,
  );
  const parts = createParts(context);
  const receipts = db.prepare(
    `SELECT s.sale, s.at, s.total, s.lines FROM sales s WHERE s.visitor = ?1
     UNION SELECT s.sale, s.at, s.total, s.lines FROM visits v JOIN sales s ON s.visit = v.visit WHERE v.visitor = ?1 AND s.visitor IS NULL
     ORDER BY 2 DESC`,
  );
  const offers = db.prepare('SELECT decision, at, offer, reason FROM offer_decisions WHERE visitor = ? ORDER BY at DESC, offer');

  const detail = (row: CustomerRow, limit: number): CustomerDetail => {
    const book = open();
    return {
      ...book.view(row),
      costMinor: row.cost,
      expected: expectedOf(row, book),
      ...parts(row.visitor, limit),
    };
  };

  /** A card that is known from visits and receipts alone has no row of its own. */
  const find = (visitor: string): CustomerRow | null => {
    const row = one.get(visitor);
    if (row !== undefined) return toCustomerRow(row);
    return elsewhere.get(visitor) === undefined ? null : strangerRow(visitor);
  };

  return {
    customers(asked) {
      const book = open();
      const found = book.rows
        .filter((row) => fits(row, asked, book))
        .toSorted((a, b) => b.turnover - a.turnover || (a.visitor < b.visitor ? -1 : 1));
      const begin = asked.after === undefined ? 0 : found.findIndex(({ visitor }) => visitor === asked.after) + 1;
      const page = found.slice(begin, begin + asked.limit);
      const isLast = begin + asked.limit >= found.length;
      return { total: found.length, customers: page.map(book.view), next: isLast ? null : (page.at(-1)?.visitor ?? null) };
    },
    customer(visitor) {
      const row = find(visitor);
      return row && detail(row, NEWEST);
    },
    customerExport(visitor) {
      const row = find(visitor);
      if (row === null) return null;
      return {
        ...detail(row, EVERYTHING),
        days: parts.days(visitor),
        receipts: receipts.all(visitor).map((sale) => ({
          sale: text(sale.sale),
          at: number(sale.at),
          totalMinor: number(sale.total),
          lines: json<CustomerExport['receipts'][number]['lines']>(sale.lines),
        })),
        offers: offers.all(visitor).map((made) => ({
          decision: text(made.decision),
          at: number(made.at),
          offer: text(made.offer),
          reason: text(made.reason),
        })),
      };
    },
  };
}

function fits(row: CustomerRow, { stage, tier, segment }: CustomersAsked, book: CustomerBook): boolean {
  if (tier !== undefined && row.tier !== tier) return false;
  if (stage !== undefined && book.stage(row) !== stage) return false;
  if (segment === undefined) return true;
  const rfm = book.rfm(row);
  if (rfm === null) return false;
  return [rfm.recency, rfm.frequency, rfm.monetary].every((score, i) => segment[i] === 'x' || segment[i] === String(score));
}

function expectedOf({ buyer }: CustomerRow, book: CustomerBook): CustomerDetail['expected'] {
  const { coming, spending } = book.models();
  if (buyer === null || coming === null) return null;
  const within = (days: number): number => expectedPurchases(coming, purchasesOf(buyer, book.today), days / UNIT_DAYS);
  return { purchases30: within(30), purchases90: within(90), valueMinor: spending && expectedValue(spending, spendingOf(buyer)) };
}

type Parts = Pick<CustomerDetail, 'dayParts' | 'products' | 'bookings' | 'statements' | 'visits'>;

function createParts({ db, catalogue }: QueryContext) {
  const dayParts = db.prepare(
    `SELECT day_part, sum(visits) AS visits, sum(receipts) AS receipts, sum(turnover) AS turnover
     FROM customer_days WHERE visitor = ? GROUP BY day_part ORDER BY visits DESC, day_part`,
  );
  const days = db.prepare('SELECT * FROM customer_days WHERE visitor = ? ORDER BY day, day_part');
  const bought = db.prepare('SELECT * FROM customer_products WHERE visitor = ? ORDER BY receipts DESC, last_buy DESC, sku');
  const bookings = db.prepare('SELECT * FROM customer_bookings WHERE visitor = ? ORDER BY event DESC LIMIT ?');
  const statements = db.prepare('SELECT * FROM customer_statements WHERE visitor = ? ORDER BY event DESC');
  const visits = db.prepare('SELECT visit, start, finish FROM visits WHERE visitor = ? ORDER BY start DESC LIMIT ?');
  const products = createProducts(catalogue);
  const sums = (row: Row) => ({
    dayPart: text(row.day_part),
    visits: number(row.visits),
    receipts: number(row.receipts),
    turnoverMinor: number(row.turnover),
  });

  const parts = (visitor: string, limit: number): Parts => ({
    dayParts: dayParts.all(visitor).map(sums),
    products: bought.all(visitor).map((row) => ({
      sku: text(row.sku),
      name: products.ofSku(text(row.sku)).name,
      dayPart: text(row.day_part),
      receipts: number(row.receipts),
      lastBought: dateOf(number(row.last_buy)),
    })),
    bookings: bookings.all(visitor, limit).map(toBooking),
    statements: statements.all(visitor).map((row) => ({
      at: number(row.at),
      user: text(row.user),
      tier: textOrNull(row.tier),
      consent: json<Parts['statements'][number]['consent']>(row.consent),
    })),
    visits: visits.all(visitor, limit).map((row) => ({ id: text(row.visit), start: number(row.start), end: numberOrNull(row.finish) })),
  });
  return Object.assign(parts, {
    days: (visitor: string): CustomerExport['days'] => days.all(visitor).map((row) => ({ day: dateOf(number(row.day)), ...sums(row) })),
  });
}

const toBooking = (row: Row): Parts['bookings'][number] => ({
  at: number(row.at),
  earned: number(row.earned),
  spent: number(row.spent),
  expired: number(row.expired),
  moneyMinor: number(row.money),
  because: text(row.because) as Parts['bookings'][number]['because'],
  ref: textOrNull(row.ref),
  user: textOrNull(row.user),
});
