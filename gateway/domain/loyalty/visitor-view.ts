import type { OfferContext } from '../offers/offer.ts';
import type { LocalTime } from '../shop.ts';
import { type Account, acquaintanceBefore } from './account.ts';
import { dayNumber } from './calendar.ts';
import { usualCategories, usualDayPart, usualProducts } from './habits.ts';
import { stageOf } from './lifecycle.ts';
import { pointsLeft } from './points.ts';
import type { LoyaltySettings, Purpose } from './settings.ts';

type VisitorView = OfferContext['visitor'];

/** What conditions see when nobody knows who it is. */
export const unknownVisitor: VisitorView = Object.freeze({
  known: false,
  tier: '',
  visits: 0,
  daysSinceVisit: -1,
  receipts: 0,
  points: 0,
  balanceMinor: 0,
  stage: '',
  dayPart: '',
  bought: [],
  boughtThisDayPart: [],
  categories: [],
  consents: [],
});

/** What conditions may ask of a customer at a moment. Habits are empty without consent to profiling: they are not even learned. */
export const visitorViewOf = (
  account: Account,
  tier: string,
  consents: readonly Purpose[],
  now: Pick<LocalTime, 'date' | 'dayPart'>,
  rules: LoyaltySettings['stages'],
): VisitorView => {
  const today = dayNumber(now.date);
  const { habits } = account;
  return {
    known: true,
    tier,
    visits: account.visits,
    daysSinceVisit: account.seenBefore < 0 ? -1 : today - account.seenBefore,
    receipts: account.receipts,
    points: pointsLeft(account),
    balanceMinor: account.money,
    stage: account.lastSeen < 0 ? '' : stageOf(acquaintanceBefore(account), today, rules),
    dayPart: habits === null ? '' : usualDayPart(habits),
    bought: habits === null ? [] : usualProducts(habits),
    boughtThisDayPart: habits === null ? [] : usualProducts(habits, now.dayPart),
    categories: habits === null ? [] : usualCategories(habits),
    consents,
  };
};
