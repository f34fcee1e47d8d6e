/** Round lengths of time between ticks, ms. */
const STEPS_MS = [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800].map((seconds) => seconds * 1_000);

/** Moments of a stretch of time at round intervals, at most `most` of them; whole quarters and hours of epoch time. */
export function ticksOf(from: number, to: number, most: number): readonly number[] {
  const step = STEPS_MS.find((ms) => (to - from) / ms <= most) ?? to - from;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, n) => first + n * step);
}

/** A stretch of time on a line of `width` pixels. Open ends reach to the end of the line. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

const positionOf = (at: number, { from, to, width }: Scale): number =>
  (Math.min(Math.max(at, from), to) - from) * (width / Math.max(1, to - from));

/** Where a band begins and how long it is; one that is too short to be seen is 3 pixels long and stays within the line. */
export function bandOf(start: number, end: number | null, scale: Scale): { readonly x: number; readonly width: number } {
  const x = positionOf(start, scale);
  const width = Math.max(3, positionOf(end ?? scale.to, scale) - x);
  return { x: Math.min(x, scale.width - width), width };
}

export const pointOf = positionOf;
