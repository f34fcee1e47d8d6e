/** Rows as they are shown, numbers as numbers. */
export interface Sheet {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What a spreadsheet would take for a formula gets an apostrophe, as in the gateway's own files. */
const FORMULA = /^[=+@\t\r]|^-(?![\d.]+$)/;

const fieldOf = (value: string | number | null): string => {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180 with a byte order mark, without which spreadsheets misread Chinese. */
export const csvOf = ({ head, rows }: Sheet): string =>
  `\uFEFF${[head, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('')}`;
