import { z } from 'zod';
import { time } from './contract.ts';

/** What anybody may know of the shop: how full it is, and when it is open. No zone, no visit, no device. */
export const occupancyView = z.object({
  name: z.record(z.string(), z.string()),
  locale: z.enum(['zh-TW', 'zh-CN', 'en']),
  timezone: z.string(),
  show: z.enum(['count', 'rounded', 'steps']),
  people: z.int().nullable().describe('People inside; rounded up where `show` is rounded, null where it is steps'),
  limit: z.int().nullable().describe('Most people at a time; null where steps are shown or the shop has none'),
  step: z.enum(['quiet', 'busy', 'full']).nullable().describe('Against the limit; null in a shop without one'),
  isOpen: z.boolean(),
  weekday: z.int().describe('Store-local day of the week, 1 is Monday'),
  hours: z
    .array(z.object({ open: z.string(), close: z.string() }).nullable())
    .describe('Seven days from Monday; HH:MM, null for a day on which it is closed'),
  at: time.describe('Up to when everybody who was counted is in it'),
  isStale: z.boolean().describe('The counters, or the gateway, have not been heard for a while: the number may be wrong'),
});

export type OccupancyView = z.infer<typeof occupancyView>;
