import type { ReadableEvidence, Teller } from './teller.ts';

/** What was believed before any reason was looked at, stated among the reasons. */
const PRIORS: ReadonlySet<string> = new Set(['among-visits', 'gate-usual']);
/** Weights are kept in hundredths of a nat: a sum of a few of them is a probability to within this. */
const ROUNDING = 0.01;

export interface TellableReason {
  readonly code: string;
  readonly nats: number;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly speaks: 'for' | 'against' | 'before' | 'neither';
  readonly text: string;
}

export interface Weighing {
  /** Nats before any reason; 0 when none was stated. */
  readonly prior: number;
  /** Nats of prior and reasons together. */
  readonly sum: number;
  /** What the sum alone would be, 0..1. */
  readonly atFaceValue: number;
  /** True when the stated probability is that sum; else it is more careful, and `text` says so. */
  readonly isSum: boolean;
  readonly text: string;
}

const sigmoid = (nats: number): number => 1 / (1 + Math.exp(-nats));

const sideOf = ({ code, nats }: ReadableEvidence): TellableReason['speaks'] => {
  if (PRIORS.has(code)) return 'before';
  if (nats === 0) return 'neither';
  return nats > 0 ? 'for' : 'against';
};

const hundredths = (nats: number): number => Math.round(nats * 100) / 100;

/** The reasons in words, the heaviest first whichever way it speaks; equal weights stay in their order. */
export const tellReasons = (why: readonly ReadableEvidence[], teller: Teller): TellableReason[] =>
  why
    .toSorted((a, b) => Math.abs(b.nats) - Math.abs(a.nats))
    .map((reason) => ({
      code: reason.code,
      nats: reason.nats,
      facts: { ...reason.facts },
      speaks: sideOf(reason),
      text: teller.reason(reason),
    }));

/** How the reasons lead to `stated`, a probability: exactly, when log-odds are their sum; else by how much more carefully. */
export function weigh(why: readonly ReadableEvidence[], stated: number, teller: Teller): Weighing {
  const prior = hundredths(why.filter(({ code }) => PRIORS.has(code)).reduce((total, { nats }) => total + nats, 0));
  const sum = hundredths(why.reduce((total, { nats }) => total + nats, 0));
  const atFaceValue = sigmoid(sum);
  const isSum = why.length > 0 && Math.abs(atFaceValue - stated) <= ROUNDING;
  const { sums } = teller.words;
  const pattern = why.length === 0 ? sums.none : !isSum ? sums.careful : prior === 0 ? sums.exact : sums.withPrior;
  const values: Readonly<Record<string, string>> = {
    prior: teller.nats(prior),
    reasons: teller.nats(sum - prior),
    sum: teller.nats(sum),
    percent: teller.percent(atFaceValue),
    stated: teller.percent(stated),
  };
  const text = pattern.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  return { prior, sum, atFaceValue, isSum, text };
}
