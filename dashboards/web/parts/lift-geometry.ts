interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Width and height of the plot, in units of its own. */
export const PLOT = { width: 240, height: 36 } as const;
/** Room at both ends, so that the ends of lines are seen. */
const MARGIN = 8;
/** A lift of no width at all still needs a scale: a tenth of a point. */
const LEAST_REACH = 0.001;

export interface LiftMarks {
  readonly zero: number;
  readonly lift: number;
  /** For one look. */
  readonly once: { readonly from: number; readonly to: number };
  /** However often one looks; null where it is not known. */
  readonly always: { readonly from: number; readonly to: number } | null;
}

/** Where the marks of a lift and its intervals stand, from left to right, with no lift in the middle; whatever is larger decides the scale. */
export function liftMarks(lift: number, interval: Interval, always: Interval | null): LiftMarks {
  const ends = [lift, interval.low, interval.high, always?.low ?? 0, always?.high ?? 0].map(Math.abs);
  const reach = Math.max(LEAST_REACH, ...ends);
  const half = PLOT.width / 2;
  const x = (value: number): number => half + (value / reach) * (half - MARGIN);
  const line = ({ low, high }: Interval) => ({ from: x(low), to: x(high) });
  return { zero: half, lift: x(lift), once: line(interval), always: always && line(always) };
}
