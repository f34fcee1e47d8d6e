import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../gateway/config/condition.ts';
import type { OfferContext } from '../../gateway/domain/shop.ts';

const CONTEXT: OfferContext = {
  visit: { id: 'v1', party: 2, seconds: 75.4, zone: 'tea', items: ['30352015CC09DD40000C8560'] },
  item: { sku: 'T1', gtin: '04006381333931', category: 'tea', priceMinor: 1_200 },
  shelf: { id: 'wall', section: 'tea-a', sku: 'T1', onShelf: 2, facings: 6 },
  visitor: { known: true, tier: 'gold', visits: 4 },
  store: { id: 'demo', occupancy: 7 },
  now: { hour: 9, minute: 30, weekday: 6, dayPart: 'morning', date: '2026-11-21' },
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
    ['now.dayPart == "morning" || now.weekday > 5', true],
    ['visit.items.size() == 1 && visit.items.exists(i, i.startsWith("3035"))', true],
    ['visit.seconds == 75', true],
    ['visit.party > 2', false],
    ['store.occupancy < 10 && now.date > "2026-01-01"', true],
    ['item.priceMinor > 11.5', true],
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
      { field: 'visit.zone', text: 'tea' },
      { field: 'visitor.tier', text: 'gold' },
    ]);
  });
});
