import { z } from 'zod';
import { id, texts } from './schema-common.ts';

const show = z.strictObject({
  title: z.string().min(1).max(120).describe('May hold {product} and {price}: name and price of the product the offer is about'),
  body: z.string().max(400).default('').describe('Smaller text under the title; may hold {product} and {price} too'),
  priceMinor: z
    .int()
    .min(0)
    .optional()
    .describe("Offered price in minor units; default: the product's own price, where there is a product"),
  picture: z.string().optional().describe('Path of a picture, relative to store.yaml'),
});

/** An offer: when something happens and a condition holds, a display shows something. */
export const offer = z.strictObject({
  id,
  name: texts.optional(),
  on: z
    .enum(['item.picked', 'item.put', 'zone.entered', 'zone.dwell', 'visit.identified', 'shelf.low', 'shelf.out'])
    .describe('What must happen for the offer to be considered'),
  dwellS: z.number().min(1).max(3600).default(20).describe('Stay that makes a zone.dwell'),
  when: z.string().max(1_000).default('true').describe('CEL over visit, item, shelf, visitor, store, now'),
  show: z.record(z.string(), show).describe('What to show, per language'),
  display: z
    .union([z.literal('nearest'), id])
    .default('nearest')
    .describe('Where: a display, or the nearest that the visit can read'),
  priority: z.int().min(0).max(100).default(50).describe('The higher wins when several offers want one display'),
  showForS: z.number().min(1).max(600).default(15).describe('Seconds on the display; as long an unconfirmed command stays valid'),
  limits: z
    .strictObject({
      perVisit: z.int().min(1).default(1).describe('Times per visit'),
      perVisitorDay: z.int().min(1).default(3).describe('Times per identified visitor and day'),
      perDisplayHour: z.int().min(1).default(60).describe('Times per display and hour'),
    })
    .prefault({}),
  control: z.number().min(0).max(0.9).default(0).describe('Share of visits held back to measure the effect'),
  personal: z.boolean().default(false).describe('Uses what is known of the visitor: needs consent'),
});
