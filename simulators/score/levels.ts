import type { FootfallLine, ShelfLine } from '../truth/lines.ts';
import { mean } from './match.ts';

/** Levels are compared once a minute. */
const EVERY = 60_000;

interface Level {
  readonly at: number;
  readonly value: number;
}

/** Mean absolute difference of the people inside, sampled each minute from the first true crossing to the last. Null without any. */
export function occupancyError(truth: readonly FootfallLine[], claimed: readonly FootfallLine[]): number | null {
  const real = toSteps(truth.flatMap(peopleInside));
  const said = toSteps(claimed.flatMap(peopleInside));
  const errors = samples(real).map((at) => Math.abs((valueAt(real, at) ?? 0) - (valueAt(said, at) ?? 0)));
  return mean(errors);
}

/**
 * Share of (facing, minute) in which the claimed number on the shelf was exactly the true one. A facing that was never spoken of
 * is wrong; the minutes before its first line are wrong too.
 */
export function stockExactness(truth: readonly ShelfLine[], claimed: readonly ShelfLine[]): number | null {
  const real = byFacing(truth);
  const said = byFacing(claimed);
  const end = Math.max(...truth.map((line) => line.at), ...claimed.map((line) => line.at));
  const hits: number[] = [];
  for (const [facing, levels] of real) {
    const first = levels[0]?.at ?? end;
    const other = said.get(facing) ?? [];
    for (let at = first; at <= end; at += EVERY) hits.push(valueAt(levels, at) === valueAt(other, at) ? 1 : 0);
  }
  return mean(hits);
}

function byFacing(lines: readonly ShelfLine[]): Map<string, Level[]> {
  const groups = Map.groupBy(lines, (line) => `${line.section} ${line.sku}`);
  return new Map([...groups].map(([facing, list]) => [facing, toSteps(list.map(({ at, onShelf }) => ({ at, value: onShelf })))]));
}

const peopleInside = (line: FootfallLine): Level[] =>
  line.type === 'occupancy' && line.zone === null ? [{ at: line.at, value: line.people }] : [];

const toSteps = (levels: readonly Level[]): Level[] => levels.toSorted((a, b) => a.at - b.at);

function samples(levels: readonly Level[]): number[] {
  const first = levels[0]?.at;
  const last = levels.at(-1)?.at;
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.floor((last - first) / EVERY) + 1 }, (_, index) => first + index * EVERY);
}

/** The value of the last step at or before a time; undefined before the first. */
function valueAt(levels: readonly Level[], at: number): number | undefined {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((levels[mid]?.at ?? Infinity) <= at) low = mid + 1;
    else high = mid;
  }
  return levels[low - 1]?.value;
}
