import type { ComponentChildren } from 'preact';
import { number } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { saveSheet } from '../state/download.ts';
import { ask, query } from '../state/place.ts';

type Value = string | number | null;

export interface Column<Row> {
  /** Names it in the address. */
  readonly id: string;
  readonly head: string;
  /** What is sorted by, and written to the CSV unless `text` says it better. */
  readonly value: (row: Row) => Value;
  readonly text?: (row: Row) => string;
  /** Something to press: nothing to sort by, and no part of the CSV. */
  readonly isDeed?: boolean;
  /** What is shown, where that is more than the value. */
  readonly cell?: (row: Row) => ComponentChildren;
}

interface ListingProps<Row> {
  /** Names it in the address, and its file. */
  readonly id: string;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** In the usual order, which holds until a column is chosen. */
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What else can be done with it. */
  readonly tools?: ComponentChildren;
}

function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''));
}

/** What the address says of its order: `since`, or `-since` for the other way round. */
function orderOf<Row>(id: string, columns: readonly Column<Row>[]) {
  const asked = query.value[`${id}-by`] ?? '';
  return { by: columns.find((column) => column.id === asked.replace(/^-/, '')), isDown: asked.startsWith('-') };
}

const shown = (value: Value): string => (value === null ? '–' : typeof value === 'number' ? number(value) : value);

function Heads<Row>({ id, columns, look }: Pick<ListingProps<Row>, 'id' | 'columns'> & { readonly look: (column: Column<Row>) => string }) {
  const { by, isDown } = orderOf(id, columns);
  const next = (column: Column<Row>) => (by === column && !isDown ? `-${column.id}` : column.id);
  const order = isDown ? 'descending' : 'ascending';
  return (
    <tr>
      {columns.map((column) => (
        <th key={column.id} scope="col" class={look(column)} aria-sort={by === column ? order : undefined}>
          {column.isDeed ? (
            column.head
          ) : (
            <button type="button" class="listing-sort" onClick={() => ask({ [`${id}-by`]: next(column) })}>
              {column.head}
            </button>
          )}
        </th>
      ))}
    </tr>
  );
}

function Cells<Row>({ row, columns, look }: Pick<ListingProps<Row>, 'columns'> & { row: Row; look: (column: Column<Row>) => string }) {
  return columns.map((column, index) => {
    const content = column.cell ? column.cell(row) : shown(column.value(row));
    return index === 0 ? (
      <th key={column.id} scope="row">
        {content}
      </th>
    ) : (
      <td key={column.id} class={look(column)}>
        {content}
      </td>
    );
  });
}

/** A list of what to look at or to do: ordered by a click on a column, scrolled inside its frame, taken away as CSV. */
export function Listing<Row>({ id, name, columns, rows, keyOf, tools }: ListingProps<Row>) {
  const { by, isDown } = orderOf(id, columns);
  const sorted = by ? rows.toSorted((a, b) => (isDown ? -1 : 1) * compare(by.value(a), by.value(b))) : rows;
  // The first one is the row's head, and one where nothing is known yet is none of numbers.
  const look = (column: Column<Row>) => {
    const kinds = new Set(rows.map((row) => typeof column.value(row)));
    return column !== columns[0] && !column.isDeed && kinds.has('number') && !kinds.has('string') ? 'is-number' : '';
  };
  const save = () => {
    const told = columns.filter(({ isDeed }) => !isDeed);
    const rowOf = (row: Row) => told.map(({ value, text }) => (text ? text(row) : value(row)));
    saveSheet(id, { head: told.map(({ head }) => head), rows: sorted.map(rowOf) });
  };
  return (
    <div class="listing" data-list={id}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="listing-scroll" tabIndex={0} aria-label={t('listing.of', { what: name })}>
        <table>
          <thead>
            <Heads id={id} columns={columns} look={look} />
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={keyOf(row)} data-row={keyOf(row)}>
                <Cells row={row} columns={columns} look={look} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div class="listing-tools">
        {tools}
        <button type="button" class="button-quiet" aria-label={t('chart.csvOf', { what: name })} onClick={save}>
          CSV
        </button>
      </div>
    </div>
  );
}
