import type { AvailabilityView, MisplacedView, RefillView } from '../../http/contract.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import { number, text, textOrNull } from './row.ts';

/** Lists for those who walk the shop: what lies in the wrong place, what is to be filled up, and how often customers found nothing. */
export function createStock({ db, catalogue }: QueryContext) {
  const products = createProducts(catalogue);
  const facings = catalogue.shelves.flatMap((shelf) => shelf.facings.map((facing) => ({ ...facing, shelf: shelf.id, zone: shelf.zone })));
  const shelfOf = new Map(facings.map(({ section, shelf }) => [section, shelf]));
  const storage = JSON.stringify(catalogue.zones.filter(({ kind }) => kind === 'storage').map(({ id }) => id));
  const strays = db.prepare('SELECT epc, gtin, home, zone, since, confidence FROM strays ORDER BY zone, since, epc');
  const stock = db.prepare('SELECT section, sku, on_shelf, state, since FROM shelf_stock');
  const inStore = db.prepare(
    `SELECT gtin, count(*) AS items FROM items WHERE state = 'present' AND zone IN (SELECT value FROM json_each(?)) GROUP BY gtin`,
  );
  const hours = db.prepare('SELECT hour, open_s, places FROM availability_hours WHERE hour >= ? AND hour < ? ORDER BY hour');
  const out = db.prepare('SELECT hour, section, sku, out_s FROM availability_out WHERE hour >= ? AND hour < ?');

  const misplaced = (): MisplacedView[] =>
    strays.all().map((row) => {
      const product = products.ofGtin(textOrNull(row.gtin));
      return {
        epc: text(row.epc),
        sku: product?.sku ?? null,
        name: product === undefined ? null : { ...product.name },
        zone: text(row.zone),
        home: text(row.home),
        shelf: shelfOf.get(text(row.home)) ?? null,
        since: number(row.since),
        confidence: number(row.confidence),
      };
    });

  const refill = (): RefillView[] => {
    const known = new Map(stock.all().map((row) => [`${text(row.section)}\n${text(row.sku)}`, row]));
    const stored = new Map(inStore.all(storage).map((row) => [textOrNull(row.gtin), number(row.items)]));
    const strayed = Map.groupBy(misplaced(), ({ home, sku }) => `${home}\n${sku}`);
    const rows = facings.flatMap(({ section, sku, shelf, zone, facings: planned }) => {
      const key = `${section}\n${sku}`;
      const row = known.get(key);
      if (row === undefined || number(row.on_shelf) >= planned) return [];
      const product = products.ofSku(sku);
      return [
        {
          ...product,
          shelf,
          section,
          zone,
          state: text(row.state) as RefillView['state'],
          since: number(row.since),
          onShelf: number(row.on_shelf),
          facings: planned,
          missing: planned - number(row.on_shelf),
          inStorage: stored.get(product.gtin) ?? 0,
          strayedTo: [...new Set((strayed.get(key) ?? []).map((stray) => stray.zone))],
        },
      ];
    });
    const urgency: Readonly<Record<RefillView['state'], number>> = { out: 0, low: 1, ok: 2 };
    return rows.sort((a, b) => urgency[a.state] - urgency[b.state] || b.missing / b.facings - a.missing / a.facings || a.since - b.since);
  };

  const availability = (from: number, to: number): AvailabilityView => {
    const open = hours.all(from, to).map((row) => ({ hour: number(row.hour), seconds: number(row.open_s), places: number(row.places) }));
    const missed = out.all(from, to).map((row) => ({ hour: number(row.hour), sku: text(row.sku), seconds: number(row.out_s) }));
    const openSeconds = open.reduce((sum, { seconds }) => sum + seconds, 0);
    const sumBy = (key: 'hour' | 'sku'): Map<number | string, number> => {
      const sums = new Map<number | string, number>();
      for (const row of missed) sums.set(row[key], (sums.get(row[key]) ?? 0) + row.seconds);
      return sums;
    };
    const [byHour, bySku] = [sumBy('hour'), sumBy('sku')];
    const share = (outSeconds: number, all: number): number | null => (all === 0 ? null : Math.max(0, 1 - outSeconds / all));
    const plannedOf = Map.groupBy(facings, ({ sku }) => sku);
    return {
      from,
      to,
      availability: share(
        missed.reduce((sum, { seconds }) => sum + seconds, 0),
        open.reduce((sum, { seconds, places }) => sum + seconds * places, 0),
      ),
      hours: open.map(({ hour, seconds, places }) => ({ hour, availability: share(byHour.get(hour) ?? 0, seconds * places) })),
      products: [...plannedOf]
        .map(([sku, places]) => ({
          ...products.ofSku(sku),
          outSeconds: bySku.get(sku) ?? 0,
          availability: share(bySku.get(sku) ?? 0, openSeconds * places.length),
        }))
        .sort((a, b) => b.outSeconds - a.outSeconds || (a.sku < b.sku ? -1 : 1)),
    };
  };

  return { misplaced, refill, availability };
}
