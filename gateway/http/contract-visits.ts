import { z } from 'zod';
import { time } from './contract.ts';

/** A visit in a list: how far it came, and nothing that tells who it was. */
const visitRow = z.object({
  id: z.string(),
  start: time,
  end: time.nullable(),
  isMember: z.boolean().describe('Recognised by a card'),
  tier: z.string().nullable(),
  party: z.int(),
  zone: z.string().nullable().describe('Where it was last'),
  zones: z.int().describe('Zones that it came to, each once'),
  picked: z.int().describe('Items that it held, each once'),
  bought: z.int().describe('Of these, items that it bought'),
  offers: z.int().describe('Offers that a display proved to have shown to it'),
  spentMinor: z.int().nullable().describe('Sum of its receipts; null without any'),
});

const sums = {
  visits: z.int().describe('All that meet the filters'),
  open: z.int(),
  bought: z.int().describe('Those with an item that was bought, or with a receipt'),
};
export const visitsSpanView = z.object({
  from: z.string(),
  to: z.string(),
  ...sums,
  skip: z.int().describe('Visits before the rows'),
  rows: z.array(visitRow).describe('One page, newest first'),
});

export type VisitRow = z.infer<typeof visitRow>;
export type VisitSums = {
  readonly from: string;
  readonly to: string;
  readonly visits: number;
  readonly open: number;
  readonly bought: number;
};
export type VisitsSpanView = z.infer<typeof visitsSpanView>;
