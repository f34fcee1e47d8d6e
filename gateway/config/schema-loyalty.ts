import { z } from 'zod';
import type { ValueRules } from '../domain/customers/lifetime-value.ts';
import type { RfmBreaks } from '../domain/customers/rfm.ts';
import type { StageRules } from '../domain/loyalty/lifecycle.ts';
import { type LoyaltySettings, PURPOSES } from '../domain/loyalty/settings.ts';
import { minorCurrency } from '../domain/units.ts';
import { id } from './schema-common.ts';

const stages = z.strictObject({
  expandingFrom: z.int().min(2).max(50).default(3).describe('Days with a receipt from which a customer is expanding'),
  committedFrom: z
    .int()
    .min(2)
    .max(200)
    .default(6)
    .describe('Days with a receipt from which a customer is committed, when they come often'),
  committedEveryDays: z.int().min(1).max(365).default(30).describe('Committed customers buy at least this often, on average'),
  lapsesAfterDays: z.int().min(1).max(730).default(60).describe('A customer unseen for longer is lapsing'),
});

const breaks = (what: string) =>
  z
    .array(z.number().min(0))
    .length(4)
    .refine((values) => values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0)), 'must rise from one to the next')
    .describe(what);

const rfm = z.strictObject({
  recencyDays: breaks('Days since the last purchase, four values that rise: who is above none of them gets 5, above all of them 1'),
  frequency: breaks('Days with a purchase, four values that rise: who is above none of them gets 1, above all of them 5'),
  monetaryMinor: breaks('Turnover in minor units, four values that rise: who is above none of them gets 1, above all of them 5'),
});

const value = z.strictObject({
  margin: z.number().min(0).max(1).default(1).describe('Share of the turnover that stays with the shop; 1 values customers by turnover'),
  discountPerYear: z.number().min(0).max(1).default(0.1).describe('What money in a year is worth less than today'),
  months: z.int().min(1).max(60).default(12).describe('How far the model looks ahead'),
});

/** `loyalty:` of store.yaml: the programme, and what is known of its members. */
export const loyalty = z.strictObject({
  tiers: z.array(id).default(['basic', 'silver', 'gold']).describe('Names of the tiers, lowest first'),
  tierPoints: z
    .record(id, z.int().min(0))
    .default({})
    .describe(
      'Points, earned in `tierMonths`, that lead to a tier; spending them takes no tier away. A tier not named is given by hand only',
    ),
  tierMonths: z.int().min(1).max(36).default(12).describe('Calendar months, the present one included, whose points count for a tier'),
  pointPerMinor: z
    .int()
    .min(1)
    .optional()
    .describe('One point for each whole amount of this size on a receipt with the card; without it receipts earn none'),
  pointMonths: z
    .int()
    .min(0)
    .max(60)
    .default(0)
    .describe('Points expire at the end of this many months after the month in which they were earned; 0 never'),
  members: z
    .string()
    .optional()
    .describe(
      'CSV with columns card, tier, profiling (yes or no), and if wanted analytics and sharing; read at the start, kept only as pseudonyms',
    ),
  assumedConsent: z
    .array(z.enum(PURPOSES))
    .default([])
    .describe('Purposes to which a card counts as agreed when nobody said anything of it; ask your lawyer before naming any'),
  maxCustomers: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(100_000)
    .describe('Customers that the running gateway remembers, a few hundred bytes each; more are refused at the import'),
  stages: stages.prefault({}).describe('Where the stages of a customer relationship begin'),
  rfm: rfm.optional().describe('Breaks of your own between the groups of RFM; without them customers are cut into fifths'),
  value: value.prefault({}).describe('How the lifetime value of customers is computed'),
});

/** The settings of the programme as the domain takes them. */
export const loyaltySettings = ({ stages: rules, ...set }: z.infer<typeof loyalty>): LoyaltySettings => ({
  tiers: set.tiers.map((tier) => ({ id: tier, points: set.tierPoints[tier] ?? null })),
  tierMonths: set.tierMonths,
  pointPer: set.pointPerMinor === undefined ? null : minorCurrency(set.pointPerMinor),
  pointMonths: set.pointMonths,
  assumed: set.assumedConsent,
  maxCustomers: set.maxCustomers,
  stages: stageRules(rules),
});

const stageRules = (rules: z.infer<typeof stages>): StageRules => ({
  expandingFrom: rules.expandingFrom,
  committedFrom: rules.committedFrom,
  committedEvery: rules.committedEveryDays,
  lapsesAfter: rules.lapsesAfterDays,
});

/** What the analyses of customers go by; the year's discount becomes that of a month. */
export const customerRules = (set: z.infer<typeof loyalty>): { stages: StageRules; rfm: RfmBreaks | null; value: ValueRules } => ({
  stages: stageRules(set.stages),
  rfm: set.rfm ? { recency: set.rfm.recencyDays, frequency: set.rfm.frequency, monetary: set.rfm.monetaryMinor } : null,
  value: { margin: set.value.margin, discount: (1 + set.value.discountPerYear) ** (1 / 12) - 1, months: set.value.months },
});
