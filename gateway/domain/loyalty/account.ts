import type { Member } from '../shop.ts';
import type { Habits } from './habits.ts';
import type { Acquaintance } from './lifecycle.ts';
import type { Consent, LoyaltySettings, Purpose } from './settings.ts';

/** Points earned in one calendar month (`monthNumber`). */
interface MonthOfPoints {
  readonly month: number;
  points: number;
}

/**
 * What the running shop remembers of one customer. Points earned, spent and expired are three sums, kept apart; what is left is their
 * difference and never negative.
 */
export interface Account {
  /** True once somebody told of this customer: such an account is never forgotten, only erased. */
  told: boolean;
  /** Given by hand; points may lift the customer above it, never below. Null: nobody gave one. */
  tierTold: string | null;
  /** As it was last said; '' before there is any. */
  tier: string;
  /** Purposes agreed to, as they were last said. */
  agreed: readonly Purpose[];
  consent: Consent;
  visits: number;
  receipts: number;
  buyDays: number;
  /** Numbers of local days; -1 when there is none. */
  firstBuy: number;
  lastBuy: number;
  lastSeen: number;
  /** The day seen before the newest visit began; -1 when there is none. */
  seenBefore: number;
  earned: number;
  spent: number;
  expired: number;
  /** Newest last; only those that can still count for a tier or expire. */
  months: MonthOfPoints[];
  /** Stored value, minor units, never negative. */
  money: number;
  /** True once it was told which points and money there were before the gateway. */
  opened: boolean;
  /** Names of the newest bookings, newest last. */
  bookings: readonly string[];
  /** Null without consent to profiling. */
  habits: Habits | null;
}

export const newAccount = (): Account => ({
  told: false,
  tierTold: null,
  tier: '',
  agreed: [],
  consent: {},
  visits: 0,
  receipts: 0,
  buyDays: 0,
  firstBuy: -1,
  lastBuy: -1,
  lastSeen: -1,
  seenBefore: -1,
  earned: 0,
  spent: 0,
  expired: 0,
  months: [],
  money: 0,
  opened: false,
  bookings: [],
  habits: null,
});

export const copyOf = (account: Account): Account => ({
  ...account,
  months: account.months.map((month) => ({ ...month })),
  habits:
    account.habits === null
      ? null
      : { visits: { ...account.habits.visits }, bought: account.habits.bought.map((bought) => ({ ...bought })) },
});

/** What was said of the customer counts; then what the shop's file of members says; then what the shop assumes. */
export const agrees = (
  purpose: Purpose,
  account: Pick<Account, 'consent'> | null,
  member: Member | undefined,
  { assumed }: Pick<LoyaltySettings, 'assumed'>,
): boolean => account?.consent[purpose] ?? member?.consent[purpose] ?? assumed.includes(purpose);

/** As the customer was before the visit that goes on, so that who comes back after a long time can be told. */
export const acquaintanceBefore = ({ buyDays, firstBuy, lastBuy, lastSeen, seenBefore }: Account): Acquaintance => ({
  buyDays,
  firstBuy,
  lastBuy,
  lastSeen: seenBefore < 0 ? lastSeen : seenBefore,
});
