import { along, type Point } from '../layout/geometry.ts';
import { beside, goTo, loiter } from './doors.ts';
import { HABITS, type Manner } from './manners.ts';
import type { Item, Person, Script } from './people.ts';
import type { World } from './world.ts';

/** Chance to leave a tried item behind: in the cabin, or on the rack before it. */
const LEFT_BEHIND = 0.3;
const ON_THE_RACK = 0.6;

/** From shelf to shelf: looking, taking, putting back, giving up what was taken elsewhere, turning at the gate. */
export function* browse(world: World, person: Person, manner: Manner): Script {
  const { mind } = world;
  const sections = [...world.layout.sections.keys()];
  const stops = mind.int(...manner.stops);
  for (let stop = 0; stop < stops; stop++) {
    const section = mind.pick(sections);
    yield* goTo(world, person, beside(world, world.stock.sectionOf(section).stand));
    if (mind.chance(HABITS.leans * world.unruly)) lean(world, section);
    yield { wait: mind.around(22_000, 0.6) };
    yield* abandon(world, person, section);
    if (mind.chance(manner.picks)) yield* choose(world, person, section, manner);
    if (person.held.length > 0 && manner.pays && mind.chance(HABITS.loitersUnpaid * world.unruly)) yield* loiter(world, person);
  }
}

/** Takes one item, a thief several in a sweep; looks at it; may put it back, now and then in the wrong place. */
function* choose(world: World, person: Person, section: string, manner: Manner): Script {
  const { mind } = world;
  const sweep = person.purpose === 'thief' ? theft(world, person) : { items: 1, pauseMs: 1_300 };
  const taken: Item[] = [];
  for (let n = 0; n < sweep.items; n++) {
    const stock = world.stock.lying(section);
    if (stock.length === 0) break;
    const item = mind.pick(stock);
    world.take(person, item);
    taken.push(item);
    yield { wait: sweep.pauseMs * mind.between(0.6, 1.4) };
  }
  for (const item of taken) {
    yield { wait: mind.around(person.purpose === 'thief' ? 2_000 : 12_000, 0.6) };
    if (item.holder !== person || !mind.chance(manner.putsBack)) continue;
    const wrong = mind.chance(HABITS.misplaces) ? mind.pick([...world.layout.sections.keys()]) : section;
    if (wrong !== section) yield* goTo(world, person, beside(world, world.stock.sectionOf(wrong).stand));
    yield { wait: mind.between(1_000, 3_000) };
    if (item.holder === person) world.put(person, item, wrong);
  }
}

/** One thing in the pocket, a handful, or a shelf swept into a lined bag: what they take and how it is hidden. */
function theft({ mind }: World, person: Person): { readonly items: number; readonly pauseMs: number } {
  const kind = mind.weighted([3, 3, 2]);
  if (kind === 0) return { items: 1, pauseMs: 1_500 };
  if (kind === 1) return { items: mind.int(2, 5), pauseMs: 1_300 };
  person.veil = mind.chance(0.5) ? mind.between(6, 12) : 2;
  return { items: mind.int(5, 10), pauseMs: 700 };
}

/** Gives up something that was taken elsewhere: into this section, or down beside it. */
function* abandon(world: World, person: Person, section: string): Script {
  for (const item of [...person.held]) {
    if (item.home === section || person.purpose === 'thief' || !world.mind.chance(HABITS.abandons * world.unruly)) continue;
    yield { wait: world.mind.between(1_000, 3_000) };
    if (item.holder === person) world.put(person, item, world.mind.chance(0.75) ? section : null);
  }
}

function lean({ now, mind, tell }: World, section: string): void {
  tell({ type: 'leaned', at: now, section, grams: mind.between(150, 4_000), forMs: mind.between(1_500, 9_000) });
}

/** Into a cabin with it; what does not please stays there or on the rack before the cabins. */
export function* tryOn(world: World, person: Person): Script {
  const cabins = [...world.layout.zones.values()].filter((zone) => zone.kind === 'fitting');
  if (cabins.length === 0) return;
  const { mind } = world;
  const cabin = mind.pick(cabins);
  yield* goTo(world, person, beside(world, cabin.middle));
  yield { wait: mind.around(170_000, 0.45) };
  const rejected = person.held.filter(() => mind.chance(LEFT_BEHIND));
  for (const item of rejected) {
    if (mind.chance(ON_THE_RACK)) continue;
    world.put(person, item, null);
    yield { wait: mind.between(500, 2_000) };
  }
  const racked = rejected.filter((item) => item.holder === person);
  if (racked.length === 0) return;
  yield* goTo(world, person, rackBefore(world, cabin.id));
  for (const item of racked) {
    yield { wait: mind.between(500, 2_000) };
    if (item.holder === person) world.put(person, item, null);
  }
}

/** Where the rack for returned clothes stands: outside the cabin, towards the aisle. */
function rackBefore({ layout }: World, cabin: string): Point {
  const zone = layout.zones.get(cabin);
  const neighbour = layout.zones.get(zone?.neighbours[0] ?? '');
  if (!zone || !neighbour) return zone?.middle ?? [0, 0];
  const way = Math.hypot(neighbour.middle[0] - zone.middle[0], neighbour.middle[1] - zone.middle[1]);
  return along(zone.middle, neighbour.middle, Math.min(0.8, 2.6 / Math.max(0.1, way)));
}
