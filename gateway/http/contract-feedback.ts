import { z } from 'zod';
import { time } from './contract.ts';

const share = z.number().min(0).max(1);

/** Metric `nps`, version 1: share of answers 9 and 10 less share of 0 to 6. */
const promoters = z.object({
  answers: z.int(),
  promoters: z.int().describe('Answers 9 and 10'),
  passives: z.int().describe('Answers 7 and 8'),
  detractors: z.int().describe('Answers 0 to 6'),
  score: z.number().min(-100).max(100).describe('Net promoter score'),
  low: z.number().describe('95 % interval of the score'),
  high: z.number(),
});

/** Metric `smiley_share`, version 1: share of answers 4 and 5 of 5. */
const smileys = z.object({
  answers: z.int(),
  counts: z.array(z.int()).length(5).describe('Answers 1 (worst) to 5 (best)'),
  mean: z.number().min(1).max(5),
  happy: share.describe('Share of answers 4 and 5'),
  low: share.describe('95 % interval of that share'),
  high: share,
});

const answers = z.object({ smileys: smileys.nullable(), nps: promoters.nullable() });

export const feedbackView = answers.extend({
  from: time,
  to: time,
  zones: z.array(answers.extend({ zone: z.string().nullable().describe('Where the device stands; null when it stands nowhere') })),
  bought: answers.describe('Answers of visits that are known and bought something'),
  left: answers.describe('Answers of visits that are known, are over and bought nothing'),
});

export const feedbackAnswer = z.object({
  at: time,
  zone: z.string().nullable(),
  device: z.string(),
  scale: z.enum(['smileys', 'nps']),
  score: z.int(),
  visit: z.string().nullable().describe('The one visit that was known to be there; null for none or several, and once visits are deleted'),
  secondsIn: z.number().nullable().describe('From the beginning of the visit to the answer'),
  identified: z.boolean().nullable().describe('True for a visit with a card'),
  picked: z.int().nullable().describe('Items that the visit held'),
  bought: z.int().nullable().describe('Items that it bought'),
});

export type FeedbackView = z.infer<typeof feedbackView>;
export type FeedbackAnswer = z.infer<typeof feedbackAnswer>;
