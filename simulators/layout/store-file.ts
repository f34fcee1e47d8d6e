import { z } from 'zod';

const point = z.tuple([z.number(), z.number()]);

/** The parts of store.yaml that a simulated shop needs; everything else in the file is the gateway's business. */
export const storeFile = z.object({
  store: z.object({ id: z.string().default('shop'), currency: z.string().default('TWD') }).prefault({}),
  plan: z.object({ width: z.number().default(20), height: z.number().default(12) }).prefault({}),
  zones: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['entrance', 'exit', 'shelf', 'fitting', 'checkout', 'storage', 'aisle']),
      polygon: z.array(point).min(3).optional(),
      neighbours: z.array(z.string()).default([]),
    }),
  ),
  devices: z
    .array(
      z.object({
        id: z.string(),
        driver: z.string().default('canonical-json'),
        zone: z.string().optional(),
        at: point.optional(),
        topics: z.array(z.string()).default([]),
        antennas: z
          .array(
            z.object({
              port: z.int().default(1),
              zone: z.string(),
              kind: z.enum(['zone', 'portal-inner', 'portal-outer', 'checkout', 'close-range']).default('zone'),
              section: z.string().optional(),
              at: point.optional(),
            }),
          )
          .default([]),
        counter: z
          .object({ zone: z.string(), lines: z.record(z.string(), z.string()).default({}), swapped: z.boolean().default(false) })
          .optional(),
        display: z.object({}).optional(),
      }),
    )
    .default([]),
  shelves: z
    .array(
      z.object({
        id: z.string(),
        zone: z.string(),
        sections: z.array(
          z.object({
            id: z.string(),
            at: point.optional(),
            scale: z.object({ device: z.string(), channel: z.string().default('1') }).optional(),
            planogram: z.array(z.object({ sku: z.string(), facings: z.int() })).default([]),
          }),
        ),
      }),
    )
    .default([]),
  products: z.union([z.string(), z.array(z.string())]).optional(),
  inventory: z.string().optional(),
  staff: z.object({ tags: z.array(z.string()).default([]) }).prefault({}),
  loyalty: z.object({ members: z.string().optional() }).prefault({}),
});

export type StoreFile = z.infer<typeof storeFile>;
