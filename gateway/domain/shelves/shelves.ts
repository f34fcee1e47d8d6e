import type { Capability, Emit } from '../capability.ts';
import type { Fact, ItemFact, StockState } from '../events.ts';
import type { FloorPlan, SectionPlace } from '../floor-plan.ts';
import type { Epc, SectionId, Sku, ZoneId } from '../ids.ts';
import type { Weighed } from '../readings.ts';
import type { Facing } from '../shop.ts';
import { type Grams, grams, type Instant } from '../units.ts';
import { reconcile, stockState } from './stock-state.ts';

/** A count must stand this long before it is said: something looked at for some seconds is not gone. */
const HOLD_MS = 25_000;
/** At rest on another shelf for this long: misplaced. */
const MISPLACED_MS = 120_000;
/** After the first input the shop's items need this long to arrive before an empty place means anything. */
const WARM_UP_MS = 180_000;

/** One product's place on a section, and what was last said of it. */
interface Place {
  readonly section: SectionPlace;
  readonly facing: Facing;
  readonly items: Set<Epc>;
  said: { onShelf: number; misplaced: number; state: StockState } | null;
  /** Since when the present count differs from what was said; null while it does not. */
  differsSince: number | null;
}

interface Stray {
  readonly key: string;
  readonly since: number;
}

interface State {
  readonly began: number | null;
  readonly places: readonly (readonly [string, { items: readonly Epc[]; said: Place['said']; differsSince: number | null }])[];
  readonly strays: readonly (readonly [Epc, Stray])[];
  readonly weights: readonly (readonly [SectionId, Grams])[];
  readonly dirty: readonly string[];
}

export interface Shelves extends Capability {
  /** True when the SKU has places in the plan and all of them are said to be out. */
  isOut(sku: string): boolean;
}

const keyOf = (section: SectionId, sku: Sku): string => `${section}|${sku}`;

const layOut = (plan: FloorPlan, saved: State): Map<string, Place> => {
  const before = new Map(saved.places);
  const places = new Map<string, Place>();
  for (const section of plan.sections.values()) {
    for (const facing of section.planogram) {
      const key = keyOf(section.id, facing.sku);
      const known = before.get(key);
      places.set(key, {
        section,
        facing,
        items: new Set(known?.items),
        said: known?.said ?? null,
        differsSince: known?.differsSince ?? null,
      });
    }
  }
  return places;
};

