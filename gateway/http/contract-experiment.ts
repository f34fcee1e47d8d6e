import { z } from 'zod';
import { time } from './contract.ts';

const share = z.number().min(0).max(1).nullable();
const interval = z.object({ low: z.number(), high: z.number() }).nullable();

/** Metric `offer_lift`, version 1: share of the treatment less share of the control. */
const shareComparison = z.object({
  treatment: share.describe('Share of the visits with an arm, shown or not'),
  control: share,
  lift: z.number().nullable().describe('treatment - control; null until both arms have two units'),
  interval: interval.describe('95 % interval of the lift, for one look (Newcombe; by slots where slots were assigned)'),
  relative: z.number().nullable().describe('treatment / control - 1'),
  relativeInterval: z
    .object({ low: z.number(), high: z.number().nullable().describe('Null: no upper end') })
    .nullable()
    .describe('95 % interval of the relative lift (MOVER-R)'),
  alwaysValid: interval.describe('95 % interval of the lift that holds however often one looks'),
  p: z.number().nullable().describe('Two-proportion z test, two-sided'),
});

/** Metric `spent_lift`, version 1: minor units that visits paid after their assignment, for whatever they bought. */
const moneyComparison = z.object({
  treatment: z.number().nullable().describe('Mean per visit, minor units'),
  control: z.number().nullable(),
  lift: z.number().nullable(),
  interval: interval.describe('95 % interval of the lift (Welch; by slots where slots were assigned)'),
});

const expected = z.number().describe('Units that were meant to be in the arm');

const comparison = z.object({
  state: z
    .enum(['no-control', 'split-broken', 'interim', 'final'])
    .describe('interim: fewer visits than planned, so no result yet; split-broken: the arms are not what was meant, so none at all'),
  verdict: z.enum(['better', 'worse', 'undecided']).nullable().describe('Of a final result, by the share that bought'),
  worthKnowing: z.number().describe('Smallest relative lift that the experiment is to find (experiments.worthKnowing)'),
  picked: shareComparison,
  bought: shareComparison,
  spent: moneyComparison,
  split: z.object({
    state: z.enum(['too-few', 'fine', 'broken']),
    chiSquare: z.number(),
    p: z.number().describe('Below 0.001 the split is broken'),
    expected: z.object({ treatment: expected, control: expected, holdout: expected }),
  }),
  size: z.object({
    planned: z.int().nullable().describe('Visits of both arms that find the lift worth knowing with a power of 80 %'),
    have: z.int(),
    more: z.int().nullable().describe('Visits that are missing'),
    days: z.int().nullable().describe('About how long that takes at the pace so far'),
  }),
});

const arm = z.object({
  arm: z.enum(['treatment', 'control', 'holdout']),
  units: z.int().describe('Visits, or slots of a display, that were assigned'),
  assigned: z.int().describe('Visits in them; a decision about no visit counts as one'),
  shown: z.int().describe('Of these with proof of play'),
  picked: z.int(),
  bought: z.int(),
  spentMinor: z.number(),
});

export const offerResults = comparison.extend({
  offer: z.string(),
  from: time,
  to: time,
  since: time.nullable().describe('First assignment in the span'),
  eligible: z.int().describe('Visits for which the condition held, of those that are still kept (privacy.visitDays)'),
  arms: z.array(arm),
  reasons: z.record(z.string(), z.int()).describe('Decisions by reason, of those that are still kept'),
});

/** All offers together: visits that were held out of every offer against those that were not. */
export const holdoutResults = comparison.extend({ from: time, to: time, since: time.nullable(), arms: z.array(arm) });

const offerDay = arm.extend({ day: z.iso.date().describe('UTC day of the first assignment of the unit') });

export type OfferResults = z.infer<typeof offerResults>;
export type HoldoutResults = z.infer<typeof holdoutResults>;
export type OfferDay = z.infer<typeof offerDay>;
