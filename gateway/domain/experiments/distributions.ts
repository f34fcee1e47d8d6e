/** 97.5th and 80th percentile of the normal distribution: intervals of 95 %, and a power of 80 %. */
export const Z_95 = 1.959_963_984_540_054;
export const Z_POWER = 0.841_621_233_572_914_3;

/** Past this the continued fraction is short and exact, below it the series is. */
const TAIL_FROM = 2.5;
const TERMS = 80;

/**
 * Complementary error function of `x` >= 0, to about 14 digits: the series of e^(x²)·erf near 0, Laplace's continued fraction in the
 * tail.
 *
 * @see Abramowitz and Stegun 7.1.6 and 7.1.14
 */
const erfc = (x: number): number => {
  if (x < TAIL_FROM) {
    let term = x;
    let sum = x;
    for (let n = 1; n < TERMS; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = x;
  for (let n = TERMS; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
};

/** The chance that a normal deviate is at least as far from 0 as `z`, on either side. */
export const normalTails = (z: number): number => erfc(Math.abs(z) / Math.SQRT2);

/** The chance that chi-square with `df` (whole, >= 1) degrees of freedom is at least `x` (>= 0). */
export const chiSquareTail = (x: number, df: number): number => {
  const half = x / 2;
  // Q(df) = Q(df - 2) + e^-half · half^(df/2 - 1) / Γ(df/2), from Q(1) or Q(2) upwards.
  let tail = df % 2 === 1 ? erfc(Math.sqrt(half)) : Math.exp(-half);
  let step = df % 2 === 1 ? (Math.exp(-half) * Math.sqrt(half)) / (Math.sqrt(Math.PI) / 2) : Math.exp(-half) * half;
  for (let d = df % 2 === 1 ? 3 : 4; d <= df; d += 2) {
    tail += step;
    step *= half / (d / 2);
  }
  return tail;
};

/**
 * 97.5th percentile of Student's t with `df` degrees of freedom, which need not be whole; below 1 it is that of 1, `Infinity` gives
 * the normal one. Hill's expansion, better than five digits from 1 on.
 *
 * @see Hill, Algorithm 396, CACM 13 (1970)
 */
export const studentQuantile = (df: number): number => {
  if (df <= 1) return 1 / Math.tan(0.025 * Math.PI);
  if (df === 2) return Math.sqrt(2 / (0.05 * 1.95) - 2);
  if (df > 1e6) return Z_95;
  const a = 1 / (df - 0.5);
  const b = 48 / (a * a);
  const c = ((20_700 * a) / b - 98) * a * a - 16 * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * df;
  const y = (d * 0.05) ** (2 / df);
  return Math.sqrt(df * (y > 0.05 + a ? nearNormal(df, a, b, c, d) : heavyTail(df, d, y)));
};

const nearNormal = (df: number, a: number, b: number, c0: number, d: number): number => {
  const x = -Z_95;
  const c1 = df < 5 ? c0 + 0.3 * (df - 4.5) * (x + 0.6) : c0;
  const c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c1;
  const square = x * x;
  const y = (((((0.4 * square + 6.3) * square + 36) * square + 94.5) / c - square - 3) / b + 1) * x;
  return Math.expm1(a * y * y);
};

const heavyTail = (df: number, d: number, y: number): number =>
  ((1 / (((df + 6) / (df * y) - 0.089 * d - 0.822) * (df + 2) * 3) + 0.5 / (df + 4)) * y - 1) * ((df + 1) / (df + 2)) + 1 / y;
