import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../gateway/config/condition.ts';
import type { OfferContext } from '../../gateway/domain/offers/offer.ts';

const CONTEXT: OfferContext = {
  visit: { id: 'v1', party: 2, seconds: 75.4, zone: 'tea', items: ['T1', 'T2'], compared: ['T1', 'T2'] },
  item: { sku: 'T1', gtin: '04006381333931', category: 'tea', priceMinor: 1_200 },
  shelf: { id: 'wall', section: 'tea-a', sku: 'T1', onShelf: 2, facings: 6 },
  visitor: {
    known: true,
    tier: 'gold',
    visits: 4,
    daysSinceVisit: 21,
    receipts: 3,
    points: 120,
    balanceMinor: 50_000,
    stage: 'expanding',
    dayPart: 'morning',
    bought: ['T1', 'C2'],
    boughtThisDayPart: ['T1'],
    categories: ['tea', 'coffee'],
    consents: ['profiling'],
  },
  store: { id: 'demo', occupancy: 7 },
  climate: { temperatureC: 28.5, humidityPct: 60, illuminanceLux: Number.NaN, doorOpen: false },
  now: { hour: 9, minute: 30, weekday: 6, dayPart: 'morning', date: '2026-11-21' },
  recommend: {
    boughtTogether: (sku) => (sku === 'T1' ? 'MUG' : ''),
    nextItem: (skus) => (skus.length > 1 ? 'POT' : ''),
    popular: (zone) => (zone === 'tea' ? 'T2' : ''),
    usual: () => 'T9',
    boughtBefore: (sku) => sku === 'T1',
    confidence: () => 0.25,
    lift: (a, b) => (a === 'T1' && b === 'MUG' ? 3 : 1),
  },
};

function evaluate(when: string, context: OfferContext = CONTEXT) {
  const compiled = compileCondition(when);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.condition.evaluate(context);
}

