import { z } from 'zod';
import { confidence, time } from './contract.ts';

/** Why the gateway states what it states: `GET /items/{epc}/explain`, `/visits/{id}/explain`, `/alerts/{id}/explain`. */
export const languages = z.enum(['zh-TW', 'zh-CN', 'en']);

const nats = z.number().describe('Weight of evidence, natural logarithm of an odds ratio: +0.7 doubles the odds, −0.7 halves them');

const reason = z.object({
  code: z.string().describe('Stable name of the kind of reason'),
  nats,
  facts: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
  speaks: z.enum(['for', 'against', 'before', 'neither']).describe('`before`: what was believed before any reason was looked at'),
  text: z.string().describe('The reason as a sentence with its numbers and its weight'),
});

const weighing = z.object({
  prior: nats.describe('Before any reason'),
  sum: nats.describe('Prior and reasons together'),
  atFaceValue: confidence.describe('The probability that the sum alone would be'),
  isSum: z.boolean().describe('True when the stated probability is that of the sum'),
  text: z.string(),
});

const claim = z.object({
  code: z.string().describe('item.{state}, held, ended.{outcome}, paid, unpaid, visit.open, visit.closed, alert.{type}'),
  text: z.string(),
  probability: confidence.nullable().describe('As it was stated; null for what is counted, not estimated'),
  since: time.nullable().describe('Since when it has been so, as far as the evidence tells'),
  emittedAt: time.nullable().describe('When the gateway said so'),
  zone: z.string().nullable(),
  epc: z.string().nullable(),
  visit: z.string().nullable(),
  reasons: z.array(reason).readonly().describe('The heaviest first, whichever way it speaks'),
  weighing: weighing.nullable().describe('How the reasons lead to the probability; null without one'),
});

const step = z.object({
  id: z.int().nullable().describe('Id of the event'),
  type: z.string(),
  at: time,
  emittedAt: time,
  epc: z.string().nullable(),
  visit: z.string().nullable(),
  text: z.string(),
});

export const explanation = z.object({
  about: z.enum(['item', 'visit', 'alert']),
  id: z.string(),
  language: languages,
  claims: z.array(claim).readonly(),
  chain: z.array(step).readonly().describe('What happened, the oldest first'),
  isWhole: z.boolean().describe('False when older events were left out'),
});

export type ExplanationView = z.infer<typeof explanation>;
