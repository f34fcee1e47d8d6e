import { z } from 'zod';
import { time } from './contract.ts';

const figures = z.object({
  impressions: z.int().describe('Metric `impressions`, version 1: showings that a display proved'),
  actions: z.int().describe('Metric `actions`, version 1: receipts with the product, of visits that had seen it'),
  spentMinor: z.int().describe('Minor units; lines add up to the total'),
});

export const brandView = figures.extend({ brand: z.string(), offers: z.array(z.string()) });

/** What a brand owes for the time of displays, at the prices of the time of each showing. */
export const statement = figures.extend({
  brand: z.string(),
  from: time,
  to: time,
  lines: z.array(
    figures.extend({
      day: z.iso.date().describe('Store-local day'),
      offer: z.string(),
      display: z.string().nullable().describe('Null where nothing but an actuator was driven'),
    }),
  ),
});

export type BrandView = z.infer<typeof brandView>;
export type Statement = z.infer<typeof statement>;
