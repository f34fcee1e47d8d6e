import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition } from '../../../gateway/config/condition.ts';
import { asId, type OfferId } from '../../../gateway/domain/ids.ts';
import { unknownVisitor } from '../../../gateway/domain/loyalty/visitor-view.ts';
import type { Offer, OfferContext } from '../../../gateway/domain/offers/offer.ts';
import { createOfferIndex } from '../../../gateway/domain/offers/offer-index.ts';
import { seconds } from '../../../gateway/domain/units.ts';
import { offerOf } from '../support.ts';
import { contextWith } from './support.ts';

const CONDITIONS = [
  'true',
  'item.category == "tea"',
  'item.sku in ["a", "b"] && visit.party > 1',
  'visit.zone == "wall" || item.sku == "a"',
  'visit.zone == "wall" && now.dayPart == "noon"',
  'visitor.tier == "gold"',
  'shelf.section == "s1" && shelf.onShelf < 3',
  '!(item.category == "tea")',
  '"b" == item.sku && item.category == "tea"',
];

const offer = fc
  .record({
    on: fc.constantFrom('item.picked', 'zone.dwell', 'time', 'shelf.low' as const),
    when: fc.constantFrom(...CONDITIONS),
    priority: fc.nat(3),
    n: fc.nat(2),
  })
  .map(({ on, when, priority, n }): Omit<Offer, 'id'> => {
    const compiled = compileCondition(when);
    if (!compiled.ok) throw new Error(compiled.message);
    const { evaluate, needs } = compiled.condition;
    return offerOf({ on, priority, needs, condition: evaluate, dwell: seconds(10 * (n + 1)), minutes: on === 'time' ? [n, 600] : [] });
  });

const context = fc
  .record({
    sku: fc.constantFrom('a', 'b', ''),
    category: fc.constantFrom('tea', 'mugs'),
    zone: fc.constantFrom('wall', 'door'),
    part: fc.constantFrom('noon', ''),
    tier: fc.constantFrom('gold', ''),
    section: fc.constantFrom('s1', 's2'),
    party: fc.integer({ min: 0, max: 3 }),
  })
  .map(
    ({ sku, category, zone, part, tier, section, party }): OfferContext =>
      contextWith({
        visit: { id: 'v', party, seconds: 0, zone, items: [], compared: [] },
        item: sku === '' ? null : { sku, gtin: '', category, priceMinor: 1 },
        shelf: { id: 'shelf', section, sku, onShelf: 1, facings: 2 },
        visitor: { ...unknownVisitor, known: tier !== '', tier },
        now: { hour: 12, minute: 0, weekday: 1, dayPart: part, date: '2026-03-02' },
      }),
  );

const keys = fc.constantFrom('item.picked', 'zone.dwell 10000', 'zone.dwell 30000', 'time 600', 'time 1', 'shelf.low', 'item.put');

test('finds every offer whose condition holds, in the order of priority, and looks at no other event', () => {
  fc.assert(
    fc.property(fc.array(offer, { maxLength: 30 }), context, keys, (made, now, key) => {
      const offers = made.map((one, i): Offer => ({ ...one, id: asId<OfferId>(`o${i}`) }));
      const found = createOfferIndex(offers).candidates(key, now);
      const holds = (one: Offer) => {
        const result = one.condition(now);
        return result.ok && result.holds;
      };
      const [event, particular] = key.split(' ');
      const meant = offers
        .filter(
          (one) =>
            one.on === event &&
            (event !== 'zone.dwell' || one.dwell === Number(particular)) &&
            (event !== 'time' || one.minutes.includes(Number(particular))),
        )
        .toSorted((a, b) => b.priority - a.priority);
      expect(found.filter(holds).map(({ id }) => id)).toEqual(meant.filter(holds).map(({ id }) => id));
      for (const one of found) expect(meant).toContain(one);
    }),
  );
});

test('looks at few of many', () => {
  const offers = Array.from({ length: 500 }, (_, i) => {
    const compiled = compileCondition(`item.category == "c${i % 50}" && visit.party > 0`);
    if (!compiled.ok) throw new Error(compiled.message);
    return offerOf({ id: asId(`o${i}`), needs: compiled.condition.needs });
  });
  const item = { sku: 's', gtin: '', category: 'c7', priceMinor: 1 };
  expect(createOfferIndex(offers).candidates('item.picked', contextWith({ item }))).toHaveLength(10);
});
