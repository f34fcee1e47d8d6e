/** Rows of a CSV file (RFC 4180: quotes, doubled quotes) as objects keyed by the header in lower case. Empty lines are skipped. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = splitRows(text).filter((row) => row.some((cell) => cell !== ''));
  if (!header) return [];
  const keys = header.map((key) => key.toLowerCase());
  return rows.map((row) => Object.fromEntries(keys.map((key, index) => [key, row[index] ?? ''])));
}

function splitRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  for (let i = 0; i < source.length; i++) {
    const c = source[i] ?? '';
    if (quoted) {
      if (c !== '"') cell += c;
      else if (source[i + 1] === '"') cell += source[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(cell.trim());
      cell = '';
    } else if (c === '\n') {
      rows.push([...row, cell.trim()]);
      row = [];
      cell = '';
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell.trim()]);
  return rows;
}
