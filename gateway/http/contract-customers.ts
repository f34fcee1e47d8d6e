import { z } from 'zod';
import { time } from './contract.ts';

const day = z.iso.date().describe('Day of the shop');
const share = z.number().min(0).max(1);
const minor = z.int().describe('Minor units');
const score = z.int().min(1).max(5);
const rfm = z.object({ recency: score, frequency: score, monetary: score }).describe('Metric `rfm`, version 1');
const purpose = z.enum(['profiling', 'analytics', 'sharing']);
const stage = z.enum(['aware', 'exploring', 'expanding', 'committed', 'lapsing']);

/** What a customer does; kept with their consent to analytics only. */
const behaviour = z.object({
  stage: stage.describe('Metric `lifecycle`, version 1'),
  visits: z.int(),
  receipts: z.int(),
  turnoverMinor: minor,
  firstSeen: day,
  lastSeen: day,
  lastBought: day.nullable(),
  rfm: rfm.nullable().describe('Null without a purchase, and while there are too few customers for fifths'),
  churnRisk: share.nullable().describe('Metric `churn_risk`, version 1; null for who bought on one day only, and without enough data'),
  value: z.object({
    historicMinor: z.number().describe('Metric `clv_historic`, version 1'),
    simpleMinor: z.number().nullable().describe('Metric `clv_simple`, version 1; null without enough data'),
    modelMinor: z.number().nullable().describe('Metric `clv_model`, version 1; null without enough data'),
  }),
});

const customerView = z.object({
  visitor: z.string().describe('Pseudonym'),
  told: z.boolean().describe('True for who was told of by an import or an operator; false for a card that only showed itself'),
  since: time.nullable(),
  source: z.string().nullable().describe('Where the customer was won'),
  tier: z.string(),
  agrees: z.array(purpose),
  points: z.object({ earned: z.int(), spent: z.int(), expired: z.int(), left: z.int() }).describe('Metric `points`, version 1'),
  balanceMinor: minor.describe('Stored value; metric `stored_value`, version 1'),
  behaviour: behaviour.nullable().describe('Null without consent to analytics'),
});

export const customersPage = z.object({
  total: z.int().describe('Customers that the filters leave'),
  customers: z.array(customerView).describe('The highest turnover first'),
  next: z.string().nullable().describe('`after` of the next page; null on the last'),
});

const booking = z.object({
  at: time,
  earned: z.int(),
  spent: z.int(),
  expired: z.int(),
  moneyMinor: minor,
  because: z.enum(['receipt', 'told', 'booking', 'expiry']),
  ref: z.string().nullable().describe('Receipt, or name of the booking'),
  user: z.string().nullable(),
});

export const customerDetail = customerView.extend({
  costMinor: minor.nullable().describe('What it cost to win the customer'),
  expected: z
    .object({
      purchases30: z.number().describe('Metric `expected_purchases`, version 1: days with a purchase within the next 30 days'),
      purchases90: z.number(),
      valueMinor: z.number().nullable().describe('Metric `expected_value`, version 1: of one of them'),
    })
    .nullable(),
  dayParts: z
    .array(z.object({ dayPart: z.string(), visits: z.int(), receipts: z.int(), turnoverMinor: minor }))
    .describe("Metric `day_part_habit`, version 1; '' is the time outside all parts of the day"),
  products: z
    .array(z.object({ sku: z.string(), name: z.record(z.string(), z.string()), dayPart: z.string(), receipts: z.int(), lastBought: day }))
    .describe('Metric `product_habit`, version 1; kept with consent to profiling only'),
  bookings: z.array(booking).describe('The newest 50'),
  statements: z
    .array(z.object({ at: time, user: z.string(), tier: z.string().nullable(), consent: z.partialRecord(purpose, z.boolean()) }))
    .describe('Who told what and when, the newest first'),
  visits: z.array(z.object({ id: z.string(), start: time, end: time.nullable() })).describe('Those still kept, the newest 50'),
});

/** Everything that the gateway holds of one customer, to be handed over. */
export const customerExport = customerDetail.extend({
  days: z.array(z.object({ day, dayPart: z.string(), visits: z.int(), receipts: z.int(), turnoverMinor: minor })),
  receipts: z.array(
    z.object({
      sale: z.string(),
      at: time,
      totalMinor: minor,
      lines: z.array(z.object({ epc: z.string().nullable(), gtin: z.string().nullable(), quantity: z.number(), amount: z.number() })),
    }),
  ),
  offers: z.array(z.object({ decision: z.string(), at: time, offer: z.string(), reason: z.string() })),
});

/** Everybody with a card by stage and by tier. */
export const customersStanding = z.object({
  customers: z.int(),
  stages: z
    .array(z.object({ stage, customers: z.int(), turnoverMinor: minor }))
    .describe('Metric `lifecycle`, version 1, all stages in order; of those who agree to analytics'),
  tiers: z
    .array(z.object({ tier: z.string().describe('Empty: none'), customers: z.int(), pointsLeft: z.int(), balanceMinor: minor }))
    .describe('The most customers first'),
});

