import { PURPOSES } from '../domain/loyalty/settings.ts';
import { type CsvRow, parseCsv } from './csv.ts';
import { didYouMean } from './did-you-mean.ts';
import type { ShopFile } from './shop-files.ts';

/** One line of the file, not yet judged: what is no text of a column's form stands in `problems`. */
export interface CustomerLine {
  /** 1-based. */
  readonly line: number;
  /** In clear; it is made a pseudonym before anything else happens to it. '' when `visitor` is given instead. */
  readonly card: string;
  readonly said: Readonly<Record<string, unknown>>;
  readonly problems: readonly { readonly field: string; readonly message: string }[];
}

export interface CustomersFile {
  readonly lines: readonly CustomerLine[];
  /** Columns that nobody knows; they are not read, whatever they hold. */
  readonly unknown: readonly string[];
  /** Wrong with the file as a whole; then it has no lines. */
  readonly problems: readonly string[];
}

/** Columns that hold whole numbers, and the field that each becomes. */
const NUMBERS = {
  cost: 'costMinor',
  'points-earned': 'pointsEarned',
  'points-spent': 'pointsSpent',
  balance: 'balanceMinor',
} as const;
const TEXTS = ['visitor', 'tier', 'since', 'source'] as const;
const KNOWN: readonly string[] = ['card', ...TEXTS, ...PURPOSES, ...Object.keys(NUMBERS)];

/**
 * Reads customers from a CSV with a column `card` (or `visitor`) and any of tier, profiling, analytics, sharing, since, source, cost,
 * points-earned, points-spent, balance. An empty cell says nothing.
 */
export function readCustomersFile({ name, text }: ShopFile): CustomersFile {
  const { header, rows, problems } = parseCsv(text);
  const told = problems.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`);
  if (!header.includes('card') && !header.includes('visitor'))
    told.push(`${name}:1:1 lacks the column "card"${didYouMean('card', header)}`);
  return {
    lines: told.length > 0 ? [] : rows.map(lineOf),
    unknown: header.filter((column) => column !== '' && !KNOWN.includes(column)),
    problems: told,
  };
}

function lineOf({ line, fields }: CsvRow): CustomerLine {
  const said: Record<string, unknown> = {};
  const consent: Record<string, boolean> = {};
  const problems: { field: string; message: string }[] = [];
  for (const column of TEXTS) if (fields[column]) said[column] = fields[column];
  for (const purpose of PURPOSES) {
    const cell = fields[purpose] ?? '';
    if (/^(yes|no)$/i.test(cell)) consent[purpose] = cell.toLowerCase() === 'yes';
    else if (cell !== '') problems.push({ field: purpose, message: 'must be yes, no or empty' });
  }
  for (const [column, field] of Object.entries(NUMBERS)) {
    const cell = fields[column] ?? '';
    if (/^\d{1,10}$/.test(cell)) said[field] = Number(cell);
    else if (cell !== '') problems.push({ field: column, message: 'must be a whole number from 0 on' });
  }
  if (!fields.card && !fields.visitor) problems.push({ field: 'card', message: 'is required' });
  return { line, card: fields.card ?? '', said: { ...said, consent }, problems };
}
