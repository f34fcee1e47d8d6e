import type { MemberPlace } from '../layout/layout.ts';
import { createRandom, type Random } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import { arrivalsPerHour, type Purpose } from '../scenarios/scenarios.ts';
import { createPerson } from './create-person.ts';
import { customer } from './customers.ts';
import { entryDoor } from './doors.ts';
import { foreignTags } from './foreign-tags.ts';
import { HABITS } from './manners.ts';
import type { Party, Person, Script } from './people.ts';
import { hire } from './staff.ts';
import { createTag } from './stock.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
/** Purposes in the order of the scenario's mix; a fixed order keeps a seed's day the same. */
const PURPOSES: readonly Purpose[] = ['browser', 'buyer', 'member', 'thief'];
/** After this share of the time nobody comes any more, so that most visits end inside the recording. */
const LAST_ENTRY = 0.88;

/** Books all arrivals of the scenario, and puts the staff in its place. */
export function openDoors(world: World, seed: number, { arrivals: factor, walkingSpeed }: RadioPreset): void {
  const random = createRandom(seed, 'arrivals');
  const { scenario } = world;
  const start = world.now;
  const end = start + scenario.settleMs + (scenario.durationMs - scenario.settleMs) * LAST_ENTRY;
  const enter = createEntrance(world, random, end, walkingSpeed);
  const peak = factor * Math.max(...scenario.arrivals.map((point) => point.perHour));
  // Thinning: candidates at the peak rate, kept in proportion to the rate of the moment.
  for (let at = start + scenario.settleMs; peak > 0; ) {
    at += random.exponential(HOUR / peak);
    if (at > end) break;
    const share = (at - start) / scenario.durationMs;
    const keep = random.chance((factor * arrivalsPerHour(scenario, share)) / peak);
    const purpose = PURPOSES[random.weighted(PURPOSES.map((one) => scenario.mix[one]))] ?? 'browser';
    if (keep) world.agenda.book(at, () => enter(purpose));
  }
  if (scenario.thiefAt !== null) world.agenda.book(start + scenario.durationMs * scenario.thiefAt, () => enter('thief'));
  hire(world);
}

/** Lets parties in; a member's card is with one party at a time, and some come back soon after they left. */
function createEntrance(world: World, random: Random, lastEntry: number, walkingSpeed: number): (purpose: Purpose) => void {
  const free = [...world.layout.members];
  let guests = 0;
  const arrive = (purpose: Purpose, size: number, member: MemberPlace | undefined, isBack: boolean): void => {
    const party: Party = { id: `v${++guests}`, size, members: [], isPaying: false, isLeaving: false };
    const bodies = split(random, size, HABITS.splits * world.unruly);
    const speed = walkingSpeed * random.between(0.76, 1.24);
    const door = entryDoor(world);
    for (const [n, together] of bodies.entries()) {
      const worn = random.chance(HABITS.wearsTags) ? foreignTags(random) : [];
      const kind = n === 0 ? purpose : purpose === 'thief' ? 'thief' : random.chance(0.5) ? 'buyer' : 'browser';
      party.members.push({
        ...createPerson(`${party.id}${'abcd'[n] ?? ''}`, party, kind, together, door.outside),
        ...{ speed: speed * random.between(0.9, 1.1), worn, door },
        ...(n === 0 && member ? cardOf(member) : {}),
      });
    }
    const gone = (): void => {
      const comesBack = !isBack && random.chance(HABITS.returns * world.unruly);
      const at = world.now + random.around(120_000, 0.5);
      if (comesBack && at < lastEntry) world.agenda.book(at, () => arrive(purpose === 'thief' ? 'browser' : purpose, size, member, true));
      else if (member) free.push(member);
    };
    for (const person of party.members) world.join(person, watched(world, person, person === party.members[0] ? gone : () => undefined));
  };
  return (purpose) => {
    const member = purpose === 'member' && free.length > 0 ? free.splice(random.int(0, free.length - 1), 1)[0] : undefined;
    arrive(purpose, random.chance(world.scenario.groups) ? random.int(2, 4) : 1, member, false);
  };
}

/** Bodies that walk together: all of a party, or two or three groups of it. */
function split(random: Random, size: number, chance: number): number[] {
  if (size < 2 || !random.chance(chance)) return [size];
  const apart = random.int(1, size - 1);
  return [size - apart, apart];
}

function* watched(world: World, person: Person, after: () => void): Script {
  yield* customer(world, person);
  after();
}

/** A card that is a service relation number has a radio tag; another is only read when it is shown. */
const cardOf = ({ card }: MemberPlace): Pick<Person, 'card' | 'pocket'> => ({
  card,
  pocket: /^2D[0-9A-F]{22}$/.test(card) ? createTag(card) : null,
});
