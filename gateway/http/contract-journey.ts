import { z } from 'zod';
import { time } from './contract.ts';

const days = { from: z.string(), to: z.string() };

/** Metric `funnel`, version 2: visits that began on these days, and how many of them came how far; each visit once per step. */
export const funnelView = z.object({
  ...days,
  visits: z.int(),
  people: z.int().describe('Sum of the parties'),
  identified: z.int().describe('Visits with a card'),
  stayed: z.int().describe('Visits with a stay of 30 s or more in some zone'),
  picked: z.int().describe('Visits that held an item'),
  tried: z.int().nullable().describe('Visits with a stay of 30 s or more in a fitting zone; null in a shop without any'),
  bought: z.int().describe('Visits with an item that was bought, or with a receipt'),
});

const seconds = z.number().nullable().describe('Of ended stays, by nearest rank; null without any');

/** Metrics `exposure_rate`, `zone_visit`, `dwell`, `engagement_rate` and `zone_conversion`, version 1, in their parts. */
export const zoneFiguresView = z.object({
  ...days,
  visits: z.int().describe('Visits of the whole shop that began on these days'),
  zones: z
    .array(
      z.object({
        zone: z.string(),
        visits: z.int().describe('Visits that came there, each once'),
        stayed: z.int().describe('Of these, visits with an ended stay of 30 s or more'),
        picked: z.int().describe('Visits that took an item from there'),
        bought: z.int().describe('Visits that bought an item from there'),
        stays: z.int().describe('Ended stays'),
        open: z.int().describe('Stays that have not ended: their length is not known yet'),
        medianS: seconds,
        p75S: seconds,
        p95S: seconds,
      }),
    )
    .describe('Every zone of the shop, in its order'),
});

export const waysView = z.object({
  ...days,
  ways: z
    .array(
      z.object({
        from: z.string().nullable().describe('Null: the visit began there'),
        to: z.string().nullable().describe('Null: the visit ended there'),
        times: z.int(),
      }),
    )
    .describe('From zone to zone, the most frequent first'),
});

export const replayView = z.object({
  date: z.string(),
  quarters: z
    .array(z.object({ at: time.describe('Start of the quarter of an hour'), people: z.record(z.string(), z.number()) }))
    .describe('Mean number of people of visits by zone, from the first quarter with somebody to the last one'),
});

export type FunnelView = z.infer<typeof funnelView>;
export type ZoneFiguresView = z.infer<typeof zoneFiguresView>;
export type WaysView = z.infer<typeof waysView>;
export type ReplayView = z.infer<typeof replayView>;
