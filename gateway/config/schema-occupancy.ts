import { z } from 'zod';

/** How many people may be in the shop, and what of that anybody may see. */
export const occupancy = z.strictObject({
  public: z
    .boolean()
    .default(false)
    .describe('True: /occupancy shows it to everybody without a login, for a screen at the door or the shop’s web site; nothing else'),
  limit: z.int().min(1).max(100_000).optional().describe('Most people at a time'),
  show: z
    .enum(['count', 'rounded', 'steps'])
    .default('count')
    .describe('What everybody sees: the number of people, a number rounded up, or quiet, busy and full (needs `limit`)'),
  roundTo: z.int().min(2).max(1_000).default(5).describe('Rounded numbers are multiples of this'),
  busyFrom: z.number().min(0.1).max(1).default(0.6).describe('Share of the limit from which the shop is busy'),
});
