import type { Happening } from '../shop/happening.ts';
import type { Item, Person } from '../shop/people.ts';
import type { Stock } from '../shop/stock.ts';
import type { World } from '../shop/world.ts';
import type { AlertLine, ItemEventType, ItemLine } from './lines.ts';

/** Walking through a zone is no move, and the widest of them takes some eight seconds; staying this long with the goods in hand is. */
const STAY = 10_000;
const BULK_ITEMS = 5;
const BULK_WINDOW = 10_000;

export interface ItemLog {
  hear(happening: Happening): void;
  items(): ItemLine[];
  alerts(): AlertLine[];
}

/**
 * What became of each item, and what a watchful gateway should have raised. Moves count only in zones that an antenna covers.
 * What lies on the shelves at the beginning has arrived at that moment.
 */
export function createItemLog({ layout, stock, now }: World): ItemLog {
  const lines = firstArrivals(stock, now);
  const alerts: AlertLine[] = [];
  const covered = new Set(layout.antennas.map((antenna) => antenna.zone));
  const zoneOf = new Map<Item, string>();
  const stays = new Map<Person, { zone: string | null; since: number }>();
  const isBulk = createBulkWatch();
  /** Since when an item has been in the hands that hold it. */
  const handed = new Map<Item, number>();

  const add = (type: ItemEventType, at: number, item: Item, zone: string, person: Person, from?: string): void => {
    const visit = person.purpose === 'staff' ? {} : { visit: person.party.id };
    lines.push({ at, emittedAt: at, epc: item.epc, type, zone, ...(from === undefined ? {} : { from }), ...visit, confidence: 1 });
    zoneOf.set(item, zone);
  };
  /** Ends a stay: what was in the hand moved to that zone, if it was there long enough to tell. */
  const endStay = (person: Person, now: number): void => {
    const stay = stays.get(person);
    if (!stay || stay.zone === null || now - stay.since < STAY || !covered.has(stay.zone)) return;
    for (const item of person.held) {
      const from = zoneOf.get(item);
      if (from === stay.zone || from === undefined) continue;
      const since = Math.max(stay.since, handed.get(item) ?? 0);
      if (now - since >= STAY) add('moved', since, item, stay.zone, person, from);
    }
  };
  /** Laid down in another zone, an item stays there: it has moved, however short the time in the hand was. */
  const moveBeforePut = ({ at, item, zone, person }: Extract<Happening, { type: 'put' | 'arrived' }>): void => {
    const from = zoneOf.get(item);
    if (from === undefined || from === zone || !covered.has(zone)) return;
    add('moved', Math.max(stays.get(person)?.since ?? at, handed.get(item) ?? 0), item, zone, person, from);
  };
  const hear = (happening: Happening): void => {
    const { at } = happening;
    switch (happening.type) {
      case 'walked':
        endStay(happening.person, at);
        stays.set(happening.person, { zone: happening.zone, since: at });
        break;
      case 'picked':
        handed.set(happening.item, at);
        add('picked', at, happening.item, happening.zone, happening.person);
        if (
          happening.section !== null &&
          happening.person.purpose !== 'staff' &&
          isBulk(at, `${happening.person.id} ${happening.section}`)
        ) {
          alerts.push(alertLine('bulk', at, happening.zone, happening.person, null));
        }
        break;
      case 'gave':
        handed.set(happening.item, at);
        break;
      case 'put':
        moveBeforePut(happening);
        add('put', at, happening.item, happening.zone, happening.person);
        break;
      case 'arrived':
      case 'exited':
        add(happening.type, at, happening.item, happening.zone, happening.person);
        if (happening.type === 'exited' && !happening.item.sold)
          alerts.push(alertLine('unsold-exit', at, happening.zone, happening.person, happening.item));
        break;
      case 'sold':
        endStay(happening.person, at);
        for (const item of happening.receipt.items) add('sold', at, item, happening.zone, happening.person);
        break;
      default:
        break;
    }
  };
  // A move is known when the stay ends, but told by when it began.
  return { hear, items: () => lines.toSorted((a, b) => a.at - b.at), alerts: () => alerts };
}

/** Tells when the last pick of the same hands from the same section made a bulk; then counting begins anew. */
function createBulkWatch(): (at: number, key: string) => boolean {
  const picks = new Map<string, number[]>();
  return (at, key) => {
    const recent = [...(picks.get(key) ?? []).filter((time) => at - time <= BULK_WINDOW), at];
    const isBulk = recent.length >= BULK_ITEMS;
    picks.set(key, isBulk ? [] : recent);
    return isBulk;
  };
}

function firstArrivals(stock: Stock, now: number): ItemLine[] {
  return stock.items.flatMap(({ epc, section }) =>
    section === null
      ? []
      : [{ at: now, emittedAt: now, epc, type: 'arrived' as const, zone: stock.sectionOf(section).zone, confidence: 1 }],
  );
}

function alertLine(type: 'unsold-exit' | 'bulk', at: number, zone: string, person: Person, item: Item | null): AlertLine {
  const severity = type === 'unsold-exit' ? 'critical' : 'major';
  return { at, emittedAt: at, type, zone, epc: item?.epc ?? null, visit: person.party.id, severity, confidence: 1, evidence: [] };
}
