import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/** What displays were asked, what they proved, and what those did who saw it. Of decisions that are still kept (privacy.visitDays). */
const screenFigures = {
  asked: z.int().describe('Showings that a display was asked for'),
  shown: z.int().describe('Of these with proof of play'),
  acted: z.int().describe('Of those shown, after which what the offer is about was picked up or bought'),
  bought: z.int().describe('Of those shown, after which it was paid'),
};

const visibleMs = z.int().nullable().describe('For how long it was in view, all showings together; null where no display told');

const cause = z.object({
  code: z
    .string()
    .describe(
      'Reason of the decision; of one that was sent and not proved, `sent-unconfirmed`, `sent-refused`, `sent-expired` or `sent-pending`',
    ),
  times: z.int(),
});

const budget = z.object({
  limitMinor: z.int().nullable().describe('limits.budgetMinor'),
  dayMinor: z.int().nullable().describe('limits.budgetDayMinor'),
  spentMinor: z
    .int()
    .describe('Since the offer began: showings and purchases at the prices of now, and what the price was lowered in purchases still kept'),
  todayMinor: z.int(),
});

const offerFigures = z.object({
  offer: z.string(),
  name: texts.nullable().describe('Null for an offer that store.yaml has no more'),
  on: z.string().nullable().describe('What it answers to'),
  about: z
    .array(z.object({ sku: z.string(), name: texts, times: z.int() }))
    .describe('Products that it was about, the most frequent first, three at most'),
  considered: z.int().describe('Times that its event happened'),
  unmet: z.int().describe('Of these, times that its condition did not hold'),
  ...screenFigures,
  visibleMs,
  causes: z.array(cause).describe('What decisions came to, the most frequent first'),
  limits: z
    .object({ perVisit: z.int(), perVisitorDay: z.int(), perDisplayHour: z.int() })
    .nullable()
    .describe('How often it may be made; null for an offer that store.yaml has no more'),
  budget: budget.nullable().describe('Null for an offer without one'),
});

const ofDisplay = z.object({
  display: z.string(),
  offer: z.string(),
  ...screenFigures,
  visibleMs,
});

/** Offers over store-local days, by day and by display. What each is worth against its control stands in `/offers/results`. */
export const offerFiguresView = z.object({
  from: z.string(),
  to: z.string(),
  keptFrom: z
    .string()
    .nullable()
    .describe('Local date of the oldest decision that is still kept (privacy.visitDays); null while there is none'),
  offers: z.array(offerFigures).describe('Those of store.yaml in its order, then those that it has no more'),
  days: z.array(z.object({ date: z.string(), offer: z.string(), ...screenFigures })).describe('Oldest first; days without any are absent'),
  displays: z.array(ofDisplay),
});

export type OfferFiguresView = z.infer<typeof offerFiguresView>;
export type OfferFigures = z.infer<typeof offerFigures>;
