import { along, distance } from '../layout/geometry.ts';
import type { Layout } from '../layout/layout.ts';
import { createRandom, type Random } from '../random.ts';
import type { Scenario } from '../scenarios/scenarios.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import type { Happening, Receipt } from './happening.ts';
import type { Item, Person, Script, Step } from './people.ts';
import { createRoutes, type Routes } from './routes.ts';
import { createStock, type Stock } from './stock.ts';

/** The shop while it is simulated: who is where, what lies where, and the acts that change it. */
export interface World {
  readonly layout: Layout;
  readonly scenario: Scenario;
  readonly routes: Routes;
  readonly agenda: Agenda;
  readonly stock: Stock;
  /** Decisions of people. */
  readonly mind: Random;
  /** Multiplies the habits that make a shop hard to read; 1 is usual. */
  readonly unruly: number;
  readonly people: ReadonlySet<Person>;
  /** Simulated time, epoch ms. */
  readonly now: number;
  listen(listener: (happening: Happening) => void): void;
  tell(happening: Happening): void;
  join(person: Person, script: Script): void;
  take(person: Person, item: Item): void;
  put(person: Person, item: Item, section: string | null, type?: 'put' | 'arrived'): void;
  /** From hand to hand inside a party. */
  give(person: Person, to: Person, item: Item): void;
  /** The item has passed the door; it stays in the hand, and so in the radio field, until its holder is out of sight. */
  carryOut(person: Person, item: Item): void;
  sell(person: Person, receipt: Receipt): void;
  /** Moves everyone and runs what is due, up to `until`. */
  advance(until: number): void;
}

export function createWorld(layout: Layout, scenario: Scenario, seed: number, startAt: number, unruly = 1): World {
  const agenda = createAgenda();
  const routes = createRoutes(layout);
  const stock = createStock(layout, createRandom(seed, 'places'));
  const listeners: ((happening: Happening) => void)[] = [];
  const scripts = new Map<Person, Script>();
  const people = new Set<Person>();
  let now = startAt;
  const tell = (happening: Happening): void => {
    for (const listener of listeners) listener(happening);
  };
  const step = (person: Person, stepMs: number): void => {
    if (!move(person, scripts.get(person), now, stepMs)) {
      people.delete(person);
      scripts.delete(person);
      return;
    }
    const zone = routes.zoneAt(person.position);
    const from = person.zone;
    if (zone === from) return;
    person.zone = zone;
    tell({ type: 'walked', at: now, person, zone, from });
  };
  return {
    ...{ layout, scenario, routes, agenda, stock, people, tell, unruly },
    ...createActs(layout, stock, () => now, tell),
    mind: createRandom(seed, 'mind'),
    get now() {
      return now;
    },
    listen: (listener) => listeners.push(listener),
    join(person, script) {
      people.add(person);
      scripts.set(person, script);
    },
    advance(until) {
      const stepMs = until - now;
      agenda.run(until);
      now = until;
      for (const person of people) step(person, stepMs);
    },
  };
}

/** What people do with goods: changes the stock and tells of it. */
function createActs(
  layout: Layout,
  stock: Stock,
  now: () => number,
  tell: (happening: Happening) => void,
): Pick<World, 'take' | 'put' | 'give' | 'carryOut' | 'sell'> {
  const zoneOf = (person: Person, section: string | null): string =>
    section === null ? (person.zone ?? (person.door.zone || mainDoor(layout))) : stock.sectionOf(section).zone;
  return {
    take(person, item) {
      const section = item.section;
      stock.lift(item, person);
      tell({ type: 'picked', at: now(), person, item, section, zone: zoneOf(person, section) });
    },
    put(person, item, section, type = 'put') {
      stock.lay(item, section, person.position);
      tell({ type, at: now(), person, item, section, zone: zoneOf(person, section) });
    },
    give(person, to, item) {
      stock.handOver(item, to);
      tell({ type: 'gave', at: now(), person, to, item });
    },
    carryOut: (person, item) => tell({ type: 'exited', at: now(), person, item, zone: person.door.zone }),
    sell(person, receipt) {
      for (const item of receipt.items) item.sold = true;
      tell({ type: 'sold', at: now(), person, receipt, zone: zoneOf(person, null) });
    },
  };
}

const mainDoor = (layout: Layout): string => layout.doors[0]?.zone ?? '';

/** Walks, waits and goes on in the script for `stepMs`; false when the script has ended. */
function move(person: Person, script: Script | undefined, now: number, stepMs: number): boolean {
  let metres = (person.speed * stepMs) / 1_000;
  while (metres > 0 && person.waitUntil <= now) {
    const next = person.route[0];
    if (next === undefined) {
      const act = script?.next();
      if (!act || act.done) return false;
      begin(person, act.value, now);
      continue;
    }
    const far = distance(person.position, next);
    person.position = far <= metres ? next : along(person.position, next, metres / far);
    if (far <= metres) person.route.shift();
    metres -= Math.min(far, metres);
  }
  return true;
}

function begin(person: Person, step: Step, now: number): void {
  if ('walk' in step) person.route = [...step.walk];
  else person.waitUntil = now + step.wait;
}
