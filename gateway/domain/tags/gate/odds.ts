import { clip } from '../../statistics.ts';

/** Shares of each kind of pass among those that ended outside and those that did not. */
type StartShares = Readonly<Record<string, readonly [left: number, stayed: number]>>;

/**
 * What each trait of a pass says before the shop has taught anything: shares that any portal gives, whatever its radio. All
 * levels are relative to the weak reads of the same antenna. A trait that is not in its row says nothing.
 */
const START = {
  direction: {
    'outward-outer': [0.55, 0.08],
    'outward-inner': [0.08, 0.06],
    'together-outer': [0.12, 0.07],
    'together-inner': [0.05, 0.07],
    'inward-outer': [0.05, 0.07],
    'inward-inner': [0.03, 0.15],
    'inner-only': [0.04, 0.28],
    'outer-only': [0.08, 0.22],
  },
  outer: { none: [0.05, 0.3], faint: [0.1, 0.45], fair: [0.2, 0.15], good: [0.3, 0.06], strong: [0.35, 0.04] },
  balance: { inner: [0.05, 0.35], 'more-inner': [0.13, 0.2], even: [0.57, 0.2], outer: [0.25, 0.25] },
  plain: { faint: [0.12, 0.6], fair: [0.24, 0.22], good: [0.3, 0.11], strong: [0.34, 0.07] },
  reads: { '1': [0.05, 0.3], '2': [0.07, 0.2], '3-4': [0.16, 0.2], '5-8': [0.3, 0.15], '9-16': [0.27, 0.08], '17+': [0.15, 0.07] },
  stay: { first: [0.93, 0.6], again: [0.07, 0.4] },
  seconds: {
    '<1': [0.08, 0.42],
    '1-4': [0.42, 0.22],
    '4-8': [0.32, 0.13],
    '8-16': [0.14, 0.12],
    '16-30': [0.03, 0.06],
    '30+': [0.01, 0.05],
  },
  door: { out: [0.85, 0.22], none: [0.15, 0.78] },
  trip: {
    away: [0.76, 0.32],
    doubted: [0.1, 0.26],
    'at-rest': [0.09, 0.2],
    'near-gate': [0.03, 0.12],
    'came-in': [0.02, 0.1],
    arriving: [0.03, 0.2],
  },
  paid: { paid: [0.55, 0.06], unpaid: [0.45, 0.94] },
} as const satisfies Readonly<Record<string, StartShares>>;

type Trait = keyof typeof START;
/** What a pass looks like, in words that any gate can speak; null where the gate cannot tell. */
export type Traits = { readonly [T in Trait]: string | null };
const TRAITS = Object.keys(START) as readonly Trait[];

/** The start shares weigh as much as so many passes of each kind that the shop has seen itself. */
const START_PASSES = 12;
/** Passes of one kind after which all counts are halved: a moved antenna is relearned. */
const HALVE_AT = 3_000;
const MOST_NATS = 3;
/** How far the shop's own passes may move what a trait says, nats: its labels are good, not perfect. */
const MOST_LEARNED = 1.5;
const MOST_USUAL = 1.5;

interface Saved {
  readonly left: number;
  readonly stayed: number;
  readonly counts: readonly (readonly [string, readonly [number, number]])[];
}

/**
 * What passes at this shop's gates turned out to be, by trait: a naive Bayes with the shop's own outcomes as labels (a tag that
 * nobody hears any more has left; one that is heard again has not).
 */
export interface GateOdds {
  /** What a trait says for having left, nats; 0 for one that the gate cannot tell. */
  nats(trait: Trait, value: string | null): number;
  /** How much more common it is here that such a run is an exit, nats. */
  usual(): number;
  learn(traits: Traits, left: boolean): void;
  save(): unknown;
}

export const createGateOdds = (saved?: unknown): GateOdds => {
  const before = (saved as Saved | undefined) ?? { left: 0, stayed: 0, counts: [] }; // Written by save() below.
  let { left, stayed } = before;
  const counts = new Map<string, [number, number]>(before.counts.map(([key, [l, s]]) => [key, [l, s]]));

  const halve = () => {
    left /= 2;
    stayed /= 2;
    for (const count of counts.values()) {
      count[0] /= 2;
      count[1] /= 2;
    }
  };

  return {
    nats: (trait, value) => {
      if (value === null) return 0;
      const start: StartShares = START[trait];
      const [startLeft, startStayed] = start[value] ?? [0.05, 0.05];
      const [seenLeft, seenStayed] = counts.get(`${trait} ${value}`) ?? [0, 0];
      const ifLeft = (START_PASSES * startLeft + seenLeft) / (START_PASSES + left);
      const ifStayed = (START_PASSES * startStayed + seenStayed) / (START_PASSES + stayed);
      const usual = Math.log(startLeft / startStayed);
      const learned = clip(Math.log(ifLeft / ifStayed), usual - MOST_LEARNED, usual + MOST_LEARNED);
      return clip(learned, -MOST_NATS, MOST_NATS);
    },
    usual: () => clip(Math.log((left + START_PASSES) / (stayed + START_PASSES)), -MOST_USUAL, MOST_USUAL),
    learn: (traits, hasLeft) => {
      if (hasLeft) left++;
      else stayed++;
      for (const trait of TRAITS) {
        const value = traits[trait];
        if (value === null) continue;
        const key = `${trait} ${value}`;
        const count = counts.get(key) ?? [0, 0];
        count[hasLeft ? 0 : 1]++;
        counts.set(key, count);
      }
      if (left + stayed > HALVE_AT) halve();
    },
    save: (): Saved => ({ left, stayed, counts: [...counts] }),
  };
};
