import type { ItemEventRow, ItemHereRow, ReceiptRow, Rows } from '../../http/ports.ts';
import type { QueryContext } from './context.ts';
import { json, number, type Row, text, textOrNull } from './row.ts';

/** Rows per page: what one question keeps the other pages waiting for, a few milliseconds. */
const PAGE = 1_000;

/** Happenings of items that somebody outside may ask for. That a tag fell silent is no observation, so `item.departed` is not one. */
const TOLD: ReadonlySet<string> = new Set<ItemEventRow['type']>([
  'item.arrived',
  'item.moved',
  'item.picked',
  'item.put',
  'item.returned',
  'item.exited',
  'item.sold',
  'exit.suspected',
  'exit.withdrawn',
]);

/** What exports are made from, page by page. */
export interface ExportPages {
  /** Told with `from` <= emittedAt < `to`, in the order of telling. A page may be empty without being the last. */
  itemEvents(from: number, to: number, after: number | null): Rows<ItemEventRow, number>;
  /** With `from` <= at < `to`, oldest first. */
  receipts(from: number, to: number, after: ReceiptRow | null): Rows<ReceiptRow, ReceiptRow>;
  /** On the floor, in storage or in somebody's hand, by EPC. */
  itemsHere(after: string | null): Rows<ItemHereRow, string>;
}

export function createExportPages({ db }: QueryContext): ExportPages {
  // Along the primary key, so that no index of times is needed: emitted_at never decreases with id.
  const events = db.prepare(`SELECT id, at, emitted_at, type, epc, body FROM events WHERE id > ? ORDER BY id LIMIT ${PAGE}`);
  const first = db.prepare('SELECT min(id) AS id FROM events');
  const last = db.prepare('SELECT max(id) AS id FROM events');
  const toldAt = db.prepare('SELECT emitted_at FROM events WHERE id >= ? ORDER BY id LIMIT 1');
  const sold = db.prepare(
    "SELECT type FROM events WHERE epc = ? AND id < ? AND type IN ('item.sold', 'item.returned') ORDER BY id DESC LIMIT 1",
  );
  const receipts = db.prepare(
    `SELECT sale, at, lines FROM sales WHERE at >= ? AND at < ? AND (at, sale) > (?, ?) ORDER BY at, sale LIMIT ${PAGE}`,
  );
  const items = db.prepare(
    `SELECT epc, gtin, state, zone, section, confidence, changed_at FROM items
     WHERE epc > ? AND state IN ('present', 'picked') ORDER BY epc LIMIT ${PAGE}`,
  );

  /** The greatest number before all that was told at `from` or later. */
  function numberBefore(from: number): number {
    let low = number(first.get()?.id ?? 0) - 1;
    let high = number(last.get()?.id ?? 0);
    while (low < high) {
      const middle = Math.floor((low + high + 1) / 2);
      if (number(toldAt.get(middle)?.emitted_at ?? Number.MAX_SAFE_INTEGER) < from) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const toEvent = (row: Row): ItemEventRow => {
    const { zone, from, confidence } = json<{ zone: string | null; from?: string | null; confidence: number }>(row.body);
    return {
      id: number(row.id),
      type: text(row.type) as ItemEventRow['type'],
      at: number(row.at),
      emittedAt: number(row.emitted_at),
      epc: text(row.epc),
      zone,
      from: from ?? null,
      confidence,
      wasSold: sold.get(text(row.epc), number(row.id))?.type === 'item.sold',
    };
  };

  return {
    itemEvents(from, to, after) {
      const rows = events.all(after ?? numberBefore(from));
      const asked = rows.filter((row) => number(row.emitted_at) < to);
      const isLast = rows.length < PAGE || asked.length < rows.length;
      return {
        rows: asked.filter((row) => TOLD.has(text(row.type))).map(toEvent),
        next: isLast ? null : number(rows.at(-1)?.id),
      };
    },
    receipts(from, to, after) {
      const rows = receipts
        .all(from, to, after?.at ?? 0, after?.sale ?? '')
        .map((row): ReceiptRow => ({ sale: text(row.sale), at: number(row.at), lines: json(row.lines) }));
      return { rows, next: rows.length < PAGE ? null : (rows.at(-1) ?? null) };
    },
    itemsHere(after) {
      const rows = items.all(after ?? '').map(
        (row): ItemHereRow => ({
          epc: text(row.epc),
          gtin: textOrNull(row.gtin),
          state: text(row.state) as ItemHereRow['state'],
          zone: textOrNull(row.zone),
          section: textOrNull(row.section),
          confidence: number(row.confidence),
          since: number(row.changed_at),
        }),
      );
      return { rows, next: rows.length < PAGE ? null : (rows.at(-1)?.epc ?? null) };
    },
  };
}
