import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asId, type Sku } from '../../../gateway/domain/ids.ts';
import { createAssociations } from '../../../gateway/domain/recommend/associations.ts';

const sku = (name: string) => asId<Sku>(name);
const receipts = (...baskets: readonly (readonly [times: number, ...skus: string[]])[]) => {
  const associations = createAssociations();
  for (const [times, ...skus] of baskets) for (let i = 0; i < times; i++) associations.sold(skus.map(sku));
  return associations;
};

describe('what is bought together', () => {
  // 100 receipts: 20 with beans and filter, 10 with beans alone, 10 with a filter alone, 60 with bread; bread is in everybody's basket.
  const shop = receipts([20, 'beans', 'filter', 'bread'], [10, 'beans', 'bread'], [10, 'filter'], [60, 'bread']);

  test('has a support, a confidence and a lift, as in the textbook', () => {
    const rule = shop.rules(10).find(({ a, b }) => a === 'beans' && b === 'filter');
    expect(rule?.support).toBeCloseTo(0.2, 12);
    expect(rule?.confidence).toBeCloseTo(20 / 30, 12);
    // P(filter) = 0.3.
    expect(rule?.lift).toBeCloseTo(20 / 30 / 0.3, 12);
    expect(shop.confidence('filter', 'beans')).toBeCloseTo(20 / 30, 12);
    expect(shop.lift('filter', 'beans')).toBeCloseTo(rule?.lift ?? 0, 12);
  });

  test('is no partner when everybody buys it anyway', () => {
    expect(shop.confidence('beans', 'bread')).toBe(1);
    expect(shop.partners('beans').map((partner) => partner.sku)).toEqual(['filter']);
  });

  test('needs more than chance and more than a few receipts', () => {
    expect(receipts([2, 'a', 'b'], [50, 'c']).partners('a')).toEqual([]);
    expect(
      receipts([3, 'a', 'b'], [50, 'c'])
        .partners('a')
        .map((partner) => partner.sku),
    ).toEqual(['b']);
    // a and b independently in half of the baskets each: lift 1.
    const chance = receipts([25, 'a', 'b'], [25, 'a'], [25, 'b'], [25, 'c']);
    expect(chance.lift('a', 'b')).toBeCloseTo(1, 12);
    expect(chance.partners('a')).toEqual([]);
  });

  test('counts a product once per receipt, and a receipt without products not at all', () => {
    const associations = createAssociations();
    associations.sold([sku('a'), sku('a'), sku('b')]);
    associations.sold([]);
    expect([associations.confidence('a', 'b'), associations.lift('a', 'b')]).toEqual([1, 1]);
  });

  test('fades: after sixty days a receipt counts half, and what nobody buys any more is forgotten', () => {
    const associations = receipts([8, 'old', 'mate'], [100, 'other']);
    for (let day = 0; day < 60; day++) associations.fade();
    for (let i = 0; i < 4; i++) associations.sold([sku('old')]);
    expect(associations.confidence('old', 'mate')).toBeCloseTo(0.5, 6);
    for (let day = 0; day < 600; day++) associations.fade();
    expect(associations.sizes().pairs).toBe(0);
    expect(associations.rules(10)).toEqual([]);
  });

  test('keeps its memory bounded and the frequent pairs, whatever is sold', () => {
    const associations = createAssociations();
    for (let i = 0; i < 400; i++) {
      associations.sold([sku('beans'), sku('filter')]);
      associations.sold(Array.from({ length: 40 }, (_, n) => sku(`p${(i * 17 + n * 31) % 900}`)));
    }
    expect(associations.sizes().pairs).toBeLessThanOrEqual(20_000);
    expect(associations.partners('beans').map((partner) => partner.sku)).toEqual(['filter']);
    expect(associations.confidence('beans', 'filter')).toBe(1);
  });

  test('is the same after a restart, byte for byte', () => {
    const basket = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f').map(sku), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(basket, { maxLength: 60 }), fc.nat(60), (baskets, cut) => {
        const whole = createAssociations();
        let parts = createAssociations();
        for (const [i, skus] of baskets.entries()) {
          whole.sold(skus);
          if (i === cut) parts = createAssociations(JSON.parse(JSON.stringify(parts.save())));
          parts.sold(skus);
          if (i % 7 === 0) for (const each of [whole, parts]) each.fade();
        }
        expect(parts.save()).toEqual(whole.save());
        expect(parts.rules(20)).toEqual(whole.rules(20));
      }),
    );
  });
});
