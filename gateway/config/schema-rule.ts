import { z } from 'zod';
import { RULE_TRIGGERS } from '../domain/actuators/rule.ts';
import { OFFER_TRIGGERS } from '../domain/offers/offer.ts';
import { drives } from './schema-actuator.ts';
import { clock, id } from './schema-common.ts';
import { schedule } from './schema-offer.ts';

/** A rule: when something happens and a condition holds, actuators are driven. */
export const rule = z.strictObject({
  id,
  on: z.enum([...OFFER_TRIGGERS, ...RULE_TRIGGERS]).describe('What must happen for the rule to be considered'),
  dwellS: z.number().min(1).max(3600).default(20).describe('Stay that makes a zone.dwell'),
  at: z.array(clock).default([]).describe('Times of the day at which a `time` rule is considered'),
  everyM: z.int().min(1).max(1_440).optional().describe('Minutes between two considerations of a `time` rule, counted from midnight'),
  when: z.string().max(1_000).default('true').describe('CEL over all that offers know, and alert, sale, button'),
  actuators: drives.min(1).describe('What it drives'),
  forS: z
    .number()
    .min(0.1)
    .max(86_400)
    .default(15)
    .describe('Back to the safe state after so long, where an actuator does not say otherwise'),
  priority: z.int().min(0).max(100).default(50).describe('The higher takes an actuator from the lower; offers have their own'),
  pauseS: z.number().min(0).max(86_400).default(0).describe('Least seconds between two times that it drives'),
  schedule: schedule.prefault({}).describe('When it is on'),
});
