import { z } from 'zod';
import { clock, id, texts } from './schema-common.ts';
import { shows } from './schema-show.ts';

const date = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date, YYYY-MM-DD')
  .describe('Store-local date, YYYY-MM-DD');

const entry = z.strictObject({
  show: shows.describe('What to show, per language'),
  sku: z.string().optional().describe('The product that {product} and {price} stand for'),
  priceMinor: z.int().min(0).optional().describe("Price in minor units; default: the product's own"),
  showForS: z.number().min(3).max(600).default(12).describe('Seconds on the display each time'),
  dayParts: z.array(id).default([]).describe('Only in these day parts; default: all day'),
  from: date.optional().describe('First day, store-local'),
  until: date.optional().describe('Last day, store-local'),
});

const feedback = z.strictObject({
  ask: texts.describe('The one question; one text, or one per language'),
  scale: z
    .enum(['smileys', 'nps'])
    .default('smileys')
    .describe('`smileys`: five faces, sent as button smiley-1 to smiley-5; `nps`: 0 to 10, sent as button nps-0 to nps-10'),
});

/** Given when the device shows offers. */
export const display = z
  .strictObject({
    faces: z.array(id).default([]).describe('Zones from which it can be read; default: its own zone'),
    idle: texts.default('').describe('Greeting while nothing else is to be shown; one text, or one per language'),
    confirmWithinS: z
      .number()
      .min(1)
      .max(3_600)
      .default(10)
      .describe('Seconds in which it must prove what it was sent; after that the next best display is asked. Paper labels need minutes'),
    languages: z.array(z.string()).default([]).describe('Languages that it speaks, in this order; default: all that a text has'),
    playlist: z.array(entry).max(100).default([]).describe('What the player page shows in turn while there is no offer'),
    feedback: feedback.optional().describe('Given to ask shoppers one question on the player page of a touch screen'),
    label: z
      .strictObject({
        sku: z.string().describe('The product whose price it shows'),
        batchS: z.number().min(1).max(86_400).default(30).describe('Prices go out together, once in so many seconds'),
      })
      .optional()
      .describe('Given for a price label on a shelf edge: it shows its product and price while no offer is on it'),
    rest: z
      .union([z.literal('when-closed'), z.literal('never'), z.strictObject({ from: clock, to: clock })])
      .default('when-closed')
      .describe('When the player page goes dark: outside the opening hours, never, or between two times of day'),
  })
  .describe('Given when the device shows offers');
