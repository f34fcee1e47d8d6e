import type { AvailabilityDaysView } from '../../../gateway/http/contract-shelves.ts';
import type { Answers } from '../fixture-server.ts';
import { nameOf, PRODUCTS } from '../fixture-shop.ts';

const DAY_MS = 86_400_000;
const OPEN_S = 10 * 3_600;
const datesOf = (query: URLSearchParams): string[] => {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  return Array.from({ length: (to - from) / DAY_MS + 1 }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
};

/** How long a product was out on a day, as a share: some often, some never; the same days give the same. */
const missed = (sku: string, date: string): number => {
  const often = ['D-GES', 'T-POT', 'A-RAIN', 'B-GUK'].indexOf(sku);
  return often < 0 ? 0 : Math.max(0, ((Number(date.slice(8)) * (often + 3)) % 11) - 5) / (8 + often * 4);
};

function busy(query: URLSearchParams): AvailabilityDaysView {
  const dates = datesOf(query);
  const skus = Object.keys(PRODUCTS);
  const mean = (shares: readonly number[]) => shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  const products = skus.map((sku) => {
    const days = dates.map((date) => 1 - missed(sku, date));
    const availability = mean(days);
    const outSeconds = Math.round((1 - availability) * dates.length * OPEN_S);
    return { sku, gtin: null, name: nameOf(sku), outSeconds, availability, days: outSeconds === 0 ? null : days };
  });
  const days = dates.map((date) => ({ date, availability: 1 - mean(skus.map((sku) => missed(sku, date))) }));
  return {
    from: dates[0] ?? '',
    to: dates.at(-1) ?? '',
    availability: mean(days.map(({ availability }) => availability)),
    openSeconds: dates.length * OPEN_S,
    days,
    products: products.toSorted((a, b) => b.outSeconds - a.outSeconds),
  };
}

const empty = (query: URLSearchParams): AvailabilityDaysView => {
  const days = datesOf(query).map((date) => ({ date, availability: null }));
  return { from: days[0]?.date ?? '', to: days.at(-1)?.date ?? '', availability: null, openSeconds: 0, days, products: [] };
};

export const shelves: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'insight/availability': busy },
  empty: { 'insight/availability': empty, 'shelves/misplaced': () => [], 'shelves/refill': () => [] },
};
