export type Point = readonly [number, number];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Smallest upright box around a polygon, in plan units. */
export function boxOf(polygon: readonly Point[]): Box {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Width of a text in em: Han characters are square, Latin ones about half as wide. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 1 : 0.54), 0);

function breakable(text: string): readonly string[] {
  return /\s/.test(text) || !/[\u2e80-\uffef]/.test(text) ? text.split(/(?<=\s)/) : [...text];
}

/**
 * Breaks a name into at most `lines` lines of `width` em; the last one ends in … when there is more. Latin text breaks
 * at spaces, Han text anywhere. A single word longer than the line is cut.
 */
export function wrapLabel(text: string, width: number, lines: number): readonly string[] {
  const result: string[] = [''];
  for (const piece of breakable(text)) {
    const line = result.at(-1) ?? '';
    if (line !== '' && widthOf((line + piece).trimEnd()) > width) result.push(piece);
    else result[result.length - 1] = line + piece;
  }
  const kept = result.slice(0, lines).map((line) => line.trim());
  const isCut = result.length > lines;
  return kept.map((line, index) => cut(line, width, isCut && index === kept.length - 1));
}

function cut(line: string, width: number, hasMore: boolean): string {
  if (widthOf(line) <= width && !hasMore) return line;
  let short = line;
  while (short.length > 1 && widthOf(short) + 0.8 > width) short = short.slice(0, -1);
  return short.length < line.length || hasMore ? `${short.trimEnd()}…` : line;
}
