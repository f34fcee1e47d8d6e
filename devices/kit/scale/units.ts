/** Grams of one unit, as scales write it; `lb` and `oz` are avoirdupois, `t` is 1,000 kg, `ozt` the ounce of precious metals. */
const GRAMS_PER: ReadonlyMap<string, number> = new Map([
  ['mg', 0.001],
  ['ct', 0.2],
  ['g', 1],
  ['oz', 28.349523125],
  ['ozt', 31.1034768],
  ['lb', 453.59237],
  ['kg', 1_000],
  ['t', 1_000_000],
]);

/** A millionth of a gram is finer than any scale: what lies below is the binary fraction's. */
const STEPS_PER_GRAM = 1_000_000;

/**
 * Grams of a decimal number (`-1.240`, `+00012.5`; sign, digits and at most one point, nothing else) in a unit. Null for
 * every other text and for units that are no weight (pieces, newtons) or that we do not know: a guess would move stock.
 */
export function readGrams(value: string, unit: string): number | null {
  const factor = GRAMS_PER.get(unit) ?? GRAMS_PER.get(unit.toLowerCase());
  if (factor === undefined || !/^[+-]?\d{1,9}(\.\d{1,7})?$/.test(value)) return null;
  // Adding 0 turns the -0 of a pan that swings around zero into 0.
  return Math.round(Number(value) * factor * STEPS_PER_GRAM) / STEPS_PER_GRAM + 0;
}

/** The number with `least` decimals or as many more, up to `most`, as it needs; fewer when it would not fit into `width`. */
export function writeDecimal(value: number, { least, most, width }: { least: number; most: number; width: number }): string {
  let decimals = least;
  while (decimals < most && Number(value.toFixed(decimals)) !== value) decimals++;
  while (decimals > 0 && value.toFixed(decimals).length > width) decimals--;
  return value.toFixed(decimals).padStart(width);
}
