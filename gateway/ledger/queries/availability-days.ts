import type { AvailabilityDaysView } from '../../http/contract-shelves.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import { type AskedDays, daysAsked } from './local-day.ts';
import { number, text } from './row.ts';

type Product = AvailabilityDaysView['products'][number];

/** On-shelf availability by store-local day and by product of the planogram. An hour counts on the day in which it begins. */
export function createAvailabilityDays({ db, catalogue, clock }: QueryContext): (asked: AskedDays) => AvailabilityDaysView {
  const open = db.prepare(
    `SELECT coalesce(sum(open_s), 0) AS seconds, coalesce(sum(open_s * places), 0) AS planned
     FROM availability_hours WHERE hour >= ? AND hour < ?`,
  );
  const out = db.prepare('SELECT sku, sum(out_s) AS seconds FROM availability_out WHERE hour >= ? AND hour < ? GROUP BY sku');
  const named = createProducts(catalogue);
  const places = Map.groupBy(
    catalogue.shelves.flatMap(({ facings }) => facings),
    ({ sku }) => sku,
  );

  return (asked) => {
    const days = daysAsked(asked, clock(), catalogue.timezone).map(({ date, from, to }) => {
      const hours = open.get(from, to);
      const bySku = new Map(out.all(from, to).map((row) => [text(row.sku), number(row.seconds)]));
      const missed = sum([...bySku.values()]);
      return { date, open: number(hours?.seconds), planned: number(hours?.planned), missed, bySku };
    });
    const openSeconds = sum(days.map((day) => day.open));
    const productOf = ([sku, { length }]: readonly [string, readonly unknown[]]): Product => {
      const outSeconds = sum(days.map(({ bySku }) => bySku.get(sku) ?? 0));
      return {
        ...named.ofSku(sku),
        outSeconds,
        availability: share(outSeconds, openSeconds * length),
        days: outSeconds === 0 ? null : days.map((day) => share(day.bySku.get(sku) ?? 0, day.open * length)),
      };
    };
    return {
      from: days[0]?.date ?? '',
      to: days.at(-1)?.date ?? '',
      availability: share(sum(days.map((day) => day.missed)), sum(days.map((day) => day.planned))),
      openSeconds,
      days: days.map(({ date, missed, planned }) => ({ date, availability: share(missed, planned) })),
      products: [...places].map(productOf).sort((a, b) => b.outSeconds - a.outSeconds || a.sku.localeCompare(b.sku)),
    };
  };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const share = (missed: number, planned: number): number | null => (planned === 0 ? null : Math.max(0, 1 - missed / planned));
