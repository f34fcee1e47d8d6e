import { z } from 'zod';
import type { SecuritySettings } from '../../domain/security/settings.ts';
import { seconds as millis, minutes, probability } from '../../domain/units.ts';
import { seconds } from '../schema-common.ts';

/** `security:` of store.yaml. */
export const security = z.strictObject({
  alarmAt: z.number().min(0.05).max(0.99).default(0.6).describe('Probability from which an unsold exit is an alarm; below it stays silent'),
  exitSilenceS: seconds(5, 1, 120, 'Silence after a gate pass that confirms an exit'),
  blockAfterH: z
    .number()
    .min(0)
    .max(168)
    .default(2)
    .describe('Hours of rest beside a gate after which a tag is on the block list and never an exit; 0 = never'),
  unblockAfterH: z.number().min(0.1).max(720).default(4).describe('Hours unheard by its gate after which a blocked tag is free again'),
  bulkItems: z.int().min(2).max(1000).default(5).describe('Items picked from one section that make a bulk'),
  bulkWindowS: seconds(10, 1, 600, 'Items picked from one section within this time are a bulk'),
  restockMuteM: z
    .number()
    .min(0)
    .max(240)
    .default(10)
    .describe('Minutes without bulk alarms from a section that is being filled; 0 = never muted'),
  cloneWindowS: seconds(2, 0.1, 60, 'One EPC in two far zones within this time'),
  floodTagsPerSecond: z.int().min(10).max(100_000).default(500).describe('New unknown EPCs per second that are a flood'),
});

export const securitySettings = (set: z.infer<typeof security>): SecuritySettings => ({
  alarmAt: probability(set.alarmAt),
  exitSilence: millis(set.exitSilenceS),
  blockAfter: minutes(60 * set.blockAfterH),
  unblockAfter: minutes(60 * set.unblockAfterH),
  bulkItems: set.bulkItems,
  bulkWindow: millis(set.bulkWindowS),
  restockMute: minutes(set.restockMuteM),
  cloneWindow: millis(set.cloneWindowS),
  floodTagsPerSecond: set.floodTagsPerSecond,
});
