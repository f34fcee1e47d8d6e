/** Lanczos' approximation with g = 7 and nine terms, as Godfrey gives its coefficients. */
const G = 7;
const FIRST = 0.999_999_999_999_809_9;
const LANCZOS = [
  676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6, 12.507_343_278_686_905,
  -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
];
/** More terms than any fitted model needs; the series has ended long before. */
const MOST_TERMS = 20_000;
const NEGLIGIBLE = 1e-15;

/** Natural log of the gamma function of `x` > 0, to about 14 digits. */
export const logGamma = (x: number): number => {
  // The reflection formula, where the approximation would lose digits.
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = FIRST;
  for (let i = 0; i < LANCZOS.length; i++) sum += (LANCZOS[i] ?? 0) / (x + i);
  const t = x + G - 0.5;
  return 0.918_938_533_204_672_7 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

/**
 * Gauss' hypergeometric function 2F1(a, b; c; z) for 0 <= `z` < 1 by its series; `c` is no whole number of 0 or below.
 *
 * @see Abramowitz and Stegun 15.1.1
 */
export const hypergeometric = (a: number, b: number, c: number, z: number): number => {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) <= NEGLIGIBLE * Math.abs(sum)) break;
  }
  return sum;
};
