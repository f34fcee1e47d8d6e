import { z } from 'zod';

/** The pseudonym of a card: 22 characters of base64url. */
export const pseudonym = z.string().regex(/^[\w-]{22}$/, 'a pseudonym: 22 letters, digits, - and _');

const count = z.int().min(0).max(1_000_000_000);

/** What may be told of a customer. What is left out stays as it was. */
export const customerSaid = z
  .strictObject({
    card: z.string().trim().min(1).max(128).optional().describe('Card number; it becomes a pseudonym at once and is kept nowhere'),
    visitor: pseudonym.optional().describe('Or the pseudonym, where it is known'),
    tier: z.string().max(64).optional().describe('Given by hand; an empty text takes it away'),
    consent: z
      .strictObject({ profiling: z.boolean().optional(), analytics: z.boolean().optional(), sharing: z.boolean().optional() })
      .default({}),
    since: z.iso.date().optional().describe('Customer since, a day of the shop'),
    source: z.string().trim().min(1).max(64).optional().describe('Where the customer was won'),
    costMinor: count.optional().describe('What that cost'),
    pointsEarned: count.optional().describe('Before the gateway; this and the next two are taken once per customer'),
    pointsSpent: count.optional(),
    balanceMinor: count.optional().describe('Stored value'),
  })
  .refine(({ card, visitor }) => (card === undefined) !== (visitor === undefined), { path: ['card'], message: 'either card or visitor' })
  .refine(({ pointsEarned = 0, pointsSpent = 0 }) => pointsSpent <= pointsEarned, {
    path: ['pointsSpent'],
    message: 'no more than was earned',
  });

/** Customers in one request. */
const MOST_CUSTOMERS = 500;

export const tellRequest = z.object({
  dryRun: z.boolean().default(false).describe('True: everything is checked and nothing is stored'),
  customers: z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .max(MOST_CUSTOMERS)
    .describe(
      'Each with card or visitor, and any of tier, consent {profiling, analytics, sharing}, since, source, costMinor, pointsEarned, pointsSpent, balanceMinor',
    ),
});

export const toldAnswer = z.object({
  taken: z.int().describe('Stored, or fit to be stored when nothing was meant to be'),
  refused: z.int(),
  customers: z
    .array(
      z.object({
        row: z.int().describe('Place in the request, from 0'),
        visitor: z.string().nullable().describe('Pseudonym; null when there is no card to make it of'),
        state: z.enum(['taken', 'refused', 'pending']).describe('pending: stored, and not applied yet'),
        problems: z.array(z.object({ field: z.string(), message: z.string() })),
      }),
    )
    .describe('In the order of the request'),
});

export const lookupRequest = z.object({ card: z.string().trim().min(1).max(128) });
export const lookupAnswer = z.object({ visitor: z.string().describe('Pseudonym of the card') });

export const bookingRequest = z
  .object({
    id: z
      .string()
      .regex(/^[\w.-]{1,64}$/)
      .describe('Names the booking; sent again it counts once'),
    points: z.int().min(-1_000_000_000).max(1_000_000_000).default(0).describe('Above 0 given, below 0 spent'),
    moneyMinor: z.int().min(-1_000_000_000).max(1_000_000_000).default(0).describe('Stored value: above 0 paid in, below 0 paid with'),
  })
  .refine(({ points, moneyMinor }) => points !== 0 || moneyMinor !== 0, { path: ['points'], message: 'a booking of nothing' });

export const bookingAnswer = z.object({
  state: z
    .enum(['booked', 'not-enough', 'repeated', 'pending'])
    .describe('repeated: this booking was made before; pending: stored, and not applied yet'),
  points: z.int().nullable().describe('What there is afterwards; null unless booked now'),
  balanceMinor: z.int().nullable(),
});

export const forgottenAnswer = z.object({
  inMembersFile: z
    .boolean()
    .describe('True while the file of members in store.yaml still names the card: it is passed over, and may be removed'),
});

export type CustomerSaid = z.infer<typeof customerSaid>;
export type ToldAnswer = z.infer<typeof toldAnswer>;
export type BookingRequest = z.infer<typeof bookingRequest>;
export type BookingAnswer = z.infer<typeof bookingAnswer>;
