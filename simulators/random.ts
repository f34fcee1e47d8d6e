/** A stream of pseudo-random numbers: the same seed and name give the same numbers, on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** Whole number in [low, high], both included. */
  int(low: number, high: number): number;
  /** True with probability p. */
  chance(p: number): boolean;
  normal(mean: number, deviation: number): number;
  /** Waiting time of a Poisson process with this mean. */
  exponential(mean: number): number;
  /** A log-normal value by its median; `spread` is the standard deviation of the logarithm. */
  around(median: number, spread: number): number;
  poisson(mean: number): number;
  /** An element; throws on an empty list, which is a bug of the caller. */
  pick<T>(list: readonly T[]): T;
  /** An index, by weight. */
  weighted(weights: readonly number[]): number;
}

/** FNV-1a over the text, 32 bits. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Mixes up to three integers into 32 well-spread bits (murmur3's finaliser); the base of noise that needs no state. */
export function hashInts(a: number, b: number, c = 0): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A normal value with mean 0 and deviation 1 that belongs to three integers for ever. Sum of four uniforms: tails end at 3.5. */
export function hashNormal(a: number, b: number, c = 0): number {
  const x = hashInts(a, b, c);
  const y = hashInts(x, b ^ 0x51ed270b, c);
  const sum = (x & 0xffff) + (x >>> 16) + (y & 0xffff) + (y >>> 16);
  return (sum / 65_535 - 2) * 1.732;
}

/** One stream per concern (`people`, `radio`, `till` ...), so that a change in one part leaves the others as they were. */
export function createRandom(seed: number, name: string): Random {
  let state = (hashText(name) ^ Math.imul(seed | 0, 0x9e3779b1)) >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number): number => low + (high - low) * next();
  const normal = (mean: number, deviation: number): number =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    between,
    normal,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (p) => next() < p,
    exponential: (mean) => -mean * Math.log(1 - next()),
    around: (median, spread) => median * Math.exp(normal(0, spread)),
    poisson(mean) {
      if (mean > 30) return Math.max(0, Math.round(normal(mean, Math.sqrt(mean))));
      const limit = Math.exp(-mean);
      let n = 0;
      for (let p = next(); p > limit; p *= next()) n++;
      return n;
    },
    pick<T>(list: readonly T[]): T {
      const one = list[Math.floor(next() * list.length)];
      if (one === undefined) throw new Error('pick from an empty list');
      return one;
    },
    weighted(weights) {
      let rest = next() * weights.reduce((sum, w) => sum + w, 0);
      for (const [index, weight] of weights.entries()) {
        rest -= weight;
        if (rest < 0) return index;
      }
      return weights.length - 1;
    },
  };
}
