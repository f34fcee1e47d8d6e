import { distance } from '../layout/geometry.ts';
import { beside, comeIn, goOut, goTo } from './doors.ts';
import { type Manner, mannerOf } from './manners.ts';
import { pay } from './paying.ts';
import type { Person, Script } from './people.ts';
import { browse, tryOn } from './shopping.ts';
import type { World } from './world.ts';

/** The first of a party waits no longer than this for the others, s. */
const PATIENCE = 240;

/** A visit from the street to the street: alone, as the first of a party, or as one who walks apart inside and comes back to the first. */
export function* customer(world: World, person: Person): Script {
  const first = person.party.members[0];
  const manner = mannerOf(person);
  yield* comeIn(world, person);
  yield* browse(world, person, manner);
  if (first === undefined || first === person) yield* lead(world, person, manner);
  else yield* join(world, person, first, manner);
  yield* goOut(world, person);
}

/** Tries on, waits for the others, pays for all. */
function* lead(world: World, person: Person, manner: Manner): Script {
  const { party } = person;
  if (person.held.length > 0 && world.mind.chance(manner.fits)) yield* tryOn(world, person);
  const others = party.members.filter((one) => one !== person);
  // Half of them wait at the gate, goods in hand: where it looks as if they were about to leave.
  if (others.length > 0 && world.mind.chance(0.5)) yield* goTo(world, person, beside(world, person.door.inside));
  for (let waited = 0; waited < PATIENCE && others.some((one) => !one.isReady); waited++) yield { wait: 1_000 };
  if (manner.pays) yield* pay(world, person);
  party.isLeaving = true;
}

/** Goes to the first of the party, hands over, and keeps by its side until it leaves; pays alone when it comes too late. */
function* join(world: World, person: Person, first: Person, manner: Manner): Script {
  const { party } = person;
  for (let tries = 0; tries < 6 && !party.isPaying && distance(person.position, first.position) > 1.5; tries++) {
    yield* goTo(world, person, beside(world, first.position));
  }
  if (!party.isPaying && !party.isLeaving) for (const item of [...person.held]) world.give(person, first, item);
  person.isReady = true;
  if (manner.pays) yield* pay(world, person);
  while (!party.isLeaving) {
    if (distance(person.position, first.position) > 2) yield* goTo(world, person, beside(world, first.position));
    yield { wait: 1_000 };
  }
}
