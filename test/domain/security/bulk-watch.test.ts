import { describe, expect, test } from 'vitest';
import type { Fact, ItemFact } from '../../../gateway/domain/events.ts';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { createAlarms } from '../../../gateway/domain/security/alarms.ts';
import { createBulkWatch } from '../../../gateway/domain/security/bulk-watch.ts';
import { createStaffPass } from '../../../gateway/domain/security/staff-pass.ts';
import { probability } from '../../../gateway/domain/units.ts';
import { at, card, epc, section, shopOf, visitor, zone } from '../support.ts';

const fact = (type: ItemFact['type'], second: number, confidence = 0.9): ItemFact => ({
  type,
  at: at(second),
  epc: epc(second),
  gtin: null,
  zone: zone('wall'),
  from: null,
  section: section('wall-1'),
  visit: null,
  confidence: probability(confidence),
  why: [],
});

const watched = () => {
  const said: Fact[] = [];
  const plan = createFloorPlan(shopOf({ staff: { tags: new Set(), cards: new Set([visitor('clerk')]) } }));
  const staff = createStaffPass(plan);
  const bulks = createBulkWatch(
    plan,
    createAlarms((f) => said.push(f)),
    staff,
  );
  bulks.tick(at(0));
  return { bulks, staff, told: () => said.map((f) => (f.type === 'alert.raised' ? f.about : f.type)) };
};
const pick = ({ bulks }: ReturnType<typeof watched>, from: number, confidence?: number, every = 1) => {
  for (let i = 0; i < 5; i++) bulks.picked(fact('item.picked', from + i * every, confidence));
};

describe('many items taken from one section', () => {
  test.each([
    { given: 'within seconds', confidence: 0.9, every: 1, told: ['bulk'] },
    { given: 'one after the other', confidence: 0.9, every: 4, told: [] },
    { given: 'as far as anybody can tell', confidence: 0.3, every: 1, told: [] },
  ])('$given: $told', ({ confidence, every, told }) => {
    const shop = watched();
    pick(shop, 1_000, confidence, every);
    expect(shop.told()).toEqual(told);
  });

  test('by staff that was seen there are none', () => {
    const shop = watched();
    const seen = card(990, 'wall-card', 'clerk');
    if (seen.kind === 'card') shop.staff.card?.(seen);
    pick(shop, 1_000);
    expect(shop.told()).toEqual([]);
  });

  test('are none while it is being filled, which is said and ends', () => {
    const shop = watched();
    for (let i = 0; i < 5; i++) shop.bulks.filled(fact('item.put', 1_000 + i));
    pick(shop, 1_010);
    expect(shop.told()).toEqual(['bulk-muted']);
    shop.bulks.tick(at(1_700));
    expect(shop.told()).toEqual(['bulk-muted', 'alert.cleared']);
    pick(shop, 1_710);
    expect(shop.told()).toEqual(['bulk-muted', 'alert.cleared', 'bulk']);
  });

  test('arrive all at once when the gateway begins, which fills nothing', () => {
    const shop = watched();
    for (let i = 0; i < 5; i++) shop.bulks.filled(fact('item.arrived', 10 + i));
    expect(shop.told()).toEqual([]);
  });
});
