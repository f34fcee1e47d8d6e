import type { Happening } from '../shop/happening.ts';
import type { Item, Person } from '../shop/people.ts';
import type { World } from '../shop/world.ts';
import type { PlaceLine } from './lines.ts';

export interface PlaceLog {
  hear(happening: Happening): void;
  readonly places: readonly PlaceLine[];
}

interface Place {
  readonly zone: string | null;
  readonly held: boolean;
}

/**
 * Where each item truly is, second by second: a line at the start and one for each change of zone or hand. What is held is where its
 * bearer is; what was carried out is nowhere, and told of no more.
 */
export function createPlaceLog({ layout, stock, now }: World): PlaceLog {
  const places: PlaceLine[] = [];
  const last = new Map<Item, Place>();
  const tell = (at: number, item: Item, zone: string | null, person: Person | null): void => {
    const before = last.get(item);
    const held = person !== null;
    if (before && (before.zone === null || (before.zone === zone && before.held === held))) return;
    last.set(item, { zone, held });
    const visit = person && person.purpose !== 'staff' ? { visit: person.party.id } : {};
    places.push({ at, epc: item.epc, zone, held, ...visit });
  };
  const zoneOf = (section: string | null): string | null => (section === null ? null : (layout.sections.get(section)?.zone ?? null));
  for (const item of stock.items) tell(now, item, zoneOf(item.section), null);
  return {
    places,
    hear(happening) {
      const { type, at } = happening;
      if (type === 'picked') tell(at, happening.item, happening.person.zone ?? happening.zone, happening.person);
      else if (type === 'put' || type === 'arrived') tell(at, happening.item, happening.zone, null);
      else if (type === 'exited') tell(at, happening.item, null, happening.person);
      else if (type === 'gave' && happening.to.zone !== null) tell(at, happening.item, happening.to.zone, happening.to);
      else if (type === 'walked' && happening.zone !== null) {
        for (const item of happening.person.held) tell(at, item, happening.zone, happening.person);
      }
    },
  };
}