/** What stands on the shelves, against the plan. */
export const createShelves = (plan: FloorPlan, emit: Emit, saved?: unknown): Shelves => {
  const before = (saved as State | undefined) ?? { began: null, places: [], strays: [], weights: [], dirty: [] }; // Written by save().
  const places = layOut(plan, before);
  const strays = new Map(before.strays);
  const weights = new Map(before.weights);
  const dirty = new Set(before.dirty);
  const placeOf = new Map<Epc, string>();
  for (const [key, place] of places) for (const epc of place.items) placeOf.set(epc, key);
  let began = before.began;

  /** The place that wants this item: its home of the last stock count, else the first place of its SKU, near `zone` if any is. */
  const wantedAt = (fact: ItemFact): string | null => {
    const sku = plan.sku(fact.gtin);
    if (sku === null) return null;
    const home = plan.shop.home.get(fact.epc);
    if (home !== undefined && places.has(keyOf(home, sku))) return keyOf(home, sku);
    let first: string | null = null;
    for (const [key, place] of places) {
      if (place.facing.sku !== sku) continue;
      if (place.section.zone === fact.zone) return key;
      first ??= key;
    }
    return first;
  };

  const take = (epc: Epc) => {
    const key = placeOf.get(epc);
    if (key !== undefined) {
      placeOf.delete(epc);
      places.get(key)?.items.delete(epc);
      dirty.add(key);
    }
    const stray = strays.get(epc);
    if (stray !== undefined) {
      strays.delete(epc);
      dirty.add(stray.key);
    }
  };

  const isShelf = (zone: ZoneId | null) => zone !== null && plan.zones.get(zone)?.kind === 'shelf';

  const arrive = (fact: ItemFact) => {
    take(fact.epc);
    const key = wantedAt(fact);
    const place = key === null ? undefined : places.get(key);
    if (key === null || place === undefined) return;
    if (place.section.zone === fact.zone) {
      place.items.add(fact.epc);
      placeOf.set(fact.epc, key);
      dirty.add(key);
    } else if (isShelf(fact.zone)) {
      strays.set(fact.epc, { key, since: fact.at });
      dirty.add(key);
    }
  };

  const misplacedOf = (key: string, now: number): number => {
    let count = 0;
    for (const stray of strays.values()) if (stray.key === key && now - stray.since >= MISPLACED_MS) count++;
    return count;
  };

  const countOf = (place: Place): number => {
    if (!place.section.hasScale || place.section.planogram.length !== 1) return place.items.size;
    let itemGrams: number | null = null;
    for (const product of plan.shop.products.values()) if (product.sku === place.facing.sku) itemGrams = product.weight;
    return reconcile(place.items.size, weights.get(place.section.id) ?? null, itemGrams);
  };

  /** Says what has stood long enough. Returns true while the place must be looked at again. */
  const review = (key: string, place: Place, now: Instant): boolean => {
    const onShelf = countOf(place);
    const misplaced = misplacedOf(key, now);
    const { said } = place;
    const waiting = [...strays.values()].some((stray) => stray.key === key && now - stray.since < MISPLACED_MS);
    if (said !== null && said.onShelf === onShelf && said.misplaced === misplaced) {
      place.differsSince = null;
      return waiting;
    }
    place.differsSince ??= now;
    if (now - place.differsSince < HOLD_MS || (said === null && onShelf === 0 && now - (began ?? now) < WARM_UP_MS)) return true;
    const state = stockState(onShelf, place.facing);
    place.said = { onShelf, misplaced, state };
    place.differsSince = null;
    const { id: section, shelf } = place.section;
    const { sku, facings } = place.facing;
    emit({ type: 'shelf.changed', at: now, shelf, section, sku, onShelf, misplaced, facings, state, weight: weights.get(section) ?? null });
    return waiting;
  };

  const tick = (now: Instant) => {
    if (began === null) {
      began = now;
      for (const key of places.keys()) dirty.add(key);
    }
    for (const key of [...dirty]) {
      const place = places.get(key);
      if (place === undefined || !review(key, place, now)) dirty.delete(key);
    }
  };

  const weigh = (reading: Weighed) => {
    const section = plan.scale(reading.device, reading.channel);
    if (section === null || !reading.stable) return;
    weights.set(section.id, grams(reading.grams));
    for (const facing of section.planogram) dirty.add(keyOf(section.id, facing.sku));
  };

  const heard = (fact: Fact) => {
    switch (fact.type) {
      case 'item.arrived':
      case 'item.returned':
      case 'item.put':
        arrive(fact);
        break;
      case 'item.moved':
        // On its way in, an item counts where it was heard last; on its way out it counts nowhere.
        if (fact.visit === null && isShelf(fact.zone)) arrive(fact);
        else take(fact.epc);
        break;
      case 'item.picked':
      case 'item.departed':
      case 'item.exited':
        take(fact.epc);
        break;
      default:
    }
  };

  return {
    on: { weight: weigh, tick: ({ receivedAt }) => tick(receivedAt) },
    heard,
    isOut: (sku) => {
      const own = [...places.values()].filter((place) => place.facing.sku === sku);
      return own.length > 0 && own.every((place) => place.said?.state === 'out');
    },
    sizes: () => ({ misplacedItems: strays.size }),
    save: (): State => ({
      began,
      places: [...places].map(([key, { items, said, differsSince }]) => [key, { items: [...items], said, differsSince }] as const),
      strays: [...strays],
      weights: [...weights],
      dirty: [...dirty],
    }),
  };
};
