import { Z_95, Z_POWER } from './distributions.ts';

/** What an experiment is to find out. */
export interface Plan {
  /** Share of the control that has the outcome, 0..1. */
  readonly baseline: number;
  /** Smallest relative lift worth knowing: 0.3 tells 13 % from 10 %. Above 0. */
  readonly lift: number;
  /** Share of the units held back, 0..1. */
  readonly control: number;
  /** Observations that tell as much as one independent one, >= 1. */
  readonly design: number;
}

/** The share that the treatment would reach with the lift; what cannot be reached any more is half of what is missing to all. */
export const liftedShare = ({ baseline, lift }: Pick<Plan, 'baseline' | 'lift'>): number =>
  Math.min(baseline * (1 + lift), (1 + baseline) / 2);

/**
 * Observations of both arms together that find the lift in four of five experiments (power 80 %, two-sided 95 %); null where no number
 * does: a baseline of 0 or 1, or one arm empty.
 *
 * @see Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition (2003), 4.2 and 4.4, without the correction
 */
export const plannedSize = (plan: Plan): number | null => {
  const { baseline: q, control, design } = plan;
  if (q <= 0 || q >= 1 || control <= 0 || control >= 1) return null;
  const p = liftedShare(plan);
  // Units of the control for each one of the treatment.
  const odds = control / (1 - control);
  const pooled = (p + odds * q) / (1 + odds);
  const alike = Z_95 * Math.sqrt((1 + 1 / odds) * pooled * (1 - pooled));
  const apart = Z_POWER * Math.sqrt(p * (1 - p) + (q * (1 - q)) / odds);
  const treatment = Math.ceil(((alike + apart) / (p - q)) ** 2);
  return Math.ceil(treatment * (1 + odds) * design);
};
