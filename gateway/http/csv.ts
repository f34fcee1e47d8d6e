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

/**
 * Rows as CSV with a line of `head`, as spreadsheets open it: RFC 4180 with CRLF, and a byte order mark, without which they take
 * Chinese for something else.
 */
export const toCsv = (head: readonly string[], rows: readonly (readonly CsvValue[])[]): string =>
  `\uFEFF${[head, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('')}`;
