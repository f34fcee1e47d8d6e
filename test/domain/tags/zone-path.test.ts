import { describe, expect, test } from 'vitest';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { createZonePaths, type SureLeg } from '../../../gateway/domain/tags/zone-path.ts';
import { shopOf } from '../support.ts';

const shop = shopOf();
const ids: readonly string[] = shop.zones.map(({ id }) => id);
const index = (zone: string): number => ids.indexOf(zone);
const told = (legs: readonly SureLeg[]): string[] => legs.map(({ zone, since }) => `${ids[zone]}@${since / 1_000}`);

/** Reads of an item, one a second: the zone that each speaks for, by so many nats over all others. */
const walk = (from: string, reads: readonly (readonly [second: number, zone: string, nats: number])[]) => {
  const paths = createZonePaths(createFloorPlan(shop));
  const path = paths.begin(index(from), 0);
  const sure: string[] = [];
  for (const [second, zone, nats] of reads) {
    const fits = new Float64Array(ids.length);
    fits[index(zone)] = nats;
    paths.heard(path, fits, second * 1_000);
    sure.push(...told(paths.sure(path, second * 1_000)));
  }
  return { paths, path, sure };
};

const seconds = (from: number, until: number, zone: string, nats = 3) =>
  Array.from({ length: until - from }, (_, i) => [from + i, zone, nats] as const);

describe('the way of an item through the zones', () => {
  test('is told zone by zone, dated halfway between the reads that differ', () => {
    const { sure } = walk('wall', [...seconds(1, 20, 'wall'), ...seconds(20, 40, 'table'), ...seconds(40, 60, 'till')]);
    expect(sure).toEqual(['table@19.5', 'till@39.5']);
  });

  test('does not pass a zone that a stray read or two name', () => {
    const { sure } = walk('wall', [...seconds(1, 20, 'wall'), [20, 'cabin', 3], [21, 'cabin', 2], ...seconds(22, 50, 'wall')]);
    expect(sure).toEqual([]);
  });

  test('leaves out what was only passed', () => {
    const { sure } = walk('wall', [...seconds(1, 20, 'wall'), [20, 'table', 9], [21, 'table', 9], ...seconds(22, 40, 'till')]);
    expect(sure).toEqual(['till@21.5']);
  });

  test('waits while two zones are as likely, but not for ever', () => {
    const between = Array.from({ length: 40 }, (_, i) => [20 + i, i % 2 === 0 ? 'table' : 'cabin', 1.2] as const);
    const { sure } = walk('wall', [...seconds(1, 20, 'wall'), ...between.slice(0, 12)]);
    expect(sure).toEqual([]);
    expect(walk('wall', [...seconds(1, 20, 'wall'), ...between]).sure.length).toBeGreaterThan(0);
  });

  test('ends with what is likely by then, when the trip ends', () => {
    const { paths, path, sure } = walk('wall', [...seconds(1, 20, 'wall'), ...seconds(20, 23, 'table', 4)]);
    expect(sure).toEqual([]);
    expect(told(paths.rest(path, 30_000))).toEqual(['table@19.5']);
    expect(paths.rest(path, 10_000)).toEqual([]);
  });

  test('goes on exactly from what was saved', () => {
    const reads = [...seconds(1, 20, 'wall'), ...seconds(20, 40, 'till'), ...seconds(40, 42, 'table')];
    const one = walk('wall', reads);
    const copy = JSON.parse(JSON.stringify(one.path));
    expect(one.sure).toEqual(['till@19.5']);
    for (const second of [42, 43, 44, 45]) {
      const fits = new Float64Array(ids.length);
      fits[index('table')] = 3;
      one.paths.heard(one.path, fits, second * 1_000);
      one.paths.heard(copy, fits, second * 1_000);
      expect(one.paths.sure(copy, second * 1_000)).toEqual(one.paths.sure(one.path, second * 1_000));
    }
  });
});
