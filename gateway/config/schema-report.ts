import { z } from 'zod';
import { clock, id } from './schema-common.ts';

/** Reports that are made by the clock and lie ready for people, or go to other programs. */

const REPORT_SECTIONS = ['footfall', 'journey', 'shelves', 'offers', 'loss', 'alerts'] as const;

const to = z.strictObject({
  folder: z
    .string()
    .min(1)
    .optional()
    .describe('Folder that gets the files too; relative paths are meant from the data folder and stay inside it, others are absolute'),
  webhook: id
    .optional()
    .describe('Id of a webhook of `outputs.webhooks` that gets it as one signed event `report.made`, with every file in it'),
});

export const report = z.strictObject({
  id: id.describe('Names it on its page and in files'),
  every: z.enum(['day', 'week']).default('week').describe('`day`: of the day before; `week`: of the seven days before'),
  on: z
    .enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
    .default('mon')
    .describe('Weekday on which a weekly report is made; a daily one is made every day'),
  at: clock.default('06:00').describe('Store-local time at which it is made; one that was missed is made at the next start'),
  language: z.enum(['zh-TW', 'zh-CN', 'en']).optional().describe('Default: store.locale'),
  sections: z
    .array(z.enum(REPORT_SECTIONS))
    .min(1)
    .default([...REPORT_SECTIONS])
    .describe('What it tells of, in this order'),
  keep: z.int().min(1).max(400).default(60).describe('Newest reports that are kept in the data folder'),
  to: to.prefault({}),
});

export type ReportConfig = z.infer<typeof report>;
