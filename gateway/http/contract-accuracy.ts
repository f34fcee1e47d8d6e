import { z } from 'zod';
import { confidence } from './contract.ts';

const share = z.number().min(0).max(1).nullable();

const week = z.object({
  until: z.iso.date().describe('Store-local day that the seven days end with'),
  labels: z.int().describe('Claims of which the truth became known'),
  right: z.int().describe('Of these, claims that were right'),
  share: share.describe('right / labels; null without labels'),
  low: share.describe('Lower end of the 95 % interval of the share (Wilson)'),
  high: share.describe('Upper end'),
  brier: share.describe('Mean squared difference of claim and truth: 0 is best, 0.25 is a coin'),
});

const decile = z.object({
  claimed: confidence.describe('Mean claimed probability in this tenth'),
  right: share.describe('Share of its claims that were right; null without labels'),
  labels: z.number().describe('Claims in this tenth; they fade, half in four weeks, so this is no whole number'),
  adjusted: confidence.describe('What such a claim is said with now'),
});

const span = z.object({
  days: z.int(),
  watched: z.number().describe('Days of these of which the ledger knows; at least one, 0 when it is empty'),
  alarms: z.int(),
  falseAlarms: z.int(),
  perDay: z.number().nullable().describe('falseAlarms / watched; null when the ledger is empty'),
});

/** How sure the gateway may be, measured against receipts and goods that came back: `GET /insight/accuracy`. */
export const accuracyView = z.object({
  kinds: z.array(
    z.object({
      kind: z.enum(['holder', 'exit']).describe('Who holds an item; that an item left'),
      weeks: z.array(week).describe('Newest first, none overlaps another; empty until the first night with a label'),
      deciles: z.array(decile).describe('Reliability by tenths of the claim, lowest first, as of the newest night'),
    }),
  ),
  falseAlarmsPerDay: z.object({ rule: z.string().describe('What counts as one'), spans: z.array(span) }),
});

export type AccuracyView = z.infer<typeof accuracyView>;
