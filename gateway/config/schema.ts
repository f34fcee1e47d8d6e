import { z } from 'zod';
import { loyalty } from './schema-loyalty.ts';
import { occupancy } from './schema-occupancy.ts';
import { experiments, offer } from './schema-offer.ts';
import { outputs } from './schema-outputs.ts';
import { device, plan, shelf, store, zone } from './schema-place.ts';
import { report } from './schema-report.ts';
import { rule } from './schema-rule.ts';
import { broker, http, privacy } from './schema-tuning.ts';
import { security } from './sensing/security.ts';
import { sensing } from './sensing/sensing.ts';

const staff = z.strictObject({
  tags: z.array(z.string()).default([]).describe('EPCs of badges and trolleys, hex'),
  cards: z.array(z.string()).default([]).describe('Card ids as the reader tells them; kept only as pseudonyms'),
});

/**
 * store.yaml: the single source. The type of the configuration, the defaults, the JSON Schema for editors and the
 * reference in docs/ all come from here. Durations are seconds where the name ends in S, money is in minor units.
 */
export const configSchema = z
  .strictObject({
    version: z.literal(1).default(1).describe('Form of this file'),
    store: store.prefault({}),
    plan: plan.prefault({}),
    zones: z.array(zone).default([]).describe('Places that the gateway tells apart'),
    devices: z.array(device).default([]).describe('Hardware: readers, scales, counters, tills, sensors, displays'),
    shelves: z.array(shelf).default([]).describe('Shelves, rails and tables that hold goods'),
    products: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('CSV with columns gtin, sku, name, category, price (minor units), weight (grams); name-zh-TW and so on for languages'),
    inventory: z.string().optional().describe('CSV of a stock count with columns epc and section (or shelf: its first section)'),
    staff: staff.prefault({}).describe('Tags and cards that are never customers'),
    loyalty: loyalty.prefault({}),
    offers: z.array(offer).default([]).describe('What displays show when something happens'),
    rules: z.array(rule).default([]).describe('What actuators do when something happens, beside what offers drive'),
    experiments: experiments.prefault({}).describe('How the shop measures what its offers are worth'),
    sensing: sensing.prefault({}),
    security: security.prefault({}),
    privacy: privacy.prefault({}),
    occupancy: occupancy.prefault({}),
    outputs: outputs.prefault({}),
    reports: z.array(report).default([]).describe('Reports of the day or the week before, made by the clock; docs/reports.md shows one'),
    http: http.prefault({}),
    broker: broker.prefault({}),
  })
  .describe('One shop');

export type Config = z.infer<typeof configSchema>;
export type DeviceConfig = Config['devices'][number];
export type OfferConfig = Config['offers'][number];
export type RuleConfig = Config['rules'][number];
