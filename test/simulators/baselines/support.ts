import { join } from 'node:path';
import { createGoods, type Item } from '../../../simulators/baselines/goods.ts';
import type { CreateLocator } from '../../../simulators/baselines/locator.ts';
import type { AntennaPlace } from '../../../simulators/layout/layout.ts';
import { readLayout } from '../../../simulators/layout/read-layout.ts';

export const layout = readLayout(join(import.meta.dirname, '../../../simulators/shops/demo'));
export const goods = createGoods(layout);

/** Of the demo shop; throws when it has none such, since then nothing would be tested. */
export function antennaIn(zone: string, kind = 'zone'): AntennaPlace {
  const antenna = layout.antennas.find((one) => one.zone === zone && one.kind === kind);
  if (!antenna) throw new Error(`no ${kind} antenna in ${zone}`);
  return antenna;
}

export function itemOf(zone: string, index = 0): Item {
  const item = [...goods.items.values()].filter((one) => one.home === zone)[index];
  if (!item) throw new Error(`no item in ${zone}`);
  return item;
}

/** Zones in which a locator found the item, one for each change. */
export function zonesFound(
  create: CreateLocator,
  reads: readonly (readonly [second: number, zone: string, dbm: number])[],
  until: number,
): string[] {
  const zones: string[] = [];
  const locator = create((_item, { zone }) => {
    if (zones.at(-1) !== zone) zones.push(zone);
  });
  const item = itemOf('tea');
  const queue = [...reads];
  for (let second = 1; second <= until; second++) {
    locator.tick(second * 1_000);
    for (; queue[0] && queue[0][0] < second + 1; queue.shift()) {
      const [at, zone, dbm] = queue[0];
      locator.hear(item, antennaIn(zone), dbm, at * 1_000);
    }
  }
  return zones;
}

/** One read each so many seconds. */
export const readsEvery = (period: number, from: number, to: number, zone: string, dbm: number): (readonly [number, string, number])[] =>
  Array.from({ length: Math.floor((to - from) / period) }, (_, n) => [from + n * period, zone, dbm] as const);
