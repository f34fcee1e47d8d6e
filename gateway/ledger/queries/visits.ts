import type { VisitDetail, VisitItem, VisitView } from '../../http/contract.ts';
import type { Page } from '../../http/ports.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import type { Decisions } from './decisions.ts';
import { END_OF_TIME, pageOf } from './page.ts';
import { json, number, numberOrNull, type Row, text, textOrNull } from './row.ts';

const COLUMNS = 'visit, start, finish, visitor, tier, party, zone';
const OPEN = 'finish IS NULL';
const CLOSED = 'finish IS NOT NULL';

export interface Visits {
  /**
   * Newest first. Asked for both kinds, the first page has the open visits before the closed ones and is filled up with
   * these; later pages are of closed visits alone.
   */
  visits(page: Page & { readonly open?: boolean | undefined }): VisitView[];
  visit(id: string): VisitDetail | null;
}

/** Visits with the items they hold or held. */
export function createVisits(context: QueryContext, decisions: Decisions): Visits {
  const { db } = context;
  const list = (condition: string) =>
    db.prepare(`SELECT ${COLUMNS} FROM visits WHERE ${pageOf('visits', 'start', condition)} ORDER BY start DESC, visit`);
  const open = list(OPEN);
  const closed = list(CLOSED);
  const one = db.prepare(`SELECT ${COLUMNS} FROM visits WHERE visit = ?`);
  const zones = db.prepare('SELECT zone, since, until FROM visit_zones WHERE visit = ? ORDER BY event');
  const receipts = db.prepare(
    `SELECT sale, at, total, (SELECT sum(json_extract(value, '$.quantity')) FROM json_each(lines)) AS pieces
     FROM sales WHERE visit = ? ORDER BY at, sale`,
  );
  const itemsOf = createItemsOf(context);

  const page = (statement: typeof open, limit: number, before: number): Row[] =>
    limit < 1 ? [] : statement.all({ $limit: limit, $before: before });

  function rowsOf({ limit, before, open: isOpen }: Parameters<Visits['visits']>[0]): Row[] {
    if (isOpen !== undefined) return page(isOpen ? open : closed, limit, before ?? END_OF_TIME);
    if (before !== undefined) return page(closed, limit, before);
    const first = page(open, limit, END_OF_TIME);
    return [...first, ...page(closed, limit - first.length, END_OF_TIME)];
  }

  return {
    visits(asked) {
      const rows = rowsOf(asked);
      const items = itemsOf(rows.map((row) => text(row.visit)));
      return rows.map((row) => toView(row, items.get(text(row.visit)) ?? []));
    },
    visit(id) {
      const row = one.get(id);
      if (!row) return null;
      return {
        ...toView(row, itemsOf([id]).get(id) ?? []),
        zones: zones.all(id).map((stay) => ({ zone: text(stay.zone), from: number(stay.since), to: numberOrNull(stay.until) })),
        offers: decisions.ofVisit(id),
        receipts: receipts.all(id).map(({ sale, at, total, pieces }) => ({
          sale: text(sale),
          at: number(at),
          totalMinor: number(total),
          pieces: number(pieces),
        })),
      };
    },
  };
}

/** Items of several visits by one question; the list of ids travels as JSON. */
function createItemsOf({ db, catalogue }: QueryContext): (visits: readonly string[]) => ReadonlyMap<string, VisitItem[]> {
  const select = db.prepare(
    `SELECT held.visit, held.epc, held.since, held.until, held.outcome, held.confidence, held.why, items.gtin
     FROM json_each(?) AS asked JOIN visit_items AS held ON held.visit = asked.value LEFT JOIN items USING (epc)
     ORDER BY held.event`,
  );
  const products = createProducts(catalogue);
  return (visits) => {
    const byVisit = new Map<string, VisitItem[]>();
    for (const row of select.all(JSON.stringify(visits))) {
      const product = products.ofGtin(textOrNull(row.gtin));
      const item: VisitItem = {
        epc: text(row.epc),
        sku: product?.sku ?? null,
        name: product ? { ...product.name } : null,
        from: number(row.since),
        to: numberOrNull(row.until),
        outcome: textOrNull(row.outcome) as VisitItem['outcome'],
        confidence: number(row.confidence),
        why: json<VisitItem['why']>(row.why),
      };
      byVisit.set(text(row.visit), [...(byVisit.get(text(row.visit)) ?? []), item]);
    }
    return byVisit;
  };
}

const toView = (row: Row, items: VisitItem[]): VisitView => ({
  id: text(row.visit),
  start: number(row.start),
  end: numberOrNull(row.finish),
  visitor: textOrNull(row.visitor),
  tier: textOrNull(row.tier),
  party: number(row.party),
  zone: textOrNull(row.zone),
  items,
});
