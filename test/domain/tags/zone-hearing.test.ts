import { describe, expect, test } from 'vitest';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { createZoneHearing } from '../../../gateway/domain/tags/zone-hearing.ts';
import { shopOf } from '../support.ts';

const plan = createFloorPlan(shopOf());
const antenna = (key: string) => plan.antennas.findIndex((place) => place.key === key);
const zone = (name: string) => plan.shop.zones.findIndex(({ id }) => id === name);
const [wall, table, cabin] = [antenna('walls#1'), antenna('tables#1'), antenna('cabins#1')];

/** The zone that explains a read best, as goods at rest there would sound. */
const heardIn = (hearing: ReturnType<typeof createZoneHearing>, index: number, rssi: number | null) =>
  plan.shop.zones.map(({ id }, i) => ({ id, nats: hearing.likelihood(index, i, rssi, 0, 3) })).reduce((a, b) => (b.nats > a.nats ? b : a))
    .id;

describe('what antennas hear of goods in a zone', () => {
  test('is, before anything was heard, that its own antennas hear them best', () => {
    const hearing = createZoneHearing(plan);
    expect(heardIn(hearing, wall, -60)).toBe('wall');
    expect(heardIn(hearing, table, -60)).toBe('table');
    expect(heardIn(hearing, cabin, null)).toBe('cabin');
  });

  test('is learned: a ceiling antenna that hears the next zone as well names it by the level', () => {
    const hearing = createZoneHearing(plan);
    for (let i = 0; i < 400; i++) {
      hearing.learn(table, zone('wall'), -70 + (i % 3) - 1);
      hearing.learn(wall, zone('wall'), -55 + (i % 3) - 1);
      hearing.learn(table, zone('table'), -56 + (i % 3) - 1);
    }
    expect(heardIn(hearing, table, -70)).toBe('wall');
    expect(heardIn(hearing, table, -56)).toBe('table');
  });

  test('tells how loud goods usually are: no antenna is believed to hear them fainter than the shop does', () => {
    const hearing = createZoneHearing(plan);
    for (let i = 0; i < 4_000; i++) hearing.learn(wall, zone('wall'), -42);
    for (let i = 0; i < 4_000; i++) hearing.learn(table, zone('table'), -75);
    expect(hearing.usualLevel(wall)).toBeGreaterThan(-45);
    expect(hearing.usualLevel(table)).toBe(hearing.usualLevel(cabin));
    expect(hearing.usualLevel(table)).toBeGreaterThan(-75);
  });

  test('does not mind a reader that is 10 dB hotter than the others', () => {
    const hearing = createZoneHearing(plan);
    for (let i = 0; i < 400; i++) {
      hearing.learn(table, zone('wall'), -58 + (i % 3) - 1);
      hearing.learn(wall, zone('wall'), -60 + (i % 3) - 1);
      hearing.learn(table, zone('table'), -44 + (i % 3) - 1);
    }
    expect(heardIn(hearing, table, -58)).toBe('wall');
    expect(hearing.ownLevel(table)).toBeGreaterThan(hearing.ownLevel(wall) + 8);
  });

  test('works without levels, by how often each antenna hears the zone', () => {
    const hearing = createZoneHearing(plan);
    for (let i = 0; i < 400; i++) {
      hearing.learn(i % 4 === 0 ? wall : table, zone('wall'), null);
      hearing.learn(i % 10 === 0 ? wall : table, zone('table'), null);
    }
    expect(heardIn(hearing, wall, null)).toBe('wall');
  });

  test('is kept over a restart, and nowhere teaches nothing', () => {
    const hearing = createZoneHearing(plan);
    hearing.learn(table, -1, -60);
    expect(hearing.save()).toEqual(createZoneHearing(plan).save());
    for (let i = 0; i < 50; i++) hearing.learn(table, zone('wall'), -60 - (i % 7));
    const again = createZoneHearing(plan, JSON.parse(JSON.stringify(hearing.save())));
    expect(again.save()).toEqual(hearing.save());
    expect(again.likelihood(table, zone('wall'), -62, 0, 3)).toBe(hearing.likelihood(table, zone('wall'), -62, 0, 3));
  });
});
