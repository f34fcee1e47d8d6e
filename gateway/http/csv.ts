export type CsvValue = string | number | boolean | null;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+@\t\r]|^-(?![\d.]+$)/;

/** A text that a spreadsheet would work out gets an apostrophe before it: names of products and brands come from elsewhere. */
function fieldOf(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a file begins with: a byte order mark, without which spreadsheets take Chinese for something else. */
export const CSV_START = '\uFEFF';

/** One row as spreadsheets open it: RFC 4180 with CRLF. */
export const csvLine = (row: readonly CsvValue[]): string => `${row.map(fieldOf).join(',')}\r\n`;

/** Rows as a whole CSV file with a line of `head`. */
export const toCsv = (head: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  CSV_START + [head, ...rows].map(csvLine).join('');
