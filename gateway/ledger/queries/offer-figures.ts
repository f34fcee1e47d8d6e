import type { OfferFigures, OfferFiguresView } from '../../http/contract-offers.ts';
import { BUCKET_MS } from '../projections/footfall.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import { type AskedDays, dayOf, daysAsked, type LocalDay } from './local-day.ts';
import { createOfferBudgets } from './offer-budgets.ts';
import { number, numberOrNull, type Row, text } from './row.ts';

const MOST_PRODUCTS = 3;

type Screens = Pick<OfferFigures, 'asked' | 'shown' | 'acted' | 'bought'>;
const NONE: Screens = { asked: 0, shown: 0, acted: 0, bought: 0 };

const SCREENS = `count(*) AS asked, sum(shown_at IS NOT NULL) AS shown,
  sum(shown_at IS NOT NULL AND (picked_at IS NOT NULL OR bought_at IS NOT NULL)) AS acted,
  sum(shown_at IS NOT NULL AND bought_at IS NOT NULL) AS bought`;

/** What each offer did between two store-local dates: why it was made or not, what displays proved, and what followed. */
export function createOfferFigures(context: QueryContext): (asked: AskedDays) => OfferFiguresView {
  const { db, catalogue, clock } = context;
  // Sums of a quarter of an hour first: its bounds are bounds of days in every time zone in use.
  const byTime = db.prepare(
    `SELECT offer, at / ${BUCKET_MS} AS bucket, ${SCREENS} FROM offer_decisions
     WHERE at >= ? AND at < ? AND reason = 'selected' GROUP BY bucket, offer ORDER BY bucket, offer`,
  );
  const causes = db.prepare(
    `SELECT offer, iif(reason = 'selected' AND shown_at IS NULL, 'sent-' || coalesce(failure, 'pending'), reason) AS code, count(*) AS times
     FROM offer_decisions WHERE at >= ? AND at < ? GROUP BY offer, code ORDER BY times DESC, code`,
  );
  const products = db.prepare(
    `SELECT offer, sku, count(*) AS times FROM offer_decisions WHERE at >= ? AND at < ? AND sku IS NOT NULL AND arm IS NOT NULL
     GROUP BY offer, sku ORDER BY times DESC, sku`,
  );
  const looks = db.prepare(
    'SELECT offer, sum(times) AS times, sum(held) AS held FROM offers_considered WHERE hour >= ? AND hour < ? GROUP BY offer',
  );
  const askedOf = db.prepare(
    `SELECT j.value AS display, d.offer, count(*) AS asked FROM offer_decisions d, json_each(d.displays) j
     WHERE d.at >= ? AND d.at < ? AND d.reason = 'selected' GROUP BY j.value, d.offer`,
  );
  const provedBy = db.prepare(
    `SELECT p.display, d.offer, count(*) AS shown, sum(d.picked_at IS NOT NULL OR d.bought_at IS NOT NULL) AS acted,
       sum(d.bought_at IS NOT NULL) AS bought, sum(p.visible_ms) AS visible
     FROM offer_decisions d JOIN proofs_of_play p ON p.decision = d.decision AND p.offer = d.offer
     WHERE d.at >= ? AND d.at < ? AND d.reason = 'selected' GROUP BY p.display, d.offer`,
  );
  const oldest = db.prepare('SELECT min(at) AS at FROM offer_decisions');
  const { ofSku } = createProducts(catalogue);
  const budgetOf = createOfferBudgets(context);

  function displaysOf(from: number, to: number): OfferFiguresView['displays'] {
    const keyOf = (row: Row): string => JSON.stringify([text(row.display), text(row.offer)]);
    const asked = new Map(askedOf.all(from, to).map((row) => [keyOf(row), number(row.asked)]));
    const proved = new Map(provedBy.all(from, to).map((row) => [keyOf(row), row]));
    return [...new Set([...asked.keys(), ...proved.keys()])].toSorted().map((key) => {
      const [display = '', offer = ''] = JSON.parse(key) as string[];
      const row = proved.get(key);
      const shown = number(row?.shown ?? 0);
      return {
        ...{ display, offer, shown, acted: number(row?.acted ?? 0), bought: number(row?.bought ?? 0) },
        // Where another display answered for the one that was asked.
        asked: Math.max(shown, asked.get(key) ?? 0),
        visibleMs: numberOrNull(row?.visible),
      };
    });
  }

  return (asked) => {
    const days = daysAsked(asked, clock(), catalogue.timezone);
    const [from, to] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
    const daily = byDay(byTime.all(from, to), days);
    const displays = displaysOf(from, to);
    const causesBy = Map.groupBy(causes.all(from, to), (row) => text(row.offer));
    const productsBy = Map.groupBy(products.all(from, to), (row) => text(row.offer));
    const looksBy = new Map(looks.all(from, to).map((row) => [text(row.offer), row]));
    const budgets = budgetOf();
    const known = new Map(catalogue.offers.map((offer) => [offer.id, offer]));
    const ids = new Set([...known.keys(), ...[...causesBy.keys()].toSorted()]);

    const figuresOf = (id: string): OfferFigures => {
      const offer = known.get(id);
      const times = number(looksBy.get(id)?.times ?? 0);
      return {
        offer: id,
        name: offer ? { ...offer.name } : null,
        on: offer?.on ?? null,
        about: (productsBy.get(id) ?? []).slice(0, MOST_PRODUCTS).map((row) => {
          const { sku, name } = ofSku(text(row.sku));
          return { sku, name, times: number(row.times) };
        }),
        considered: times,
        unmet: times - number(looksBy.get(id)?.held ?? 0),
        ...daily.filter((day) => day.offer === id).reduce(add, NONE),
        visibleMs: displays.filter((row) => row.offer === id).reduce(addTimes, null),
        causes: (causesBy.get(id) ?? []).map((row) => ({ code: text(row.code), times: number(row.times) })),
        limits: offer ? { ...offer.limits } : null,
        budget: budgets.get(id) ?? null,
      };
    };
    const kept = numberOrNull(oldest.get()?.at);
    const keptFrom = kept === null ? null : dayOf(kept, catalogue.timezone).date;
    return { from: days[0]?.date ?? '', to: days.at(-1)?.date ?? '', keptFrom, offers: [...ids].map(figuresOf), days: daily, displays };
  };
}

const addTimes = (sum: number | null, { visibleMs }: { readonly visibleMs: number | null }): number | null =>
  visibleMs === null ? sum : (sum ?? 0) + visibleMs;

const add = (a: Screens, b: Screens): Screens => ({
  asked: a.asked + b.asked,
  shown: a.shown + b.shown,
  acted: a.acted + b.acted,
  bought: a.bought + b.bought,
});

const screensOf = (row: Row): Screens => ({
  asked: number(row.asked),
  shown: number(row.shown),
  acted: number(row.acted),
  bought: number(row.bought),
});

/** Sums by offer and day of rows that are in the order of time. */
function byDay(rows: readonly Row[], days: readonly LocalDay[]): OfferFiguresView['days'] {
  const sums = new Map<string, OfferFiguresView['days'][number]>();
  let place = 0;
  for (const row of rows) {
    const at = number(row.bucket) * BUCKET_MS;
    while ((days[place]?.to ?? Number.POSITIVE_INFINITY) <= at) place++;
    const [date, offer] = [days[place]?.date ?? '', text(row.offer)];
    const key = `${date} ${offer}`;
    sums.set(key, { date, offer, ...add(sums.get(key) ?? NONE, screensOf(row)) });
  }
  return [...sums.values()];
}
