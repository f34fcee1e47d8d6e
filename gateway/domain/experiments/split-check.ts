import { chiSquareTail } from './distributions.ts';

/** Chance alone parts the arms this far once in a thousand experiments: then something else did. */
const BROKEN_BELOW = 0.001;
/** Chi-square is no measure of fewer expected units than this (Cochran, 1954). */
const LEAST_EXPECTED = 5;

export interface SplitCheck {
  /** `broken`: units are missing from an arm, or counted twice; whatever differs between the arms may be that. */
  readonly state: 'too-few' | 'fine' | 'broken';
  readonly chiSquare: number;
  readonly p: number;
}

/**
 * Whether the units of each arm are as many as were meant: a chi-square test of `units` against `expected`, both by arm and with the
 * same sum. An arm that was meant to be empty is left out. One arm alone cannot be checked.
 *
 * @see Fabijan et al., Diagnosing Sample Ratio Mismatch in Online Controlled Experiments, KDD 2019
 */
export const checkSplit = (arms: readonly { readonly units: number; readonly expected: number }[]): SplitCheck => {
  const meant = arms.filter(({ expected }) => expected > 0);
  if (meant.length < 2 || meant.some(({ expected }) => expected < LEAST_EXPECTED)) return { state: 'too-few', chiSquare: 0, p: 1 };
  const chiSquare = meant.reduce((sum, { units, expected }) => sum + (units - expected) ** 2 / expected, 0);
  const p = chiSquareTail(chiSquare, meant.length - 1);
  return { state: p < BROKEN_BELOW ? 'broken' : 'fine', chiSquare, p };
};
