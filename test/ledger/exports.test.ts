import { expect, test } from 'vitest';
import { instant } from '../../gateway/domain/units.ts';
import type { ItemEventRow, ReceiptRow, Rows } from '../../gateway/http/ports.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { aDay, commitOf, events, MINUTE, NINE, type Told } from './events.ts';

/** The pages of a ledger in which this happened; each event was told as late as `lateMs` after it. */
function after(told: readonly Told[], lateMs = 0) {
  const opened = openLedger({ file: ':memory:', clock: () => NINE });
  const happened = events(told).map((event) => ({ ...event, emittedAt: instant(event.at + lateMs) }));
  opened.ledger.commit(commitOf(1, happened));
  return opened.queries(CATALOGUE);
}

/** Every row of all pages, and how many pages there were. */
function collect<Row, Cursor>(ask: (after: Cursor | null) => Rows<Row, Cursor>): { rows: Row[]; pages: number } {
  const rows: Row[] = [];
  let next: Cursor | null = null;
  let pages = 0;
  do {
    const page: Rows<Row, Cursor> = ask(next);
    rows.push(...page.rows);
    next = page.next;
    pages++;
  } while (next !== null);
  return { rows, pages };
}

test('item events come as they were told, without what is no observation, each once over many pages', () => {
  const opened = openLedger({ file: ':memory:', clock: () => NINE });
  const day = aDay(12_000);
  opened.ledger.commit(commitOf(1, day));
  const pages = opened.queries(CATALOGUE);
  const isTold = ({ type }: { readonly type: string }) => /^(item|exit)\./.test(type) && type !== 'item.departed';
  const between = (from: number, to: number) =>
    day.filter((event) => isTold(event) && event.emittedAt >= from && event.emittedAt < to).map(({ id }) => id);
  const all = collect<ItemEventRow, number>((next) => pages.itemEvents(0, Number.MAX_SAFE_INTEGER, next));
  expect(all.pages).toBeGreaterThan(5);
  expect(all.rows.map(({ id }) => id)).toEqual(between(0, Number.MAX_SAFE_INTEGER));
  // Any cut of the span at any moment: nothing twice, nothing lost.
  for (const cut of [
    NINE - 1,
    NINE,
    NINE + 250,
    NINE + 1_000_000,
    NINE + 1_000_001,
    NINE + 2_999_750,
    NINE + 2_999_751,
    NINE + 9_000_000,
  ]) {
    const ids = (from: number, to: number) =>
      collect<ItemEventRow, number>((next) => pages.itemEvents(from, to, next)).rows.map(({ id }) => id);
    expect([ids(0, cut), ids(cut, Number.MAX_SAFE_INTEGER)], String(cut)).toEqual([between(0, cut), between(cut, Number.MAX_SAFE_INTEGER)]);
  }
});

test('what was told late stands in the span in which it was told', () => {
  const pages = after([['item.exited', { at: NINE }]], 30 * MINUTE);
  const asked = (from: number, to: number) => pages.itemEvents(from, to, null).rows.map(({ at, emittedAt }) => [at, emittedAt]);
  expect(asked(NINE, NINE + 10 * MINUTE)).toEqual([]);
  expect(asked(NINE + 10 * MINUTE, NINE + 40 * MINUTE)).toEqual([[NINE, NINE + 30 * MINUTE]]);
});

test('an item is sold from its receipt until it comes back', () => {
  const pages = after([
    ['item.picked', { epc: 'E1' }],
    ['item.sold', { epc: 'E1' }],
    ['item.exited', { epc: 'E1', zone: 'door', from: 'till' }],
    ['item.exited', { epc: 'E2' }],
    ['item.returned', { epc: 'E1' }],
    ['item.moved', { epc: 'E1', zone: 'fitting', from: 'shelves' }],
  ]);
  const { rows, next } = pages.itemEvents(0, NINE + MINUTE, null);
  expect(rows.map(({ type, epc, wasSold }) => [type, epc, wasSold])).toEqual([
    ['item.picked', 'E1', false],
    ['item.sold', 'E1', false],
    ['item.exited', 'E1', true],
    ['item.exited', 'E2', false],
    ['item.returned', 'E1', true],
    ['item.moved', 'E1', false],
  ]);
  expect(rows.at(-1)).toMatchObject({ zone: 'fitting', from: 'shelves', confidence: 0.8 });
  expect(next).toBeNull();
  expect(after([]).itemEvents(0, NINE, null)).toEqual({ rows: [], next: null });
});

test('receipts come oldest first, also those of one moment over several pages', () => {
  const pages = after(
    Array.from({ length: 2_500 }, (_, i): Told => ['sale.recorded', { at: NINE + Math.floor(i / 1_500), sale: `r${9_999 - i}` }]),
  );
  const { rows } = collect<ReceiptRow, ReceiptRow>((next) => pages.receipts(NINE, NINE + 2, next));
  expect(rows).toHaveLength(2_500);
  expect(new Set(rows.map(({ sale }) => sale)).size).toBe(2_500);
  expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(rows[0]).toMatchObject({ lines: [{ epc: 'E1', gtin: null, quantity: 1, amount: 590 }] });
  expect(pages.receipts(NINE + 1, NINE + 2, null).rows).toHaveLength(1_000);
  expect(pages.receipts(NINE + 2, NINE + 9, null)).toEqual({ rows: [], next: null });
});

test('the stock holds what is here, on a shelf or in a hand, and nothing that left', () => {
  const pages = after([
    ['item.arrived', { epc: 'E1' }],
    ['item.picked', { epc: 'E2' }],
    ['item.sold', { epc: 'E3' }],
    ['item.exited', { epc: 'E4' }],
    ['item.departed', { epc: 'E5' }],
    ...Array.from({ length: 1_200 }, (_, i): Told => ['item.arrived', { epc: `F${i}` }]),
  ]);
  const { rows, pages: count } = collect<{ epc: string; state: string }, string>((next) => pages.itemsHere(next));
  expect(count).toBe(2);
  expect(rows).toHaveLength(1_202);
  expect(rows.slice(0, 2)).toMatchObject([
    { epc: 'E1', state: 'present', zone: 'shelves', section: 's1', gtin: '04012345000016', since: NINE },
    { epc: 'E2', state: 'picked' },
  ]);
});
