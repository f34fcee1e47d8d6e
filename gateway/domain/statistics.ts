/** Natural log of the normal density. `sd` in the unit of `x`, above 0. */
export const logNormal = (x: number, mean: number, sd: number): number => {
  const z = (x - mean) / sd;
  return -0.5 * z * z - Math.log(sd) - 0.918_938_533_204_672_7;
};

/** `logNormal` for one deviation, of which the log is worked out once: the same number to the last bit. */
export const normalLaw = (sd: number): ((x: number, mean: number) => number) => {
  const logSd = Math.log(sd);
  return (x, mean) => {
    const z = (x - mean) / sd;
    return -0.5 * z * z - logSd - 0.918_938_533_204_672_7;
  };
};

/** The probability that log-odds of `nats` stand for. */
export const sigmoid = (nats: number): number => 1 / (1 + Math.exp(-nats));

export const clip = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** Probabilities from scores in nats; they add up to 1. Empty for no scores. */
export const softmax = (scores: readonly number[]): readonly number[] => {
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};

/** Nats to two decimals, for evidence that people read. */
export const rounded = (x: number): number => Math.round(x * 100) / 100;

/**
 * 32 bits of a text, signed: FNV-1a over the UTF-16 units, then murmur3's finaliser so that texts which differ in the last character
 * only still spread evenly. The same text gives the same number everywhere and for ever.
 */
export const textHash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** A fixed pseudo-random number in [0, 1) for a text, of its `textHash`. */
export const unitHash = (text: string): number => (textHash(text) >>> 0) / 4_294_967_296;
