/** A point and what the function says there. */
export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
}

const FIRST_STEP = 0.5;
const MOST_STEPS = 2_000;
/** The simplex has found its place when its corners differ by no more than this, relative to the value there. */
const TOLERANCE = 1e-10;

/**
 * The lowest point of a function near `start`, without derivatives. Where the function says `Infinity` the search does not go, so
 * bounds are part of the function. Deterministic; the search begins anew at what it found until that brings nothing more.
 *
 * @see Nelder and Mead, Computer Journal 7 (1965); coefficients 1, 2, 1/2, 1/2
 */
export const minimise = (f: (at: readonly number[]) => number, start: readonly number[]): Minimum => {
  let best = descend(f, start);
  for (;;) {
    const again = descend(f, best.at);
    if (again.value > best.value - Math.abs(best.value) * 1e-9) return again.value < best.value ? again : best;
    best = again;
  }
};

const descend = (f: (at: readonly number[]) => number, start: readonly number[]): Minimum => {
  const measured = (at: readonly number[]): Minimum => ({ at, value: f(at) });
  const corners = [measured(start), ...start.map((_, i) => measured(start.map((x, j) => (i === j ? x + FIRST_STEP : x))))];
  const n = start.length;
  for (let step = 0; step < MOST_STEPS; step++) {
    corners.sort((a, b) => a.value - b.value);
    const [best, worst, second] = [corners[0], corners[n], corners[n - 1]];
    if (best === undefined || worst === undefined || second === undefined) break;
    if (worst.value - best.value <= TOLERANCE * (Math.abs(best.value) + TOLERANCE)) break;
    const middle = start.map((_, i) => corners.slice(0, n).reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / n);
    const along = (share: number): Minimum => measured(middle.map((x, i) => x + share * ((worst.at[i] ?? 0) - x)));
    const better = replacement(along, best.value, second.value, worst.value);
    if (better === null) shrink(corners, best, measured);
    else corners[n] = better;
  }
  return corners.reduce((low, corner) => (corner.value < low.value ? corner : low));
};

/** What takes the place of the worst corner; null when nothing on its line is better. */
const replacement = (along: (share: number) => Minimum, best: number, second: number, worst: number): Minimum | null => {
  const reflected = along(-1);
  if (reflected.value < best) {
    const expanded = along(-2);
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < second) return reflected;
  const contracted = along(reflected.value < worst ? -0.5 : 0.5);
  return contracted.value < Math.min(reflected.value, worst) ? contracted : null;
};

const shrink = (corners: Minimum[], best: Minimum, measured: (at: readonly number[]) => Minimum): void => {
  for (const [i, corner] of corners.entries())
    if (corner !== best) corners[i] = measured(corner.at.map((x, j) => (x + (best.at[j] ?? 0)) / 2));
};
