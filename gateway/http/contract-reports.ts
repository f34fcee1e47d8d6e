import { z } from 'zod';
import { time } from './contract.ts';

const planned = z.object({
  id: z.string(),
  every: z.enum(['day', 'week']),
  on: z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']).nullable().describe('Weekday of a weekly report'),
  at: z.string().describe('HH:MM, store-local'),
  language: z.enum(['zh-TW', 'zh-CN', 'en']),
  sections: z.array(z.enum(['footfall', 'journey', 'shelves', 'offers', 'loss', 'alerts'])),
  next: time.describe('When it is made next'),
  folder: z.string().nullable().describe('Folder that gets it too'),
  webhook: z.string().nullable().describe('Webhook that gets it'),
  problem: z.string().nullable().describe('Why the last try to make it failed'),
});

const made = z.object({
  report: z.string(),
  from: z.string().describe('Store-local day'),
  to: z.string(),
  period: z.string().describe('Its name in addresses: one date, or two with `_` between them'),
  language: z.string(),
  madeAt: time,
  completeUntil: time,
  isComplete: z.boolean().describe('Everything of these days was in the ledger when it was made'),
  files: z.array(z.object({ name: z.string(), bytes: z.int() })).describe('Empty when only the newest are kept and this is none of them'),
  folderAt: time.nullable().describe('When the folder had it'),
  webhookAt: time.nullable().describe('When it was handed over to the webhook, which keeps trying'),
  problem: z.string().nullable().describe('Why the folder does not have it yet; it is tried again'),
});

/** Reports of store.yaml, and those that were made. */
export const reportsView = z.object({ planned: z.array(planned), made: z.array(made).describe('Newest first, 200 at most') });

export type ReportsView = z.infer<typeof reportsView>;
