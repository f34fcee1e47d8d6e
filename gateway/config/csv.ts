/** One line of a CSV, by column name, with its place in the file. */
export interface CsvRow {
  /** 1-based line where the row begins. */
  readonly line: number;
  /** 1-based column in the line where the field begins, by column name. */
  readonly columns: Readonly<Record<string, number>>;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly problems: readonly { readonly line: number; readonly column: number; readonly message: string }[];
}

interface Cell {
  readonly text: string;
  readonly column: number;
}

/**
 * RFC 4180 with what spreadsheets add: a byte order mark, `;` or tab instead of `,` (told from the header), blank lines,
 * spaces around fields. The first line names the columns, any case. Fields beyond the header are a problem; missing ones are ''.
 */
export function parseCsv(text: string): Csv {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const firstLine = body.split('\n', 1)[0] ?? '';
  const separator = [',', ';', '\t'].reduce((best, each) => (firstLine.split(each).length > firstLine.split(best).length ? each : best));
  const problems: { line: number; column: number; message: string }[] = [];
  const [head, ...lines] = [...cells(body, separator, problems)];
  const header = (head?.cells ?? []).map((cell) => cell.text.toLowerCase());
  const rows: CsvRow[] = [];
  for (const { line, cells: row } of lines) {
    const extra = row[header.length];
    if (extra) problems.push({ line, column: extra.column, message: `more fields than the ${header.length} columns of the header` });
    const named = header.map((name, index) => [name, row[index]] as const);
    rows.push({
      line,
      columns: Object.fromEntries(named.map(([name, cell]) => [name, cell?.column ?? 1])),
      fields: Object.fromEntries(named.map(([name, cell]) => [name, cell?.text ?? ''])),
    });
  }
  return { header, rows, problems };
}

function* cells(
  text: string,
  separator: string,
  problems: { line: number; column: number; message: string }[],
): Generator<{ line: number; cells: Cell[] }> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const start = line;
    let lineStart = at;
    const row: Cell[] = [];
    for (let open = true; open; ) {
      const column = at - lineStart + 1;
      let content = '';
      if (text[at] === '"') {
        const quoted = readQuoted(text, at);
        if (!quoted.closed) problems.push({ line, column, message: 'a quote is opened but never closed' });
        content = quoted.text;
        const breaks = text.slice(at, quoted.end).split('\n');
        if (breaks.length > 1) {
          line += breaks.length - 1;
          lineStart = quoted.end - (breaks.at(-1) ?? '').length;
        }
        at = quoted.end;
      }
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n') end++;
      row.push({ text: (content + text.slice(at, end)).trim(), column });
      open = text[end] === separator;
      at = end + 1;
    }
    line++;
    if (row.some((cell) => cell.text !== '')) yield { line: start, cells: row };
  }
}

function readQuoted(text: string, start: number): { text: string; end: number; closed: boolean } {
  let content = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { text: content + text.slice(at), end: text.length, closed: false };
    content += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { text: content, end: quote + 1, closed: true };
    content += '"';
    at = quote + 2;
  }
}
