import { minimise } from './nelder-mead.ts';
import { logGamma } from './special-functions.ts';

/** What a customer spends: on `purchases` of them, `mean` on average, more than 0, in any unit of money. */
export interface Spending {
  readonly purchases: number;
  readonly mean: number;
}

/** The gamma-gamma model of how much customers spend: each purchase is gamma (`p`, rate ν), and ν is gamma (`q`, `gamma`) among customers. */
export interface GammaGamma {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
  readonly logLikelihood: number;
}

/** Customers who spent on a repeat purchase; below this the estimates mean nothing. */
export const LEAST_SPENDERS = 20;

const LOG_BOUND = 9;

/**
 * The model by maximum likelihood, of customers with a purchase of more than nothing; null with fewer than 20 of them, and where the
 * fitted mean of all customers would be infinite (`q` <= 1): that is not enough data.
 *
 * @see Fader and Hardie, "The Gamma-Gamma Model of Monetary Value", 2013, equation 1a
 */
export const fitGammaGamma = (customers: readonly Spending[]): GammaGamma | null => {
  const spenders = customers.filter(({ purchases, mean }) => purchases > 0 && mean > 0);
  if (spenders.length < LEAST_SPENDERS) return null;
  const middle = spenders.reduce((sum, { mean }) => sum + mean, 0) / spenders.length;
  // In units of the mean, so that the search is the same for yen and for euros.
  const scaled = spenders.map(({ purchases, mean }) => ({ purchases, mean: mean / middle }));
  const cost = (logs: readonly number[]): number => {
    if (logs.some((log) => Math.abs(log) > LOG_BOUND)) return Number.POSITIVE_INFINITY;
    const [p = 1, q = 1, gamma = 1] = logs.map(Math.exp);
    const of = factors(p, q, gamma);
    let sum = 0;
    for (const one of scaled) sum += logDensity(one, of(one.purchases), p, q, gamma);
    return -sum;
  };
  const { at, value } = minimise(cost, [0, Math.log(3), 0]);
  const [p = 1, q = 1, gamma = 1] = at.map(Math.exp);
  if (!Number.isFinite(value) || q <= 1) return null;
  return { p, q, gamma: gamma * middle, logLikelihood: -value - spenders.length * Math.log(middle) };
};

/** The part of the density that only the number of purchases decides; it is the same for many customers, and dear. */
const factors = (p: number, q: number, gamma: number): ((purchases: number) => number) => {
  const known = new Map<number, number>();
  const base = q * Math.log(gamma) - logGamma(q);
  return (x) => {
    const factor = known.get(x) ?? base + logGamma(p * x + q) - logGamma(p * x) + p * x * Math.log(x);
    known.set(x, factor);
    return factor;
  };
};

/** Of a mean of `purchases` purchases. */
const logDensity = ({ purchases: x, mean }: Spending, factor: number, p: number, q: number, gamma: number): number =>
  factor + (p * x - 1) * Math.log(mean) - (p * x + q) * Math.log(gamma + x * mean);

/**
 * What a customer's purchases are worth on average, in the money of the fit: what they spent so far, drawn towards the mean of all
 * customers the more, the fewer purchases there are. Without purchases it is that mean.
 *
 * @see Fader and Hardie 2013, equation 5
 */
export const expectedValue = ({ p, q, gamma }: GammaGamma, { purchases, mean }: Spending): number =>
  (p * (gamma + purchases * mean)) / (p * purchases + q - 1);
