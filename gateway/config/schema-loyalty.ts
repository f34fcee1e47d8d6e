import { z } from 'zod';
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
});

/** The settings of the programme as the domain takes them. */
export const loyaltySettings = ({ stages: rules, ...set }: z.infer<typeof loyalty>): LoyaltySettings => ({
  tiers: set.tiers.map((tier) => ({ id: tier, points: set.tierPoints[tier] ?? null })),
  tierMonths: set.tierMonths,
  pointPer: set.pointPerMinor === undefined ? null : minorCurrency(set.pointPerMinor),
  pointMonths: set.pointMonths,
  assumed: set.assumedConsent,
  maxCustomers: set.maxCustomers,
  stages: {
    expandingFrom: rules.expandingFrom,
    committedFrom: rules.committedFrom,
    committedEvery: rules.committedEveryDays,
    lapsesAfter: rules.lapsesAfterDays,
  },
});
