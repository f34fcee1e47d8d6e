import { describe, expect, test } from 'vitest';
import { createTripLaw } from '../../../gateway/domain/custody/trip-law.ts';
import { createZoneLaw } from '../../../gateway/domain/custody/zone-law.ts';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { at, shopOf, zone } from '../support.ts';
import { exitAt, tripOf } from './trips.ts';

describe('what company in a zone is worth', () => {
  const plan = createFloorPlan(shopOf());
  test('begins as if cards were spread evenly and read four times in five', () => {
    const law = createZoneLaw(plan);
    expect(law.together(zone('wall'))).toBeCloseTo(Math.log(0.8 / 0.2));
    expect(law.apart(zone('wall'))).toBeCloseTo(Math.log(0.2 / 0.8));
  });
  test('is less where everybody goes, and more where few do', () => {
    const law = createZoneLaw(plan);
    for (let i = 0; i < 300; i++) law.cameInto(zone(i % 3 === 0 ? 'table' : 'wall'));
    expect(law.together(zone('wall'))).toBeLessThan(0.5);
    expect(law.together(zone('till'))).toBeGreaterThan(2);
  });
  test('is less in a shop whose receipts show cards far from their goods', () => {
    const law = createZoneLaw(plan);
    const before = law.apart(zone('wall'));
    for (let i = 0; i < 200; i++) law.learn(zone('wall'), i % 2 === 0);
    expect(law.together(zone('wall'))).toBeLessThan(Math.log(0.8 / 0.2));
    expect(law.apart(zone('wall'))).toBeGreaterThan(before);
  });
  test('never speaks for whom it should speak against, and goes on after a restart', () => {
    const law = createZoneLaw(plan);
    for (let i = 0; i < 5_000; i++) law.cameInto(zone('wall'));
    for (let i = 0; i < 5_000; i++) law.learn(zone('wall'), false);
    expect(law.together(zone('wall'))).toBeGreaterThanOrEqual(0);
    expect(law.apart(zone('wall'))).toBeLessThanOrEqual(0);
    const again = createZoneLaw(plan, JSON.parse(JSON.stringify(law.save())));
    expect(again.save()).toEqual(law.save());
    expect(again.apart(zone('wall'))).toBe(law.apart(zone('wall')));
  });
});

describe('whether a trip is real', () => {
  const still = (surely = 0.9) => tripOf(1, [['wall', 0, 10]], { surely });
  const back = (second: number, surely = 0.9, home = true) =>
    tripOf(1, [['wall', 0, 10]], { surely, end: { at: at(second), how: 'put', zone: zone('wall'), home, surely: 0.9 } });
  test('is believed until the shop has shown otherwise, and less when the tags doubted the pick', () => {
    expect(createTripLaw().real(still())).toBeCloseTo(0.85);
    expect(createTripLaw().real(still(0.55))).toBeCloseTo(0.7);
  });
  test('is doubted of what is back at home, the more the longer it was away', () => {
    const law = createTripLaw();
    expect(law.real(back(90))).toBeLessThan(law.real(back(20)));
    expect(law.real(back(20))).toBeLessThan(law.real(still()));
    expect(law.real(back(90, 0.9, false))).toBe(law.real(still()));
  });
  test('is doubted where far more is laid back than ever leaves', () => {
    const law = createTripLaw();
    for (let i = 0; i < 200; i++) law.ended(back(20), false, 0.9);
    for (let i = 0; i < 5; i++) law.ended(still(), true, 1);
    expect(law.real(back(20))).toBeLessThan(0.1);
    expect(law.real(still())).toBeLessThan(0.15);
    expect(law.real(still(0.55))).toBeCloseTo(0.7);
  });
  test('is believed where about as much is laid back as leaves', () => {
    const law = createTripLaw();
    for (let i = 0; i < 40; i++) law.ended(back(20), false, 0.9);
    for (let i = 0; i < 60; i++) law.ended(still(), true, 1);
    expect(law.real(back(20))).toBeGreaterThan(0.85);
  });
  test('is judged apart for items that were heard in several zones', () => {
    const law = createTripLaw();
    for (let i = 0; i < 200; i++) law.ended(back(20), false, 0.9);
    expect(law.real(tripOf(1, [['wall', 0, 10], ['till', 20, 30]]))).toBeCloseTo(0.85); // biome-ignore format: a row per item
  });
  test('is as sure as its exit, and sure when it was paid', () => {
    expect(createTripLaw().real(tripOf(1, [['wall', 0, 10]], exitAt(20)))).toBe(0.95);
  });
  test('is known after a restart, and old trips are forgotten', () => {
    const law = createTripLaw();
    for (let i = 0; i < 5_000; i++) law.ended(back(20), false, 0.9);
    const again = createTripLaw(JSON.parse(JSON.stringify(law.save())));
    expect(again.real(still())).toBe(law.real(still()));
    for (let i = 0; i < 1_000; i++) again.ended(still(), true, 1);
    expect(again.real(still())).toBeGreaterThan(0.5);
  });
});
