import type { Layout } from '../layout/layout.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import type { Item } from '../shop/people.ts';
import type { Field } from './field.ts';

/** A tag too weak by more than this, dB, is never worth a try: fading does not lift it that far. */
const HOPELESS = 5;

/** Goods that lie still, by the antennas that can hear them. Link budgets are computed once per place, not per read. */
export interface Resting {
  add(item: Item): void;
  remove(item: Item): void;
  /** Items that an antenna may hear. */
  heardBy(antenna: number): readonly Item[];
  /** One-way loss at rest, dB. */
  loss(item: Item, antenna: number): number;
}

export function createResting(layout: Layout, preset: RadioPreset, field: Field): Resting {
  const lists: Item[][] = layout.antennas.map(() => []);
  const losses = new Map<Item, Float32Array>();
  const reachOf = preset.marginAtOneMetre + HOPELESS;
  const drop = (item: Item): void => {
    const known = losses.get(item);
    if (!known) return;
    losses.delete(item);
    for (const [index, list] of lists.entries()) {
      if ((known[index] ?? Infinity) > reachOf) continue;
      const at = list.indexOf(item);
      const last = list.pop();
      if (last !== undefined && at < list.length) list[at] = last;
    }
  };
  return {
    add(item) {
      drop(item);
      const at = item.at;
      if (at === null || field.isDead(item)) return;
      const known = Float32Array.from(layout.antennas, (antenna) => field.pathLoss(item, antenna, at) + field.restShadow(item, antenna));
      losses.set(item, known);
      for (const [index, list] of lists.entries()) if ((known[index] ?? Infinity) <= reachOf) list.push(item);
    },
    remove: drop,
    heardBy: (antenna) => lists[antenna] ?? [],
    loss: (item, antenna) => losses.get(item)?.[antenna] ?? Infinity,
  };
}
