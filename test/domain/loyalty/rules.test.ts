import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newAccount } from '../../../gateway/domain/loyalty/account.ts';
import { createAccounts } from '../../../gateway/domain/loyalty/accounts.ts';
import { dayNumber, monthNumber } from '../../../gateway/domain/loyalty/calendar.ts';
import {
  type Habits,
  noHabits,
  notePurchase,
  noteVisit,
  usualCategories,
  usualDayPart,
  usualProducts,
} from '../../../gateway/domain/loyalty/habits.ts';
import { stageOf } from '../../../gateway/domain/loyalty/lifecycle.ts';
import { earn, expire, pointsForTier, pointsLeft, spend, tierOf } from '../../../gateway/domain/loyalty/points.ts';
import { loyaltyOf, visitor } from '../support.ts';

describe('the calendar', () => {
  test('numbers the days as the clock of the machine does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        const date = new Date(day * 86_400_000);
        expect(dayNumber(date.toISOString().slice(0, 10))).toBe(day);
        expect(monthNumber(date.toISOString().slice(0, 10))).toBe(date.getUTCFullYear() * 12 + date.getUTCMonth());
      }),
    );
  });

  test('has no number for what is no date', () => expect(dayNumber('today')).toBeNaN());
});

describe('the stage of a customer', () => {
  const rules = loyaltyOf().stages;
  test.each([
    ['has never bought', { buyDays: 0, firstBuy: -1, lastBuy: -1, lastSeen: 100 }, 110, 'aware'],
    ['has bought once', { buyDays: 1, firstBuy: 100, lastBuy: 100, lastSeen: 100 }, 110, 'exploring'],
    ['has bought twice', { buyDays: 2, firstBuy: 80, lastBuy: 100, lastSeen: 100 }, 160, 'exploring'],
    ['has bought three times', { buyDays: 3, firstBuy: 80, lastBuy: 100, lastSeen: 100 }, 110, 'expanding'],
    ['buys every month', { buyDays: 6, firstBuy: 0, lastBuy: 150, lastSeen: 150 }, 150, 'committed'],
    ['buys often, but further apart', { buyDays: 6, firstBuy: 0, lastBuy: 151, lastSeen: 151 }, 151, 'expanding'],
    ['was seen sixty days ago', { buyDays: 6, firstBuy: 0, lastBuy: 150, lastSeen: 150 }, 210, 'committed'],
    ['was seen before that', { buyDays: 6, firstBuy: 0, lastBuy: 150, lastSeen: 150 }, 211, 'lapsing'],
    ['came without buying lately', { buyDays: 1, firstBuy: 0, lastBuy: 0, lastSeen: 200 }, 211, 'exploring'],
    ['never bought and stays away', { buyDays: 0, firstBuy: -1, lastBuy: -1, lastSeen: 0 }, 61, 'lapsing'],
  ] as const)('who %s', (_who, acquaintance, today, stage) => expect(stageOf(acquaintance, today, rules)).toBe(stage));
});

describe('habits', () => {
  const bought = (...receipts: readonly (readonly [sku: string, dayPart: string, day?: number])[]): Habits => {
    const habits = noHabits();
    for (const [sku, dayPart, day = 1] of receipts) notePurchase(habits, sku, `kind of ${sku}`, dayPart, day);
    return habits;
  };

  test('put first what is bought most often, and know the part of the day', () => {
    const habits = bought(['tea', 'noon'], ['coffee', 'morning'], ['coffee', 'morning'], ['tea', 'morning'], ['tea', 'noon']);
    expect(usualProducts(habits)).toEqual(['tea', 'coffee']);
    expect(usualProducts(habits, 'morning')).toEqual(['coffee', 'tea']);
    expect(usualProducts(habits, 'evening')).toEqual([]);
    expect(usualCategories(habits)).toEqual(['kind of tea', 'kind of coffee']);
  });

  test('name a part of the day when more than half of three visits begin in it', () => {
    const habits = noHabits();
    const usual = (dayPart: string) => {
      noteVisit(habits, dayPart);
      return usualDayPart(habits);
    };
    expect(['morning', 'morning', 'morning', 'noon', 'noon', 'noon', 'noon'].map(usual)).toEqual([
      '',
      '',
      'morning',
      'morning',
      'morning',
      '',
      'noon',
    ]);
  });

  test('stay bounded: what was bought least often and longest ago goes first', () => {
    const many = Array.from({ length: 31 }, (_, i) => [`p${i}`, 'noon', 10 + i] as const);
    const habits = bought(['old', 'noon', 1], ['old', 'noon', 2], ...many, ['new', 'noon', 50]);
    expect(habits.bought).toHaveLength(32);
    const products = usualProducts(habits);
    expect(products).toContain('old');
    expect(products).toContain('new');
    expect(products).not.toContain('p0');
  });
});

