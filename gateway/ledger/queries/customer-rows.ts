import { json, number, numberOrNull, type Row, text, textOrNull } from './row.ts';

type Purposes = ('profiling' | 'analytics' | 'sharing')[];

/** What the ledger keeps of a customer, as it stands there. Days are numbers of local days. */
export interface CustomerRow {
  readonly visitor: string;
  readonly told: boolean;
  readonly since: number | null;
  readonly source: string | null;
  readonly cost: number | null;
  readonly tier: string;
  readonly agrees: Purposes;
  readonly points: { readonly earned: number; readonly spent: number; readonly expired: number };
  readonly money: number;
  readonly visits: number;
  readonly receipts: number;
  readonly turnover: number;
  /** Null without consent to analytics. */
  readonly seen: { readonly first: number; readonly last: number } | null;
  /** Null without a purchase that is known. */
  readonly buyer: Buyer | null;
}

/** Days with a purchase, and what they brought. */
export interface Buyer {
  readonly buyDays: number;
  readonly firstBuy: number;
  readonly lastBuy: number;
  readonly turnover: number;
  /** Of the first day. */
  readonly firstTurnover: number;
}

export const toCustomerRow = (row: Row): CustomerRow => {
  const [first, last] = [numberOrNull(row.first_seen), numberOrNull(row.last_seen)];
  return {
    visitor: text(row.visitor),
    told: number(row.told) === 1,
    since: numberOrNull(row.since),
    source: textOrNull(row.source),
    cost: numberOrNull(row.cost),
    tier: text(row.tier),
    agrees: json<Purposes>(row.agrees),
    points: { earned: number(row.earned), spent: number(row.spent), expired: number(row.expired) },
    money: number(row.money),
    visits: number(row.visits),
    receipts: number(row.receipts),
    turnover: number(row.turnover),
    seen: first === null || last === null ? null : { first, last },
    buyer: toBuyer(row),
  };
};

/** Somebody of whom nothing is kept but that they were here. */
export const strangerRow = (visitor: string): CustomerRow => ({
  visitor,
  told: false,
  since: null,
  source: null,
  cost: null,
  tier: '',
  agrees: [],
  points: { earned: 0, spent: 0, expired: 0 },
  money: 0,
  visits: 0,
  receipts: 0,
  turnover: 0,
  seen: null,
  buyer: null,
});

const toBuyer = (row: Row): Buyer | null => {
  const [firstBuy, lastBuy] = [numberOrNull(row.first_buy), numberOrNull(row.last_buy)];
  if (firstBuy === null || lastBuy === null) return null;
  return { buyDays: number(row.buy_days), firstBuy, lastBuy, turnover: number(row.turnover), firstTurnover: number(row.first_turnover) };
};
