import type { Share } from './totals.ts';
import type { Interval } from './wilson.ts';

/** Two-sided error over all looks together. */
const ERROR = 0.05;

/**
 * An interval of `treatment - control` that holds however often somebody looks and whenever they stop: of all the days on which it is
 * drawn, it misses the truth on any of them in at most one experiment in twenty. Wider than one that is looked at once. `effect`
 * (above 0) is the difference worth knowing: the interval is narrowest where that becomes visible.
 *
 * @see Robbins, Annals of Mathematical Statistics 41 (1970); Johari, Koomen, Pekelis and Walsh, Operations Research 70 (2022)
 */
export const alwaysValid = (treatment: Share, control: Share, effect: number): Interval => {
  const difference = treatment.share - control.share;
  const variance = varianceOf(treatment) + varianceOf(control);
  const mixed = variance + effect * effect;
  const half = Math.sqrt(((variance * mixed) / (effect * effect)) * (2 * Math.log(1 / ERROR) + Math.log(mixed / variance)));
  return { low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
};

/** Of a share, with two observations more, one of each kind: where nobody bought so far, somebody may. */
const varianceOf = ({ share, worth }: Share): number => {
  const careful = (share * worth + 1) / (worth + 2);
  return (careful * (1 - careful)) / worth;
};