describe('points', () => {
  const settings = loyaltyOf({ tierMonths: 3, pointMonths: 2 });

  test('earned, spent and expired stay apart: a tier counts what was earned', () => {
    const purse = newAccount();
    earn(purse, 600, 10, settings);
    expect(spend(purse, 550)).toBe(true);
    expect([pointsLeft(purse), pointsForTier(purse, 10, settings)]).toEqual([50, 600]);
  });

  test('are not spent twice, and never more than there are', () => {
    const purse = newAccount();
    earn(purse, 100, 10, settings);
    expect([spend(purse, 60), spend(purse, 60), pointsLeft(purse)]).toEqual([true, false, 40]);
  });

  test('that are taken back come off what is left and no further', () => {
    const purse = newAccount();
    earn(purse, 100, 10, settings);
    spend(purse, 80);
    expect([earn(purse, -50, 10, settings), pointsLeft(purse), purse.earned]).toEqual([-20, 0, 80]);
  });

  test('expire at the end of the months that they are good for, the oldest spent first', () => {
    const purse = newAccount();
    earn(purse, 100, 10, settings);
    earn(purse, 70, 11, settings);
    spend(purse, 40);
    expect([11, 12, 13, 13, 14, 15].map((month) => expire(purse, month, settings))).toEqual([0, 0, 60, 0, 70, 0]);
    expect([purse.earned, purse.spent, purse.expired, pointsLeft(purse)]).toEqual([170, 40, 130, 0]);
  });

  test('count for a tier as long as its months go', () => {
    const purse = newAccount();
    earn(purse, 100, 10, settings);
    earn(purse, 30, 12, settings);
    expect([9, 10, 12, 13, 15].map((month) => pointsForTier(purse, month, settings))).toEqual([0, 100, 130, 30, 0]);
  });

  test('keep their sum whatever happens, and are never negative', () => {
    const deed = fc.oneof(
      fc.record({ points: fc.integer({ min: -500, max: 500 }), months: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ spent: fc.integer({ min: 0, max: 400 }) }),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const purse = newAccount();
        let month = 24_000;
        for (const one of deeds) {
          if ('spent' in one) spend(purse, one.spent);
          else {
            month += one.months;
            expire(purse, month, settings);
            earn(purse, one.points, month, settings);
          }
          expect(pointsLeft(purse)).toBeGreaterThanOrEqual(0);
          expect(purse.months.length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});

describe('the tier', () => {
  const { tiers } = loyaltyOf({ tierPoints: { silver: 500, gold: 2_000 } });
  test.each([
    [null, 0, ''],
    [null, 499, ''],
    [null, 500, 'silver'],
    ['basic', 0, 'basic'],
    ['gold', 500, 'gold'],
    ['basic', 2_000, 'gold'],
    ['founder', 0, 'founder'],
    ['founder', 700, 'silver'],
  ])('given %s by hand, with %i points, is "%s"', (told, points, tier) => expect(tierOf(told, points, tiers)).toBe(tier));
});

describe('the accounts', () => {
  test('forget the stranger unseen for longest, and nobody whom somebody told of', () => {
    const accounts = createAccounts(100);
    accounts.tell(visitor('member'));
    for (let i = 0; i < 1_000; i++) accounts.seen(visitor(`s${i}`));
    accounts.seen(visitor('s0'));
    accounts.seen(visitor('one-more'));
    expect(
      [accounts.of(visitor('s0')), accounts.of(visitor('s1')), accounts.of(visitor('member'))].map((account) => account !== null),
    ).toEqual([true, false, true]);
    expect([accounts.size, accounts.forgotten]).toEqual([1_001, 1]);
  });

  test('have room for so many told ones and refuse the next; one that is known is told in its place', () => {
    const accounts = createAccounts(2);
    accounts.seen(visitor('anna')).visits = 3;
    expect(accounts.tell(visitor('anna'))?.visits).toBe(3);
    accounts.tell(visitor('ben'));
    expect(accounts.tell(visitor('cleo'))).toBeNull();
    expect(accounts.tell(visitor('ben'))).not.toBeNull();
    accounts.erase(visitor('ben'));
    expect(accounts.tell(visitor('cleo'))).not.toBeNull();
  });
});
