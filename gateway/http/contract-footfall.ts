import { z } from 'zod';

/** Metrics `traffic_in` and `traffic_out`, version 1: people across the lines of the doors, by store-local day, hour and door. */
export const footfallSpanView = z.object({
  from: z.string(),
  to: z.string(),
  in: z.int(),
  out: z.int(),
  peak: z
    .object({ people: z.int(), at: z.int().describe('Epoch milliseconds') })
    .nullable()
    .describe('Most people inside at a time'),
  days: z
    .array(z.object({ date: z.string(), in: z.int(), out: z.int(), peak: z.int() }))
    .describe('Every day of the range, the empty ones too'),
  hours: z
    .array(
      z.object({
        weekday: z.int().describe('1 is Monday'),
        hour: z.int(),
        in: z.int(),
        days: z.int().describe('How many such weekdays have begun in the range'),
      }),
    )
    .describe('Hours in which somebody was counted, in or out'),
  doors: z.array(z.object({ zone: z.string(), in: z.int(), out: z.int() })),
});

export type FootfallSpanView = z.infer<typeof footfallSpanView>;
