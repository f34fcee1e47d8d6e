import { distance, type Point } from '../layout/geometry.ts';
import type { Layout, SectionPlace } from '../layout/layout.ts';
import { createRandom, hashText, type Random } from '../random.ts';
import type { Scenario } from '../scenarios/scenarios.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import type { Happening, Receipt } from './happening.ts';
import type { Item, Person, Script, Step, Tag } from './people.ts';
import { createRoutes, type Routes } from './routes.ts';

/** The shop while it is simulated: who is where, what lies where, and the acts that change it. */
export interface World {
  readonly layout: Layout;
  readonly scenario: Scenario;
  readonly routes: Routes;
  readonly agenda: Agenda;
  /** Decisions of people. */
  readonly mind: Random;
  readonly people: ReadonlySet<Person>;
  readonly items: readonly Item[];
  readonly now: number;
  listen(listener: (happening: Happening) => void): void;
  tell(happening: Happening): void;
  /** Items lying in a section, in the order in which they were put. */
  stock(section: string): readonly Item[];
  sectionOf(id: string): SectionPlace;
  join(person: Person, script: Script): void;
  take(person: Person, item: Item): void;
  put(person: Person, item: Item, section: string | null, type?: 'put' | 'arrived'): void;
  /** The item has passed the door; it stays in the hand, and so in the radio field, until its holder is out of sight. */
  carryOut(person: Person, item: Item): void;
  sell(person: Person, receipt: Receipt): void;
  /** A new tagged item of a product, in somebody's hands. */
  bringNew(person: Person, sku: string, home: string): Item | null;
  /** Moves everyone and runs what is due, up to `until`. */
  advance(until: number): void;
}

export const createTag = (epc: string): Tag => ({ epc, number: hashText(epc), placing: 0 });

export function createWorld(layout: Layout, scenario: Scenario, seed: number, startAt: number): World {
  const routes = createRoutes(layout);
  const agenda = createAgenda();
  const listeners: ((happening: Happening) => void)[] = [];
  const scripts = new Map<Person, Script>();
  const people = new Set<Person>();
  const places = createRandom(seed, 'places');
  const stock = new Map<string, Item[]>([...layout.sections.keys()].map((id) => [id, []]));
  const items: Item[] = [];
  let now = startAt;
  let serials = 0;

  const sectionOf = (id: string): SectionPlace => {
    const section = layout.sections.get(id);
    if (!section) throw new Error(`no section ${id}`);
    return section;
  };
  const spotIn = (section: string): Point => {
    const { at } = sectionOf(section);
    return [at[0] + places.between(-0.55, 0.55), at[1] + places.between(-0.15, 0.15)];
  };
  const addItem = (epc: string, sku: string, home: string): Item | null => {
    const product = layout.products.get(sku);
    if (!product) return null;
    const { gtin, weight, price } = product;
    const item: Item = { ...createTag(epc), sku, gtin, home, weight, price, section: null, at: null, holder: null, sold: false };
    items.push(item);
    return item;
  };
  for (const { epc, sku, section } of layout.items) {
    const item = addItem(epc, sku, section);
    if (!item) continue;
    item.section = section;
    item.at = spotIn(section);
    stock.get(section)?.push(item);
  }
  const tell = (happening: Happening): void => {
    for (const listener of listeners) listener(happening);
  };
  const zoneOf = (person: Person): string => person.zone ?? [...layout.zones.keys()][0] ?? '';
  const letGo = (person: Person, item: Item): void => {
    person.held.splice(person.held.indexOf(item), 1);
    item.holder = null;
    item.placing++;
  };

  const world: World = {
    layout,
    scenario,
    routes,
    agenda,
    mind: createRandom(seed, 'mind'),
    people,
    items,
    get now() {
      return now;
    },
    listen: (listener) => listeners.push(listener),
    tell,
    stock: (section) => stock.get(section) ?? [],
    sectionOf,
    join(person, script) {
      people.add(person);
      scripts.set(person, script);
    },
    take(person, item) {
      const section = item.section;
      const lying = section ? stock.get(section) : undefined;
      lying?.splice(lying.indexOf(item), 1);
      item.section = null;
      item.at = null;
      item.holder = person;
      person.held.push(item);
      tell({ type: 'picked', at: now, person, item, section, zone: section ? sectionOf(section).zone : zoneOf(person) });
    },
    put(person, item, section, type = 'put') {
      letGo(person, item);
      item.section = section;
      item.at = section ? spotIn(section) : person.position;
      if (section) stock.get(section)?.push(item);
      tell({ type, at: now, person, item, section, zone: section ? sectionOf(section).zone : zoneOf(person) });
    },
    carryOut(person, item) {
      tell({ type: 'exited', at: now, person, item, zone: doorZone(layout) });
    },
    sell(person, receipt) {
      for (const item of receipt.items) item.sold = true;
      tell({ type: 'sold', at: now, person, receipt, zone: zoneOf(person) });
    },
    bringNew(person, sku, home) {
      const like = layout.items.find((item) => item.sku === sku);
      if (!like) return null;
      // Same product code, a serial far from those of the stock count.
      const serial = (0x3f_0000_0000n + BigInt(++serials)) & 0x3f_ffff_ffffn;
      const epc = (((BigInt(`0x${like.epc}`) >> 38n) << 38n) | serial).toString(16).toUpperCase().padStart(24, '0');
      const item = addItem(epc, sku, home);
      if (!item) return null;
      item.holder = person;
      person.held.push(item);
      return item;
    },
    advance(until) {
      const step = until - now;
      agenda.run(until);
      now = until;
      for (const person of people) {
        if (!move(person, scripts.get(person), now, step)) {
          people.delete(person);
          scripts.delete(person);
          continue;
        }
        const zone = routes.zoneAt(person.position);
        if (zone === person.zone) continue;
        const from = person.zone;
        person.zone = zone;
        tell({ type: 'walked', at: now, person, zone, from });
      }
    },
  };
  return world;
}

/** The zone that the door belongs to. */
export function doorZone(layout: Layout): string {
  const zones = [...layout.zones.values()];
  return (zones.find((zone) => zone.kind === 'exit') ?? zones.find((zone) => zone.kind === 'entrance') ?? zones[0])?.id ?? '';
}

/** Walks, waits and goes on in the script for `step` ms; false when the script has ended. */
function move(person: Person, script: Script | undefined, now: number, step: number): boolean {
  let metres = (person.speed * step) / 1_000;
  while (metres > 0 && person.waitUntil <= now) {
    const next = person.route[0];
    if (next === undefined) {
      const act = script?.next();
      if (!act || act.done) return false;
      begin(person, act.value, now);
      continue;
    }
    const far = distance(person.position, next);
    if (far <= metres) {
      person.position = next;
      person.route.shift();
      metres -= far;
    } else {
      const share = metres / far;
      person.position = [
        person.position[0] + (next[0] - person.position[0]) * share,
        person.position[1] + (next[1] - person.position[1]) * share,
      ];
      metres = 0;
    }
  }
  return true;
}

function begin(person: Person, step: Step, now: number): void {
  if ('walk' in step) person.route = [...step.walk];
  else person.waitUntil = now + step.wait;
}
