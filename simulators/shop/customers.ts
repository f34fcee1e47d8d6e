import { along, type Point } from '../layout/geometry.ts';
import type { Receipt } from './happening.ts';
import type { Item, Person, Script } from './people.ts';
import { doorZone, type World } from './world.ts';

/** What the people of one kind do inside, as chances. */
interface Manner {
  /** Shelf places visited, at least and at most. */
  readonly stops: readonly [number, number];
  /** Chance to take something at a place, and to put it back after a look. */
  readonly picks: number;
  readonly putsBack: number;
  /** Chance to take clothes and the like to the fitting room. */
  readonly fits: number;
  readonly pays: boolean;
}

const MANNERS: Readonly<Record<Exclude<Person['purpose'], 'staff'>, Manner>> = {
  browser: { stops: [1, 4], picks: 0.45, putsBack: 0.97, fits: 0.05, pays: true },
  buyer: { stops: [2, 5], picks: 0.8, putsBack: 0.3, fits: 0.3, pays: true },
  member: { stops: [2, 5], picks: 0.75, putsBack: 0.35, fits: 0.35, pays: true },
  thief: { stops: [1, 2], picks: 1, putsBack: 0, fits: 0, pays: false },
};

/** Chance that something put back lands in another section. */
const MISPLACED = 0.08;
/** Chance to leave a tried item behind in the fitting room. */
const LEFT_BEHIND = 0.12;
/** Items that the till knows by product code only. */
const BY_PRODUCT = 0.2;

/** A customer's visit from the street to the street. */
export function* customer(world: World, person: Person): Script {
  const manner = MANNERS[person.purpose === 'staff' ? 'browser' : person.purpose];
  yield* comeIn(world, person);
  const { mind } = world;
  const stops = mind.int(...manner.stops);
  for (let stop = 0; stop < stops; stop++) {
    const section = mind.pick([...world.layout.sections.keys()]);
    yield* goTo(world, person, beside(world, world.stock.sectionOf(section).stand));
    yield { wait: mind.around(22_000, 0.6) };
    if (!mind.chance(manner.picks)) continue;
    yield* choose(world, person, section, manner);
  }
  if (person.held.length > 0 && mind.chance(manner.fits)) yield* tryOn(world, person);
  if (manner.pays && person.held.length > 0) yield* pay(world, person);
  yield* goOut(world, person);
}

function* goTo(world: World, person: Person, to: Point): Script {
  yield { walk: world.routes.way(person.position, to) };
}

/** A standing place near the asked one, so that people do not stand inside each other. */
const beside = (world: World, at: Point): Point => [at[0] + world.mind.between(-0.3, 0.3), at[1] + world.mind.between(-0.2, 0.2)];

/** Where the counting line runs: a step inside the outer edge of the door. */
function doorStep(world: World): Point {
  const inside = world.layout.zones.get(doorZone(world.layout))?.middle ?? world.layout.outside;
  return along(world.layout.outside, inside, 0.72);
}

/** Books one crossing per head: the first now, the others as they follow. */
function cross(world: World, person: Person, direction: 'in' | 'out'): number {
  let after = 0;
  for (let head = 0; head < person.size; head++) {
    const at = world.now + after;
    world.agenda.book(at, () => world.tell({ type: 'crossed', at, direction, group: person.size }));
    after += world.mind.int(400, 1_300);
  }
  return after;
}

function* comeIn(world: World, person: Person): Script {
  yield { walk: [beside(world, doorStep(world))] };
  world.tell({ type: 'entered', at: world.now, person });
  cross(world, person, 'in');
  const entrance = world.layout.zones.get(doorZone(world.layout));
  if (entrance) yield* goTo(world, person, beside(world, entrance.middle));
  const reader = [...world.layout.devices.values()].find((device) => device.roles.has('card') && device.zone === entrance?.id);
  if (!reader || person.card === null || !world.mind.chance(0.6)) return;
  yield { wait: world.mind.between(1_000, 3_500) };
  world.tell({ type: 'tapped', at: world.now, device: reader.id, card: person.card });
}

function* goOut(world: World, person: Person): Script {
  if (world.mind.chance(0.01)) world.tell({ type: 'pressed', at: world.now, zone: person.zone ?? '' });
  yield* goTo(world, person, beside(world, doorStep(world)));
  const crossing = cross(world, person, 'out');
  for (const item of person.held) world.carryOut(person, item);
  world.tell({ type: 'left', at: world.now, person });
  // The last steps lead through the outer antenna's field, goods in hand: no longer in the shop, but still heard.
  yield { walk: [world.layout.outside] };
  yield { wait: Math.max(1, crossing - 1_000) };
}

/** Takes one item, a thief several in a sweep; looks at it; may put it back, now and then in the wrong place. */
function* choose(world: World, person: Person, section: string, manner: Manner): Script {
  const { mind } = world;
  const sweep = person.purpose === 'thief' ? mind.int(2, 6) : 1;
  const taken: Item[] = [];
  for (let n = 0; n < sweep; n++) {
    const stock = world.stock.lying(section);
    if (stock.length === 0) break;
    const item = mind.pick(stock);
    world.take(person, item);
    taken.push(item);
    yield { wait: mind.between(800, 1_800) };
  }
  for (const item of taken) {
    yield { wait: mind.around(12_000, 0.6) };
    if (!mind.chance(manner.putsBack)) continue;
    const wrong = mind.chance(MISPLACED) ? mind.pick([...world.layout.sections.keys()]) : section;
    if (wrong !== section) yield* goTo(world, person, beside(world, world.stock.sectionOf(wrong).stand));
    yield { wait: mind.between(1_000, 3_000) };
    world.put(person, item, wrong);
  }
}

function* tryOn(world: World, person: Person): Script {
  const cabins = [...world.layout.zones.values()].filter((zone) => zone.kind === 'fitting');
  if (cabins.length === 0) return;
  const { mind } = world;
  yield* goTo(world, person, beside(world, mind.pick(cabins).middle));
  yield { wait: mind.around(150_000, 0.4) };
  for (const item of [...person.held]) {
    if (mind.chance(LEFT_BEHIND)) world.put(person, item, null);
    yield { wait: mind.between(500, 2_000) };
  }
}

function* pay(world: World, person: Person): Script {
  const { mind, layout } = world;
  const till = [...layout.zones.values()].find((zone) => zone.kind === 'checkout');
  if (!till) return;
  yield* goTo(world, person, beside(world, till.middle));
  yield { wait: mind.around(20_000, 0.5) + 4_000 * person.held.length };
  const items = [...person.held];
  const showsCard = person.card !== null && mind.chance(0.9);
  const receipt: Receipt = {
    id: `r${(world.now - 1_500_000_000_000).toString(36)}-${person.id}`,
    items,
    byProduct: new Set(items.filter(() => mind.chance(BY_PRODUCT))),
    card: showsCard ? person.card : null,
  };
  world.sell(person, receipt);
  yield { wait: mind.between(3_000, 9_000) };
}
