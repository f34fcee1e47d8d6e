import type { OfferResults } from '../../gateway/http/contract-experiment.ts';
import { NOW } from './fixture-shop.ts';

const DAY = 86_400_000;
type Arm = OfferResults['arms'][number];

const arm = (name: Arm['arm'], [units, shown, picked, bought, spentMinor]: readonly [number, number, number, number, number]): Arm => ({
  arm: name,
  units,
  assigned: units,
  shown,
  picked,
  bought,
  spentMinor,
});

const picked: OfferResults['picked'] = {
  treatment: 0.3,
  control: 0.25,
  lift: 0.05,
  interval: { low: -0.02, high: 0.11 },
  relative: 0.2,
  relativeInterval: { low: -0.07, high: 0.55 },
  alwaysValid: { low: -0.06, high: 0.16 },
  p: 0.16,
};

const interim: OfferResults = {
  offer: 'brew-it-well',
  from: NOW - 400 * DAY,
  to: NOW,
  since: NOW - 21 * DAY,
  eligible: 1_180,
  state: 'interim',
  verdict: null,
  worthKnowing: 0.3,
  picked,
  bought: {
    treatment: 0.139,
    control: 0.1,
    lift: 0.039,
    interval: { low: -0.0024, high: 0.0803 },
    relative: 0.39,
    relativeInterval: { low: -0.03, high: 1.02 },
    alwaysValid: { low: -0.031, high: 0.109 },
    p: 0.07,
  },
  spent: { treatment: 21_400, control: 18_900, lift: 2_500, interval: { low: -900, high: 5_900 } },
  split: { state: 'fine', chiSquare: 0.3, p: 0.58, expected: { treatment: 801, control: 267, holdout: 0 } },
  size: { planned: 4_730, have: 1_068, more: 3_662, days: 72 },
  arms: [arm('treatment', [800, 771, 240, 111, 17_120_000]), arm('control', [268, 0, 67, 27, 5_065_200])],
  reasons: { selected: 800, control: 268, 'capped-visit': 112 },
};

/** An experiment in every state that operators see: going on, decided, and broken. */
export const busyWorth = (): readonly OfferResults[] => [
  interim,
  {
    ...interim,
    offer: 'gold-welcome',
    state: 'final',
    verdict: 'better',
    since: NOW - 90 * DAY,
    bought: {
      ...interim.bought,
      lift: 0.052,
      interval: { low: 0.021, high: 0.083 },
      relative: 0.52,
      alwaysValid: { low: 0.002, high: 0.102 },
    },
    size: { planned: 4_730, have: 5_010, more: 0, days: 0 },
    arms: [...interim.arms, arm('holdout', [51, 0, 9, 4, 720_000])],
  },
  {
    ...interim,
    offer: 'tea-tasting',
    state: 'split-broken',
    since: NOW - 12 * DAY,
    split: { state: 'broken', chiSquare: 31.2, p: 2.3e-8, expected: { treatment: 620, control: 310, holdout: 0 } },
    arms: [arm('treatment', [700, 655, 200, 90, 12_000_000]), arm('control', [230, 0, 60, 20, 3_900_000])],
  },
  { ...interim, offer: 'rain-ready', state: 'no-control', arms: [arm('treatment', [90, 80, 20, 9, 900_000])] },
];
