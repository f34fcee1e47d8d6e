import { readFileSync } from 'node:fs';

/** A JSON object of device to password, or lines of both with a blank or colon between. */
export function readCredentials(file: string): Map<string, string> {
  const text = readFileSync(file, 'utf8');
  if (text.trimStart().startsWith('{')) {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return new Map(entries.flatMap(([device, password]) => (typeof password === 'string' ? [[device, password]] : [])));
  }
  const rows = text.split('\n').map((line) => /^\s*([a-z0-9-]+)[\s:]+(\S+)\s*$/.exec(line));
  return new Map(rows.flatMap((row) => (row?.[1] && row[2] ? [[row[1], row[2]]] : [])));
}
