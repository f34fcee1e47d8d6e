import type { BrandView, Statement } from '../../http/contract-statement.ts';
import type { QueryContext } from './context.ts';
import { dayOf } from './local-day.ts';
import { number, type Row, text } from './row.ts';

/** Prices are of a thousand showings: costs are kept in thousandths. */
const PER_MINOR = 1_000;

type Line = Statement['lines'][number];
type Figures = Pick<Line, 'impressions' | 'actions' | 'spentMinor'>;

export interface Statements {
  /** Brands with a showing or purchase with `from` <= at < `to`, by name. */
  brands(from: number, to: number): BrandView[];
  /** By local day, offer and display, oldest first; null for a brand that never paid and pays for no offer. */
  statement(brand: string, from: number, to: number): Statement | null;
}

/** What brands owe for the time of displays. */
export function createStatements({ db, catalogue }: QueryContext): Statements {
  const all = db.prepare(
    "SELECT brand, offer, sum(plays) AS plays, sum(bought) AS bought, sum(cost) AS cost FROM plays WHERE brand <> '' AND bucket >= ? AND bucket < ? GROUP BY brand, offer ORDER BY brand, offer",
  );
  const ofBrand = db.prepare('SELECT * FROM plays WHERE brand = ? AND bucket >= ? AND bucket < ? ORDER BY bucket, offer, display');
  const known = db.prepare('SELECT 1 FROM plays WHERE brand = ? LIMIT 1');

  const lineKey = (row: Row): string => {
    const { date } = dayOf(number(row.bucket), catalogue.timezone);
    return JSON.stringify([date, text(row.offer), text(row.display)]);
  };

  return {
    brands: (from, to) =>
      [...Map.groupBy(all.all(from, to), (row) => text(row.brand))].map(([brand, rows]) => ({
        brand,
        offers: rows.map((row) => text(row.offer)),
        ...figuresOf(rows),
      })),
    statement(brand, from, to) {
      const rows = ofBrand.all(brand, from, to);
      const isOurs = catalogue.offers.some((offer) => offer.brand === brand);
      if (rows.length === 0 && !isOurs && known.get(brand) === undefined) return null;
      let cost = 0;
      const lines = [...Map.groupBy(rows, lineKey)]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, own]): Line => {
          const [day, offer, display] = JSON.parse(key) as [string, string, string];
          // Each line is the rounded sum so far less the one before it: so the lines add up to the rounded total.
          const before = Math.round(cost / PER_MINOR);
          cost += costOf(own);
          const figures = { ...figuresOf(own), spentMinor: Math.round(cost / PER_MINOR) - before };
          return { day, offer, display: display === '' ? null : display, ...figures };
        });
      return { brand, from, to, ...figuresOf(rows), lines };
    },
  };
}

const costOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + number(row.cost), 0);

const figuresOf = (rows: readonly Row[]): Figures => ({
  impressions: rows.reduce((sum, row) => sum + number(row.plays), 0),
  actions: rows.reduce((sum, row) => sum + number(row.bought), 0),
  spentMinor: Math.round(costOf(rows) / PER_MINOR),
});
