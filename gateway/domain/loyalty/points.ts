import type { Account } from './account.ts';
import type { LoyaltySettings, Tier } from './settings.ts';

type Purse = Pick<Account, 'earned' | 'spent' | 'expired' | 'months'>;

/** Points that can be spent: what was earned, less what was spent or has expired. Never negative. */
export const pointsLeft = ({ earned, spent, expired }: Omit<Purse, 'months'>): number => earned - spent - expired;

/**
 * Books points of a month. Points that are taken back (a return) come off what is left and no further: what was spent stays spent.
 * Returns what was really booked. Changes `purse`.
 */
export const earn = (purse: Purse, points: number, month: number, { tierMonths, pointMonths }: LoyaltySettings): number => {
  const booked = Math.max(points, -pointsLeft(purse));
  if (booked === 0) return 0;
  purse.earned += booked;
  const known = purse.months.find((one) => one.month === month);
  if (known === undefined) purse.months.push({ month, points: booked });
  else known.points += booked;
  const oldest = month - Math.max(tierMonths, pointMonths);
  purse.months = purse.months.filter((one) => one.month >= oldest);
  return booked;
};

/** Takes points when there are as many; returns false and changes nothing when there are not. Changes `purse`. */
export const spend = (purse: Purse, points: number): boolean => {
  if (points > pointsLeft(purse)) return false;
  purse.spent += points;
  return true;
};

/**
 * Lets points expire that were earned too long before `month`; what is spent is always the oldest. Returns how many have gone now.
 * Changes `purse`.
 */
export const expire = (purse: Purse, month: number, { pointMonths }: LoyaltySettings): number => {
  if (pointMonths === 0) return 0;
  const young = purse.months.reduce((sum, one) => sum + (one.month >= month - pointMonths ? Math.max(0, one.points) : 0), 0);
  const gone = Math.max(0, pointsLeft(purse) - young);
  purse.expired += gone;
  return gone;
};

/** Points earned in the months that count for a tier. What was spent meanwhile does not matter. */
export const pointsForTier = ({ months }: Pick<Purse, 'months'>, month: number, { tierMonths }: LoyaltySettings): number =>
  months.reduce((sum, one) => sum + (one.month > month - tierMonths && one.month <= month ? one.points : 0), 0);

/** The higher of the tier given by hand and the one that points lead to; '' when there is neither. */
export const tierOf = (told: string | null, points: number, tiers: readonly Tier[]): string => {
  const given = told === null ? -1 : tiers.findIndex(({ id }) => id === told);
  const reached = tiers.findLastIndex((tier) => tier.points !== null && points >= tier.points);
  // A tier given by hand that store.yaml no longer names is kept as it was given.
  if (told !== null && given < 0 && reached < 0) return told;
  return tiers[Math.max(given, reached)]?.id ?? '';
};
