import { z } from 'zod';

const namedProduct = z.object({ sku: z.string(), gtin: z.string().nullable(), name: z.record(z.string(), z.string()) });

/** `a` → `b`: who buys `a` buys `b` too; newer receipts count more. */
export const associationsView = z.object({
  day: z.string().nullable().describe('Store-local date of the night in which they were told; null before the first'),
  rules: z.array(
    z.object({
      a: namedProduct,
      b: namedProduct,
      support: z.number().min(0).max(1).describe('Share of receipts with both'),
      confidence: z.number().min(0).max(1).describe('Share of receipts with a that hold b'),
      lift: z.number().describe('How many times more often b is bought with a than anyway'),
    }),
  ),
});

export type AssociationsView = z.infer<typeof associationsView>;
