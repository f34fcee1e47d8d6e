import type { StockState } from '../events.ts';
import type { FloorPlan, SectionPlace } from '../floor-plan.ts';
import type { Epc, Gtin, SectionId, Sku, ZoneId } from '../ids.ts';
import type { Facing } from '../shop.ts';
import type { Tag } from '../tags/tag.ts';

/** One product's place on a section, and what was last said of it. */
export interface Place {
  readonly key: string;
  readonly section: SectionPlace;
  readonly facing: Facing;
  /** Items that rest there or are only doubted; null for one that is not tracked. One that leaves is uncounted before it is forgotten. */
  readonly items: Map<Epc, Tag | null>;
  said: Said | null;
  /** Since when the present count differs from what was said, and since when the place seems empty; null while it does not. */
  differsSince: number | null;
  emptySince: number | null;
}

export interface Said {
  readonly onShelf: number;
  readonly misplaced: number;
  readonly state: StockState;
}

export interface SavedPlace extends Pick<Place, 'said' | 'differsSince' | 'emptySince'> {
  readonly key: string;
  readonly items: readonly Epc[];
}

/** Every planned place, with the questions by which items find theirs. */
export interface Places {
  readonly all: readonly Place[];
  get(key: string): Place | undefined;
  in(section: SectionId): readonly Place[];
  /** The place that wants an item: its home of the last stock count, else the first of its product, near `zone` if any is. */
  wanting(epc: Epc, gtin: Gtin | null, zone: ZoneId | null): Place | null;
  ofSku(sku: string): readonly Place[];
  /** Where an item is counted. */
  of(epc: Epc): Place | null;
  count(epc: Epc, place: Place): void;
  /** Gives the place in which the item was counted. */
  uncount(epc: Epc): Place | null;
  save(): readonly SavedPlace[];
}

const keyOf = (section: SectionId, sku: Sku): string => `${section}|${sku}`;

export const createPlaces = (plan: FloorPlan, find: (epc: Epc) => Tag | null, saved: readonly SavedPlace[] = []): Places => {
  const before = new Map(saved.map((place) => [place.key, place]));
  const all: Place[] = [];
  for (const section of plan.sections.values()) {
    for (const facing of section.planogram) {
      const key = keyOf(section.id, facing.sku);
      const known = before.get(key);
      const { said = null, differsSince = null, emptySince = null } = known ?? {};
      all.push({ key, section, facing, items: new Map(known?.items.map((epc) => [epc, find(epc)])), said, differsSince, emptySince });
    }
  }
  const byKey = new Map(all.map((place) => [place.key, place]));
  const bySection = Map.groupBy(all, (place) => place.section.id);
  const bySku = Map.groupBy(all, (place) => place.facing.sku as string);
  const placeOf = new Map<Epc, Place>();
  for (const place of all) for (const epc of place.items.keys()) placeOf.set(epc, place);
  return {
    all,
    get: (key) => byKey.get(key),
    in: (section) => bySection.get(section) ?? [],
    ofSku: (sku) => bySku.get(sku) ?? [],
    wanting: (epc, gtin, zone) => {
      const sku = plan.sku(gtin);
      if (sku === null) return null;
      const home = plan.shop.home.get(epc);
      const own = home === undefined ? undefined : byKey.get(keyOf(home, sku));
      if (own !== undefined) return own;
      const places = bySku.get(sku) ?? [];
      return places.find((place) => place.section.zone === zone) ?? places[0] ?? null;
    },
    of: (epc) => placeOf.get(epc) ?? null,
    count: (epc, place) => {
      placeOf.set(epc, place);
      place.items.set(epc, find(epc));
    },
    uncount: (epc) => {
      const place = placeOf.get(epc) ?? null;
      placeOf.delete(epc);
      place?.items.delete(epc);
      return place;
    },
    save: () =>
      all.map(({ key, items, said, differsSince, emptySince }) => ({ key, items: [...items.keys()], said, differsSince, emptySince })),
  };
};
