/** One line of a difference, with its 1-based numbers in the old and the new text. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Lines around a change that are shown with it. */
const CONTEXT = 2;
/** Longer stretches, in pairs of lines, are told as gone and new as a whole. */
const MOST_PAIRS = 4_000_000;

/** Where two texts differ, line by line, in pieces with a little of what stands around each. Empty when they are the same. */
export function lineDiff(before: string, after: string): DiffLine[][] {
  const all = compare(splitLines(before), splitLines(after));
  const pieces: DiffLine[][] = [];
  let lastChange = Number.NEGATIVE_INFINITY;
  for (const [i, line] of all.entries()) {
    if (line.kind === 'same') continue;
    if (i - lastChange > 2 * CONTEXT + 1) pieces.push(all.slice(Math.max(0, i - CONTEXT), i));
    else pieces.at(-1)?.push(...all.slice(lastChange + 1, i));
    pieces.at(-1)?.push(line);
    lastChange = i;
    const next = all.findIndex((other, n) => n > i && other.kind !== 'same');
    if (next < 0 || next - i > 2 * CONTEXT + 1) pieces.at(-1)?.push(...all.slice(i + 1, i + 1 + CONTEXT));
  }
  return pieces;
}

const splitLines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

function compare(old: readonly string[], now: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const same = (i: number, j: number): DiffLine => ({ kind: 'same', text: old[i] ?? '', before: i + 1, after: j + 1 });
  const middle = between(old.slice(head, old.length - tail), now.slice(head, now.length - tail), head);
  return [
    ...Array.from({ length: head }, (_, i) => same(i, i)),
    ...middle,
    ...Array.from({ length: tail }, (_, i) => same(old.length - tail + i, now.length - tail + i)),
  ];
}

/** The longest common subsequence, by the textbook's table; a change of a shop's file is some lines. */
function between(old: readonly string[], now: readonly string[], offset: number): DiffLine[] {
  const width = now.length + 1;
  const isLong = old.length * now.length > MOST_PAIRS;
  const common = new Uint32Array(isLong ? 0 : (old.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  if (!isLong) {
    for (let i = old.length - 1; i >= 0; i--) {
      for (let j = now.length - 1; j >= 0; j--) {
        common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [gone, come] = [old[i], now[j]];
    if (!isLong && gone !== undefined && gone === come) {
      lines.push({ kind: 'same', text: gone, before: offset + ++i, after: offset + ++j });
    } else if (gone !== undefined && (come === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'gone', text: gone, before: offset + ++i, after: null });
    } else lines.push({ kind: 'new', text: come ?? '', before: null, after: offset + ++j });
  }
  return lines;
}
