import { along, distance, type Point } from '../layout/geometry.ts';
import type { DoorPlace } from '../layout/layout.ts';
import { HABITS } from './manners.ts';
import type { Person, Script } from './people.ts';
import type { World } from './world.ts';

/** Share of those without goods who leave by a door that is meant for coming in. */
const WRONG_DOOR = 0.08;

export function* goTo(world: World, person: Person, to: Point): Script {
  yield { walk: world.routes.way(person.position, to) };
}

/** A standing place near the asked one, so that people do not stand inside each other. */
export const beside = (world: World, at: Point): Point => [at[0] + world.mind.between(-0.3, 0.3), at[1] + world.mind.between(-0.2, 0.2)];

/** A door to come in by. */
export const entryDoor = (world: World): DoorPlace => world.mind.pick(world.layout.doors.filter((door) => door.directions !== 'out'));

function exitDoor(world: World, person: Person): DoorPlace {
  const { doors } = world.layout;
  if (person.held.length === 0 && world.mind.chance(WRONG_DOOR)) return world.mind.pick(doors);
  const out = doors.filter((door) => door.directions !== 'in');
  return out.reduce(
    (best, door) => (distance(door.inside, person.position) < distance(best.inside, person.position) ? door : best),
    out[0] ?? person.door,
  );
}

/** Books one crossing per head: the first now, the others as they follow. */
function cross(world: World, { size, party, door }: Person, direction: 'in' | 'out'): number {
  let after = 0;
  for (let head = 0; head < size; head++) {
    const at = world.now + after;
    world.agenda.book(at, () => world.tell({ type: 'crossed', at, direction, group: party.size, zone: door.zone }));
    after += world.mind.int(400, 1_300);
  }
  return after;
}

export function* comeIn(world: World, person: Person): Script {
  const { door } = person;
  yield { walk: [beside(world, door.line)] };
  world.tell({ type: 'entered', at: world.now, person });
  cross(world, person, 'in');
  yield* goTo(world, person, beside(world, door.inside));
  const reader = [...world.layout.devices.values()].find((device) => device.roles.has('card') && device.zone === door.zone);
  if (!reader || person.card === null || !world.mind.chance(0.6)) return;
  yield { wait: world.mind.between(1_000, 3_500) };
  world.tell({ type: 'tapped', at: world.now, device: reader.id, card: person.card });
}

export function* goOut(world: World, person: Person): Script {
  if (world.mind.chance(0.01)) world.tell({ type: 'pressed', at: world.now, zone: person.zone ?? '' });
  person.door = exitDoor(world, person);
  if (world.mind.chance(HABITS.loitersAtTheEnd * world.unruly)) yield* loiter(world, person);
  yield* goTo(world, person, beside(world, person.door.line));
  const crossing = cross(world, person, 'out');
  for (const item of person.held) world.carryOut(person, item);
  world.tell({ type: 'left', at: world.now, person });
  // The last steps lead through the outer antenna's field, goods in hand: no longer in the shop, but still heard.
  yield { walk: [person.door.outside] };
  yield { wait: Math.max(1, crossing - 1_000) };
}

/** Half a minute or more just inside the gate: standing, or pacing up to the line and back. */
export function* loiter(world: World, person: Person): Script {
  const { mind } = world;
  const { inside, outside, line } = person.door;
  yield* goTo(world, person, beside(world, inside));
  if (mind.chance(0.5)) {
    yield { wait: mind.around(50_000, 0.6) };
    return;
  }
  const turn = along(line, outside, -mind.between(0.05, 0.2));
  for (let turns = mind.int(2, 6); turns > 0; turns--) {
    yield { walk: [beside(world, turn)] };
    yield { wait: mind.between(500, 6_000) };
    yield { walk: [beside(world, inside)] };
    yield { wait: mind.between(500, 8_000) };
  }
}
