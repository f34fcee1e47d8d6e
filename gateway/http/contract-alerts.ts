import { z } from 'zod';
import { alertView, time } from './contract.ts';

const alertNote = z.object({
  at: time,
  user: z.string().describe('Who did it'),
  deed: z.enum(['comment', 'assign', 'shelve']),
  text: z.string().nullable().describe('The comment; who it was assigned to, null for nobody'),
  until: time.nullable().describe('How long it is shelved; null where it no longer is'),
});

const inboxAlert = alertView.extend({
  clearedBecause: z.string().nullable(),
  acknowledgedWith: z.string().nullable().describe('What was said when acknowledging'),
  isRead: z.boolean().describe('The operator who asks has looked at it'),
  cause: z.string().nullable().describe('Id of the alert that it follows from, or repeats; null for one that stands alone'),
  notes: z.array(alertNote).describe('Oldest first'),
});

/** The alerts of a range of store-local days, and all that still stand, as one operator sees them. */
export const alertInboxView = z.object({
  from: z.string(),
  to: z.string(),
  user: z.string().describe('Who asks'),
  users: z.array(z.string()).describe('Who can be assigned'),
  alerts: z.array(inboxAlert).describe('Newest first, 500 at most'),
  isWhole: z.boolean().describe('False when there are more'),
  unread: z.int().describe('Of those that want somebody'),
  rate: z
    .object({
      perTenMinutes: z
        .number()
        .nullable()
        .describe('Mean since the range began; what follows from another is not counted. EEMUA 191: below 1'),
      worst: z.object({ at: time, alerts: z.int() }).nullable().describe('The ten minutes with the most'),
    })
    .describe('Metric `alarm_rate`, version 1'),
  days: z.array(
    z.object({
      date: z.string(),
      ...{ critical: z.int(), major: z.int(), minor: z.int(), warning: z.int() },
      followed: z.int().describe('Rolled up under another'),
    }),
  ),
});

const ids = z.array(z.string().min(1).max(160)).min(1).max(200);

/** What an operator does with one alert or with many; all of them or none. */
export const deskBodies = {
  ack: z.strictObject({ ids, comment: z.string().max(500).default('') }),
  assign: z.strictObject({ ids, to: z.string().max(120).nullable().describe('Null: nobody any more') }),
  comment: z.strictObject({ ids, text: z.string().trim().min(1).max(500) }),
  shelve: z.strictObject({ ids, until: time.nullable().describe('At most 30 days ahead; null: no longer') }),
  read: z.strictObject({ ids }),
};

export type AlertInboxView = z.infer<typeof alertInboxView>;
export type InboxAlert = z.infer<typeof inboxAlert>;
