import type { FootfallLine, ShelfLine } from '../truth/lines.ts';
import { type Found, found, mean } from './match.ts';
import { type Step, toSteps, valueAt } from './steps.ts';

/** Levels are compared once a minute. */
const EVERY = 60_000;

/** Mean absolute difference of the people inside, sampled each minute from the first true crossing to the last. Null without any. */
export function occupancyError(truth: readonly FootfallLine[], claimed: readonly FootfallLine[]): number | null {
  const real = toSteps(truth.flatMap(peopleInside));
  const said = toSteps(claimed.flatMap(peopleInside));
  const errors = samples(real).map((at) => Math.abs((valueAt(real, at) ?? 0) - (valueAt(said, at) ?? 0)));
  return mean(errors);
}

/** What a shelf line says; a gateway may also say in words that a facing is out. */
type Facing = ShelfLine & { readonly state?: string | undefined };

export interface StockScores {
  /** Share of (facing, minute) in which the number on the shelf was exactly the true one. */
  readonly stockExact: number | null;
  /** (section, SKU, minute) without a single piece on the shelf. */
  readonly outOfStock: Found;
  /** Pieces lying in a section that is not their home, minute by minute: each piece is found or not. */
  readonly misplaced: Found;
}

/**
 * Compares the shelves minute by minute, each facing (section and SKU) from its first true line to the last line of either side. A facing
 * that was never spoken of is wrong and counts as not out of stock; so do the minutes before its first line. Stock and
 * out-of-stock look at facings that belong there: that had goods at home at some time, or were there at the start.
 */
export function scoreStock(truth: readonly ShelfLine[], claimed: readonly Facing[]): StockScores {
  const real = byFacing(truth);
  const said = byFacing(claimed);
  const start = truth.reduce((first, line) => Math.min(first, line.at), Infinity);
  const end = [...truth, ...claimed].reduce((last, line) => Math.max(last, line.at), 0);
  const hits: number[] = [];
  const out = { truth: 0, claimed: 0, matched: 0 };
  const misplaced = { truth: 0, claimed: 0, matched: 0 };
  for (const [facing, steps] of real) {
    const other = said.get(facing) ?? [];
    const belongs = steps[0]?.at === start || steps.some(({ value }) => value.onShelf > 0);
    for (let at = steps[0]?.at ?? end; at <= end; at += EVERY) {
      const was = valueAt(steps, at);
      const claim = valueAt(other, at);
      addMisplaced(misplaced, was?.misplaced ?? 0, claim?.misplaced ?? 0);
      if (!belongs) continue;
      hits.push(was?.onShelf === claim?.onShelf ? 1 : 0);
      addOut(out, was?.onShelf === 0, claim !== undefined && isOut(claim));
    }
  }
  for (const [facing, steps] of said) if (!real.has(facing)) addUnfounded(misplaced, steps, end);
  return {
    stockExact: mean(hits),
    outOfStock: found(out.truth, out.claimed, out.matched),
    misplaced: found(misplaced.truth, misplaced.claimed, misplaced.matched),
  };
}

interface Counts {
  truth: number;
  claimed: number;
  matched: number;
}

function addMisplaced(counts: Counts, was: number, said: number): void {
  counts.truth += was;
  counts.claimed += said;
  counts.matched += Math.min(was, said);
}

function addOut(counts: Counts, was: boolean, said: boolean): void {
  if (was) counts.truth++;
  if (said) counts.claimed++;
  if (was && said) counts.matched++;
}

/** Strange goods in a section where there truly never were any. */
function addUnfounded(counts: Counts, steps: readonly Step<Facing>[], end: number): void {
  for (let at = steps[0]?.at ?? end + 1; at <= end; at += EVERY) addMisplaced(counts, 0, valueAt(steps, at)?.misplaced ?? 0);
}

const isOut = ({ onShelf, state }: Facing): boolean => (state === undefined ? onShelf === 0 : state === 'out');

const byFacing = (lines: readonly Facing[]): Map<string, Step<Facing>[]> =>
  new Map(
    [...Map.groupBy(lines, (line) => `${line.section} ${line.sku}`)].map(([facing, list]) => [
      facing,
      toSteps(list.map((line) => ({ at: line.at, value: line }))),
    ]),
  );

const peopleInside = (line: FootfallLine): Step<number>[] =>
  line.type === 'occupancy' && line.zone === null ? [{ at: line.at, value: line.people }] : [];

function samples(steps: readonly Step<number>[]): number[] {
  const first = steps[0]?.at;
  const last = steps.at(-1)?.at;
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.floor((last - first) / EVERY) + 1 }, (_, index) => first + index * EVERY);
}