const breaks = z.array(z.number()).length(4);

/** Metric `rfm`, version 1. */
export const rfmGrid = z.object({
  customers: z.int().describe('With a purchase, and with consent to analytics'),
  by: z.enum(['settings', 'fifths']).nullable().describe('Null: too few customers for fifths, and no breaks in store.yaml'),
  breaks: z.object({ recencyDays: breaks, frequency: breaks, monetaryMinor: breaks }).nullable(),
  cells: z.array(rfm.extend({ customers: z.int(), turnoverMinor: minor })).describe('Groups with at least one customer, 555 first'),
});

/** Metric `cohort_retention`, version 1. */
export const cohortsView = z.object({
  cohorts: z.array(
    z.object({
      month: z.string().describe('YYYY-MM of the first visit'),
      customers: z.int(),
      months: z.array(
        z.object({
          after: z.int().describe('Months after the first'),
          customers: z.int(),
          share,
          open: z.boolean().describe('True for the present month, which is not over'),
        }),
      ),
    }),
  ),
});

/** Metric `stickiness`, version 1. */
export const stickinessView = z.object({
  from: day,
  to: day,
  days: z.array(
    z.object({
      day,
      daily: z.int().describe('Customers seen on the day (DAU)'),
      weekly: z.int().describe('Within seven days up to it (WAU)'),
      monthly: z.int().describe('Within thirty days up to it (MAU)'),
      dailyShare: share.nullable().describe('DAU / MAU; null with fewer than 20 customers in the thirty days'),
      weeklyShare: share.nullable().describe('WAU / MAU'),
    }),
  ),
});

const steps = z.object({
  visits: z.int(),
  picked: z.int(),
  bought: z.int(),
  conversion: share.nullable().describe('Metric `conversion`, version 1'),
});

/** Visits that began in the span and are still kept, from coming in to buying. */
export const customerFunnel = z.object({
  from: time,
  to: time,
  all: steps,
  identified: steps.describe('Visits with a card'),
  customers: z
    .object({ seen: z.int(), returned: z.int().describe('Came on more than one day, until the end of the span'), bought: z.int() })
    .describe('With consent to analytics'),
});

/** Customers won in the span, by source. */
export const acquisitionView = z.object({
  from: time,
  to: time,
  visits: z.int().describe('Visits that began in the span and are still kept'),
  acquired: z.int(),
  rate: z.number().nullable().describe('Metric `acquisition_rate`, version 1; null without visits'),
  sources: z.array(
    z.object({
      source: z.string().nullable(),
      customers: z.int(),
      costMinor: minor,
      cacMinor: z.number().nullable().describe('Metric `cac`, version 1; null where no cost was told'),
      bought: z.int().describe('Of those with consent to analytics, who bought since'),
      turnoverMinor: minor,
    }),
  ),
});

const known = z.enum(['fitted', 'not-enough-data']);

/** What the lifetime values of customers are made of. */
export const customerValue = z.object({
  customers: z.int().describe('With a purchase, and with consent to analytics'),
  repeaters: z.int().describe('Of these, with purchases on more than one day'),
  historicMinor: z.number().describe('Sum of metric `clv_historic`, version 1'),
  margin: share,
  discountPerMonth: z.number(),
  months: z.int(),
  simple: z.object({
    state: known,
    retention: share.nullable().describe('Metric `monthly_retention`, version 1'),
    perMonthMinor: z.number().nullable().describe('Turnover of a buyer in a month'),
    buyers: z.int().nullable().describe('Buyers of months that both are made of'),
  }),
  purchases: z.object({
    state: known,
    r: z.number().nullable(),
    alphaWeeks: z.number().nullable(),
    a: z.number().nullable(),
    b: z.number().nullable(),
    logLikelihood: z.number().nullable(),
  }),
  spending: z.object({ state: known, p: z.number().nullable(), q: z.number().nullable(), gammaMinor: z.number().nullable() }),
});

export type CustomerView = z.infer<typeof customerView>;
export type CustomersPage = z.infer<typeof customersPage>;
export type CustomerDetail = z.infer<typeof customerDetail>;
export type CustomerExport = z.infer<typeof customerExport>;
export type CustomersStanding = z.infer<typeof customersStanding>;
export type RfmGrid = z.infer<typeof rfmGrid>;
export type CohortsView = z.infer<typeof cohortsView>;
export type StickinessView = z.infer<typeof stickinessView>;
export type CustomerFunnel = z.infer<typeof customerFunnel>;
export type AcquisitionView = z.infer<typeof acquisitionView>;
export type CustomerValue = z.infer<typeof customerValue>;
