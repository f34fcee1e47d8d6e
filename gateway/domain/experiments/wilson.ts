import { Z_95 } from './distributions.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval of a share, 0..1: honest for few observations and near 0 and 1, where share ± error is not. `n` > 0 need not be
 * whole: observations that resemble each other count as fewer.
 *
 * @see Wilson, JASA 22 (1927); Brown, Cai and DasGupta, Statistical Science 16 (2001)
 */
export const wilson = (share: number, n: number): Interval => {
  const middle = share + (Z_95 * Z_95) / (2 * n);
  const half = Z_95 * Math.sqrt((share * (1 - share)) / n + (Z_95 * Z_95) / (4 * n * n));
  const whole = 1 + (Z_95 * Z_95) / n;
  return { low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) };
};
