import { describe, expect, test } from 'vitest';
import type { Pricing } from '../../../gateway/domain/offers/offer.ts';
import { priceOf } from '../../../gateway/domain/offers/pricing.ts';
import { minorCurrency } from '../../../gateway/domain/units.ts';
import { gtin, shopOf } from '../support.ts';

const shirt = shopOf().products.get(gtin(1)) ?? null;
const at = (hour: number) => ({ hour, minute: 0 });
const ask = (
  pricing: Pricing | null,
  {
    onShelf = 5,
    hour = 12,
    roundTo = 1,
    product = shirt,
  }: { onShelf?: number | null; hour?: number; roundTo?: number; product?: typeof shirt } = {},
) => priceOf({ pricing, roundTo: minorCurrency(roundTo) }, product, onShelf, at(hour));

const step = (from: number, off: number, onShelfMin = 1) => ({ from: from * 60, onShelfMin, off });
const bread: Pricing = { by: 'markdown', steps: [step(18, 0.2), step(20, 0.5, 3), step(21, 0.4, 0)] };

describe('the price by an offer', () => {
  test.each([
    ['none of its own', ask(null), { price: 59_000, was: null }],
    ['a fixed one', ask({ by: 'fixed', price: minorCurrency(49_000) }), { price: 49_000, was: 59_000 }],
    ['a fixed one that is no less', ask({ by: 'fixed', price: minorCurrency(60_000) }), { price: 60_000, was: null }],
    ['a fixed one of no product', ask({ by: 'fixed', price: minorCurrency(9_900) }, { product: null }), { price: 9_900, was: null }],
    ['a share off', ask({ by: 'off', off: 0.3 }), { price: 41_300, was: 59_000 }],
    ['a share off, rounded down', ask({ by: 'off', off: 0.15 }, { roundTo: 100 }), { price: 50_100, was: 59_000 }],
    ['a share off nothing', ask({ by: 'off', off: 0.3 }, { product: null }), { price: null, was: null }],
  ])('%s', (_what, price, expected) => expect(price).toEqual(expected));
});

describe('a markdown', () => {
  test.each([
    ['before its first step', { hour: 17 }, null],
    ['from its first step on', { hour: 18 }, { price: 47_200, was: 59_000 }],
    ['the largest step that is due', { hour: 20 }, { price: 29_500, was: 59_000 }],
    ['not the step for which too little is left', { hour: 20, onShelf: 2 }, { price: 47_200, was: 59_000 }],
    ['when nothing is left', { hour: 20, onShelf: 0 }, null],
    ['when nobody knows what is left: only what asks for nothing', { hour: 22, onShelf: null }, { price: 35_400, was: 59_000 }],
  ])('%s', (_what, given, expected) => expect(ask(bread, given)).toEqual(expected));

  test('of no product is no offer', () => expect(ask(bread, { hour: 22, product: null })).toBeNull());
});
