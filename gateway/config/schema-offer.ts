import { z } from 'zod';
import { OFFER_TRIGGERS } from '../domain/offers/offer.ts';
import { drives } from './schema-actuator.ts';
import { clock, id, texts } from './schema-common.ts';
import { shows } from './schema-show.ts';

const date = z.iso.date('must be a date, YYYY-MM-DD');
const days = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

export const schedule = z.strictObject({
  from: date.optional().describe('First date'),
  until: date.optional().describe('Last date'),
  days: z.array(days).default([]).describe('Weekdays; none: every day'),
  dayParts: z.array(id).default([]).describe('Names of store.dayParts; none: all day'),
  hours: z.strictObject({ from: clock, to: clock }).optional().describe('Store-local times; over midnight when `to` is before `from`'),
  blackout: z
    .array(
      z.string().regex(/^\d{4}-\d{2}-\d{2}(\/\d{4}-\d{2}-\d{2})?$/, 'must be a date, or two with a slash between: 2026-12-24/2026-12-26'),
    )
    .default([])
    .describe('Dates on which it is off: 2026-12-24, or 2026-12-24/2026-12-26'),
});

const limits = z.strictObject({
  perVisit: z.int().min(1).default(1).describe('Times per visit'),
  perVisitorDay: z.int().min(1).default(3).describe('Times per identified visitor and day'),
  perDisplayHour: z.int().min(1).default(60).describe('Times per display and hour'),
  budgetMinor: z.int().min(1).optional().describe('Most that it may cost: showings, purchases and what the price was lowered, minor units'),
  budgetDayMinor: z.int().min(1).optional().describe('The same for one day'),
});

const cost = z.strictObject({
  brand: id
    .optional()
    .describe('Who pays for it, by a name of your own: its statement has all showings and purchases of such offers; default: the shop'),
  cpmMinor: z.int().min(0).default(0).describe('Price of a thousand proven showings, minor units'),
  cpaMinor: z.int().min(0).default(0).describe('Price of one purchase by somebody who saw it, minor units'),
});

const percent = z.number().min(1).max(100);
const markdown = z.strictObject({
  from: clock.describe('From this time of the day on, until midnight'),
  onShelfMin: z.int().min(0).default(1).describe('While at least so many pieces are on the shelf; 0: however many'),
  percentOff: percent.describe('Off the usual price'),
});

/** An offer: when something happens and a condition holds, a display shows something. */
export const offer = z.strictObject({
  id,
  name: texts.optional(),
  on: z.enum(OFFER_TRIGGERS).describe('What must happen for the offer to be considered'),
  dwellS: z.number().min(1).max(3600).default(20).describe('Stay that makes a zone.dwell'),
  at: z.array(clock).default([]).describe('Times of the day at which a `time` offer is considered'),
  everyM: z.int().min(1).max(1_440).optional().describe('Minutes between two considerations of a `time` offer, counted from midnight'),
  when: z.string().max(1_000).default('true').describe('CEL over visit, item, shelf, visitor, store, climate, now, recommend'),
  about: z
    .union([
      z.enum(['event', 'boughtTogether', 'nextItem', 'popular', 'usual']),
      z.strictObject({ sku: z.string().describe('SKU of the products file') }),
    ])
    .default('event')
    .describe('The product that it shows and is measured by: that of the event, a recommendation, or one of your own: { sku: … }'),
  priceMinor: z.int().min(0).optional().describe("What the product costs by this offer, minor units; default: the product's own price"),
  percentOff: percent.optional().describe('Off the product’s own price, instead of priceMinor'),
  markdown: z.array(markdown).default([]).describe('Steps for perishable goods, instead of priceMinor; the largest that is due counts'),
  roundToMinor: z.int().min(1).default(1).describe('Lowered prices are rounded down to whole multiples of this, minor units'),
  show: shows.default({}).describe('What to show, per language'),
  display: z
    .union([z.enum(['nearest', 'all', 'none']), id, z.strictObject({ zone: id })])
    .default('nearest')
    .describe(
      'Where: the nearest display that the visit can read, all that it can read, one by its id, all of a zone: { zone: … }, or none',
    ),
  priority: z.int().min(0).max(100).default(50).describe('The higher wins when several offers want one display'),
  showForS: z.number().min(1).max(600).default(15).describe('Seconds on the display'),
  validForS: z
    .number()
    .min(1)
    .max(3_600)
    .default(60)
    .describe('Seconds after the event in which it still makes sense; so long it waits for a busy display'),
  schedule: schedule.prefault({}).describe('When it is on'),
  limits: limits.prefault({}),
  cost: cost.prefault({}).describe('What it costs whoever pays for it'),
  unit: z
    .enum(['auto', 'visit', 'slot'])
    .default('auto')
    .describe(
      'What sees the offer or not as a whole: a visit, or a slot of the display’s time; auto: the visit while it alone can read the display, else the slot',
    ),
  control: z.number().min(0).max(0.9).default(0).describe('Share of units held back to measure the effect'),
  personal: z.boolean().default(false).describe('Uses what is known of the visitor: needs consent'),
  actuators: drives.default([]).describe('What else it drives while it is shown'),
});

export const experiments = z.strictObject({
  worthKnowing: z
    .number()
    .min(0.05)
    .max(5)
    .default(0.3)
    .describe('Smallest relative lift that an experiment is to find: 0.3 tells 13 % from 10 %. The smaller, the more visits it takes'),
  holdout: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('Share of members, visits and slots that never see any offer, to measure all offers together'),
  slotS: z
    .number()
    .min(60)
    .max(86_400)
    .default(900)
    .describe('Length of the slots of a display’s time that are held back or not as a whole'),
});
