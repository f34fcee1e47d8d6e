import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../gateway/domain/events.ts';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { asId, type Sku } from '../../../gateway/domain/ids.ts';
import { createRecommender } from '../../../gateway/domain/recommend/recommender.ts';
import type { Product, Shop } from '../../../gateway/domain/shop.ts';
import { instant } from '../../../gateway/domain/units.ts';
import { at, epc, gtin, OPENING, section, shopOf, zone } from '../support.ts';

const DAY = 86_400_000;
const base = shopOf();
const [shirt] = [...base.products.values()] as [Product, ...Product[]];
/** Shirt, scarf, belt and cap; belt and cap stand on the table. */
const shop: Shop = {
  ...base,
  products: new Map([
    ...base.products,
    [gtin(3), { ...shirt, gtin: gtin(3), sku: asId<Sku>('belt') }],
    [gtin(4), { ...shirt, gtin: gtin(4), sku: asId<Sku>('cap') }],
  ]),
  shelves: [
    ...base.shelves,
    {
      id: asId('rack'),
      zone: zone('table'),
      sections: [
        {
          id: section('rack-1'),
          scale: null,
          planogram: [
            { sku: asId<Sku>('belt'), facings: 4, minimum: 1 },
            { sku: asId<Sku>('cap'), facings: 4, minimum: 1 },
          ],
        },
      ],
    },
  ],
};

function open() {
  const said: Fact[] = [];
  const out = new Set<string>();
  const recommender = createRecommender({ plan: createFloorPlan(shop), emit: (fact) => said.push(fact), isOut: (sku) => out.has(sku) });
  let sales = 0;
  const sell = (products: readonly number[]) => {
    const lines = products.map((n) => ({ epc: null, gtin: gtin(n), quantity: 1, amount: shirt.price }));
    recommender.heard?.({
      type: 'sale.recorded',
      ...{ at: instant(OPENING), sale: asId(`r${++sales}`), visit: null, visitor: null, total: shirt.price, lines },
    });
  };
  const ask = (items: readonly string[] = [], usual: readonly string[] = []) => recommender.at({ items, usual });
  const tick = (when: number) => recommender.on.tick?.({ kind: 'tick', receivedAt: instant(when) });
  return { recommender, said, out, sell, ask, tick };
}

describe('a recommendation', () => {
  test('is what is bought together, but nothing that is out or in hand', () => {
    const { sell, ask, out } = open();
    for (let i = 0; i < 20; i++) {
      sell([1, 2]);
      sell([3]);
      sell([4]);
      if (i % 2 === 0) sell([1, 3]);
    }
    expect(ask().boughtTogether('shirt')).toBe('scarf');
    expect(ask(['scarf']).boughtTogether('shirt')).toBe('');
    out.add('scarf');
    expect(ask().boughtTogether('shirt')).toBe('');
    expect(ask().boughtTogether('never sold')).toBe('');
  });

  test('of a basket is what all of it speaks for together', () => {
    const { sell, ask } = open();
    for (let i = 0; i < 20; i++) {
      sell([1, 2, 3]);
      sell([1, 4]);
      sell([2]);
      sell([3]);
    }
    for (let i = 0; i < 60; i++) sell([4]);
    expect(ask(['shirt', 'scarf']).nextItem(['shirt', 'scarf'])).toBe('belt');
    expect(ask(['belt', 'scarf']).nextItem(['belt', 'scarf'])).toBe('shirt');
    expect(ask().nextItem([])).toBe('');
  });

  test('of a zone is what sells best of what is at home there; picks count a little', () => {
    const { recommender, sell, ask } = open();
    const pick = (product: number) =>
      recommender.heard?.({
        ...{ type: 'item.picked', at: at(1), epc: epc(1, product), gtin: gtin(product), zone: zone('table'), from: null, section: null },
        ...{ visit: null, confidence: 1 as never, why: [] },
      });
    for (let i = 0; i < 5; i++) pick(4);
    expect(ask().popular('table')).toBe('cap');
    sell([3]);
    sell([1]);
    expect(ask().popular('table')).toBe('belt');
    expect(ask().popular('wall')).toBe('shirt');
    expect(ask().popular('door')).toBe('');
  });

  test('of a member is what they usually buy at this time of the day, but nothing that is out or in hand', () => {
    const { ask, out } = open();
    const usual = ['scarf', 'shirt'];
    expect([ask([], usual).usual(), ask(['scarf'], usual).usual(), ask().usual()]).toEqual(['scarf', 'shirt', '']);
    expect([ask([], usual).boughtBefore('shirt'), ask([], usual).boughtBefore('belt'), ask().boughtBefore('shirt')]).toEqual([
      true,
      false,
      false,
    ]);
    out.add('scarf');
    expect(ask([], usual).usual()).toBe('shirt');
  });

  test('is told as rules each night', () => {
    const { sell, said, tick } = open();
    tick(OPENING);
    for (let i = 0; i < 10; i++) sell([1, 2]);
    for (let i = 0; i < 30; i++) sell([3]);
    tick(OPENING + 60_000);
    expect(said).toEqual([]);
    tick(OPENING + DAY);
    expect(said).toMatchObject([
      {
        type: 'associations.measured',
        day: '2026-03-02',
        rules: [
          { a: 'scarf', b: 'shirt', support: 0.25, confidence: 1, lift: 4 },
          { a: 'shirt', b: 'scarf' },
        ],
      },
    ]);
  });
});