describe('an offer condition', () => {
  it.each([
    ['true', true],
    ['item.category == "tea" && item.priceMinor >= 1000', true],
    ['item.category in ["coffee", "tea"]', true],
    ['shelf.onShelf * 2 < shelf.facings', true],
    ['shelf.onShelf > shelf.facings', false],
    ['visitor.known && visitor.tier == "gold" && visitor.visits > 3', true],
    ['visitor.daysSinceVisit > 14 && visitor.stage == "expanding" && visitor.points >= 100', true],
    ['item.sku in visitor.boughtThisDayPart && visitor.categories[0] == "tea"', true],
    ['visitor.dayPart == now.dayPart && visitor.bought.size() == 2 && visitor.receipts < visitor.visits', true],
    ['"sharing" in visitor.consents || visitor.balanceMinor < 50000', false],
    ['now.dayPart == "morning" || now.weekday > 5', true],
    ['visit.items.size() == 2 && visit.items.exists(i, i.startsWith("T"))', true],
    ['visit.seconds == 75', true],
    ['visit.party > 2', false],
    ['store.occupancy < 10 && now.date > "2026-01-01"', true],
    ['item.priceMinor > 11.5', true],
    ['climate.temperatureC > 28 && !climate.doorOpen', true],
    ['climate.illuminanceLux > 0.0 || climate.illuminanceLux <= 0.0', false],
    ['visit.compared.size() == 2', true],
    ['recommend.boughtTogether(item) == "MUG"', true],
    ['recommend.boughtTogether("T3") != ""', false],
    ['recommend.nextItem(visit) == "POT"', true],
    ['recommend.popular(visit.zone) == "T2"', true],
    ['recommend.usual(visitor) == "T9" && recommend.boughtBefore(visitor, item)', true],
    ['recommend.boughtBefore(visitor, "T2")', false],
    ['recommend.lift(item.sku, recommend.boughtTogether(item)) >= 2.0 && recommend.confidence("T1", "MUG") > 0.2', true],
  ])('%s is %s', (when, holds) => expect(evaluate(when)).toEqual({ ok: true, holds }));

  it('is false, not an error, about an item or a shelf where there is none', () => {
    const context = { ...CONTEXT, item: null, shelf: null };
    expect(evaluate('item.category == "tea"', context)).toEqual({ ok: true, holds: false });
    expect(evaluate('shelf.onShelf > 0', context)).toEqual({ ok: true, holds: false });
  });

  it.each([
    ['10 / (shelf.onShelf - 2) > 1', 'division by zero'],
    ['visit.items[5] == "x"', 'index'],
  ])('that cannot be told says why and does not throw: %s', (when, part) => {
    const result = evaluate(when);
    expect(result.ok ? '' : result.detail.toLowerCase()).toContain(part);
  });

  it.each([
    ['', 0],
    ['item.', 5],
    ['item.name == "x"', 5],
    ['weather == "rain"', 0],
    ['true &&\n  item.priceMinor == "x"', 10],
    ['now.hour', 0],
    ['item == null', 0],
    ['recommend.boughtTogeter(item) == "MUG"', 0],
    ['recommend.usual(item) != ""', 0],
    ['alert.type == "bulk"', 0],
  ])('with a mistake does not compile, and the caret stands under it: %j', (when, column) => {
    const compiled = compileCondition(when);
    if (compiled.ok) throw new Error('it compiled');
    expect(compiled.column).toBe(column);
    const [line = '', caret = ''] = compiled.excerpt.split('\n');
    expect(when.split('\n')).toContain(line);
    expect(caret.trim()).toBe('^');
  });

  it('ends early when it is made to be long', () => {
    expect(compileCondition(`${'('.repeat(60)}true${')'.repeat(60)}`).ok).toBe(false);
    expect(compileCondition(`[${'1,'.repeat(600)}1].size() > 0`).ok).toBe(false);
  });

  it('tells which parts and which texts it asks for', () => {
    const compiled = compileCondition('"tea" == visit.zone || (visitor.tier != "gold" && now.hour > 3)');
    if (!compiled.ok) throw new Error(compiled.message);
    expect([...compiled.condition.parts].sort()).toEqual(['now', 'visit', 'visitor']);
    expect(compiled.condition.compared).toEqual([
      { field: 'visit.zone', text: 'tea', start: 0 },
      { field: 'visitor.tier', text: 'gold', start: 40 },
    ]);
  });

  it.each([
    ['item.category == "tea"', [['item.category', 'tea']]],
    [
      '"tea" == item.category && visit.party > 1 && visit.zone in ["a", "b"]',
      [
        ['item.category', 'tea'],
        ['visit.zone', 'a', 'b'],
      ],
    ],
    ['item.category == "tea" || item.sku == "T1"', []],
    ['!(item.category == "tea")', []],
    ['item.category != "tea"', []],
    ['(item.sku == "T1" || true) && shelf.id == "wall"', [['shelf.id', 'wall']]],
    ['item.sku == recommend.usual(visitor)', []],
  ])('cannot hold without what its conjunction asks: %s', (when, needs) => {
    const compiled = compileCondition(when);
    if (!compiled.ok) throw new Error(compiled.message);
    expect(compiled.condition.needs.map(({ field, texts }) => [field, ...texts])).toEqual(needs);
  });

  it('of a rule may ask for the events of the house, and an interlock for less', () => {
    const context = {
      ...CONTEXT,
      alert: { type: 'bulk', severity: 'major', zone: 'tea', device: '', confidence: 0.9 },
      sale: null,
      button: null,
    };
    const compiled = compileCondition('alert.type == "bulk" && alert.confidence > 0.8 && sale.lines == 0 && button.name == ""', 'rule');
    if (!compiled.ok) throw new Error(compiled.message);
    expect(compiled.condition.evaluate(context)).toEqual({ ok: true, holds: true });
    expect(compileCondition('store.occupancy == 0 || now.hour >= 22', 'interlock').ok).toBe(true);
    expect(compileCondition('visit.party > 1', 'interlock').ok).toBe(false);
  });
});
