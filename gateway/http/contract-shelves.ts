import { z } from 'zod';

const share = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .describe('Share of planned open time in which it could be bought; null while the shop was closed or nothing is known');

/** Metric `osa_time`, version 1: on-shelf availability by store-local day and by product, over the hours in which the shop was open. */
export const availabilityDaysView = z.object({
  from: z.string(),
  to: z.string(),
  availability: share,
  openSeconds: z.int(),
  days: z.array(z.object({ date: z.string(), availability: share })).describe('Every day of the range'),
  products: z
    .array(
      z.object({
        sku: z.string(),
        gtin: z.string().nullable(),
        name: z.record(z.string(), z.string()),
        outSeconds: z.int().describe('Of all its places together'),
        availability: share,
        days: z.array(share).nullable().describe('Day by day as in `days`; null for a product that was never out'),
      }),
    )
    .describe('All products of the planogram, the one that was out longest first'),
});

export type AvailabilityDaysView = z.infer<typeof availabilityDaysView>;
