import { z } from 'zod';

/** Longest offers that the editor takes, characters: some thousands of them. */
const LONGEST = 1_000_000;

/** The offers of store.yaml as they are written there. */
export const offerSource = z.object({
  text: z.string().describe('From the line of `offers:` on, comments and all'),
  hash: z.string().describe('Of the file as a whole; `If-Match` of a save'),
  file: z.string().describe('Name of the file'),
  isRunning: z.boolean().describe('False when the gateway was started with other offers: it needs a restart'),
});

export const offerCheckRequest = z.strictObject({ text: z.string().max(LONGEST) });

const slide = z.object({
  title: z.string(),
  body: z.string(),
  priceMinor: z.int().nullable(),
  wasMinor: z.int().nullable(),
  currency: z.string(),
  picture: z.string().nullable(),
  link: z.string().nullable(),
});

export const offerCheck = z.object({
  problems: z.array(
    z.object({
      line: z.int().nullable().describe('1-based line of the text; null for what is wrong elsewhere in the file'),
      column: z.int().nullable(),
      path: z.string(),
      message: z.string().describe('A condition that does not compile comes with its line and a caret under the place'),
    }),
  ),
  previews: z
    .array(
      z.object({
        offer: z.string(),
        product: z.string().nullable().describe('SKU of the product that stands for the one of the event'),
        slides: z.record(z.string(), slide),
      }),
    )
    .describe('What displays would show, per language; empty while something is wrong'),
});

export type OfferSourceView = z.infer<typeof offerSource>;
export type OfferCheckView = z.infer<typeof offerCheck>;
