/**
 * What an antenna usually reads in a minute, learned for each hour of the day: goods lie still at night and people move
 * them by day. Three numbers for each of the 24 hours, in one row: mean, mean deviation from it, minutes learned.
 */
export type Baseline = number[];

/** Reads per minute, and by how much a minute differs from them on average. */
export interface Usual {
  readonly mean: number;
  readonly spread: number;
}

const HOURS = 24;
/** Minutes of an hour that are remembered: four days of it. */
const MEMORY = 240;
/** Minutes after which a baseline is worth believing. */
const ENOUGH = 30;

export const newBaseline = (): Baseline => new Array<number>(HOURS * 3).fill(0);

/** Takes a minute in; `weight` below 1 makes it count for less. The first minutes of an hour weigh more than later ones. */
export function learn(baseline: Baseline, hour: number, reads: number, weight = 1): void {
  const row = hour * 3;
  const minutes = baseline[row + 2] ?? 0;
  const rate = weight * Math.max(1 / MEMORY, 1 / (minutes + 1));
  const off = reads - (baseline[row] ?? 0);
  baseline[row] = (baseline[row] ?? 0) + rate * off;
  // Of the very first minute nothing is known that it could differ from.
  if (minutes > 0) baseline[row + 1] = (baseline[row + 1] ?? 0) + rate * (Math.abs(off) - (baseline[row + 1] ?? 0));
  baseline[row + 2] = Math.min(MEMORY, minutes + weight);
}

/** Of this hour when it was learned, else of all hours together; null as long as too little is known. */
export function usualAt(baseline: Baseline, hour: number): Usual | null {
  const row = hour * 3;
  if ((baseline[row + 2] ?? 0) >= ENOUGH) return { mean: baseline[row] ?? 0, spread: baseline[row + 1] ?? 0 };
  let minutes = 0;
  let mean = 0;
  let spread = 0;
  for (let at = 0; at < baseline.length; at += 3) {
    const own = baseline[at + 2] ?? 0;
    minutes += own;
    mean += own * (baseline[at] ?? 0);
    spread += own * (baseline[at + 1] ?? 0);
  }
  return minutes < ENOUGH ? null : { mean: mean / minutes, spread: spread / minutes };
}

/** Fewer reads a minute are no sign of anything. */
const MIN_MEAN = 10;
/** A gate hears nobody for minutes and then a crowd: what varies so much cannot fall silent. */
const MAX_SPREAD = 0.4;
const LOW_SHARE = 0.1;

/** True when an antenna with this baseline always has something to read. */
export const isSteady = (usual: Usual | null): usual is Usual =>
  usual !== null && usual.mean >= MIN_MEAN && usual.spread <= MAX_SPREAD * usual.mean;

/** True when so few reads do not fit a steady antenna. */
export const isFarBelow = (reads: number, usual: Usual): boolean => reads <= LOW_SHARE * usual.mean;
