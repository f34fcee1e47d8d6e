import type { MemberPlace } from '../layout/layout.ts';
import { createRandom } from '../random.ts';
import { arrivalsPerHour, type Purpose } from '../scenarios/scenarios.ts';
import { customer } from './customers.ts';
import type { Person } from './people.ts';
import { shopkeeper } from './staff.ts';
import { createTag } from './stock.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
/** Purposes in the order of the scenario's mix; a fixed order keeps a seed's day the same. */
const PURPOSES: readonly Purpose[] = ['browser', 'buyer', 'member', 'thief'];
/** After this share of the time nobody comes any more, so that most visits end inside the recording. */
const LAST_ENTRY = 0.88;

/** Books all arrivals of the scenario, and puts the staff in its place. */
export function openDoors(world: World, seed: number, factor: number): void {
  const random = createRandom(seed, 'arrivals');
  const { scenario, layout } = world;
  const start = world.now;
  let guests = 0;
  const free = [...layout.members];
  const enter = (purpose: Purpose): void => {
    const member = purpose === 'member' && free.length > 0 ? free.splice(random.int(0, free.length - 1), 1)[0] : undefined;
    const size = random.chance(scenario.groups) ? random.int(2, 4) : 1;
    const person = createPerson(world, `v${++guests}`, purpose, size, random.between(0.8, 1.3), member ?? null);
    world.join(
      person,
      watched(world, person, () => member && free.push(member)),
    );
  };
  const peak = factor * Math.max(...scenario.arrivals.map((point) => point.perHour));
  const end = start + scenario.settleMs + (scenario.durationMs - scenario.settleMs) * LAST_ENTRY;
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

function* watched(world: World, person: Person, after: () => void) {
  yield* customer(world, person);
  after();
}

function createPerson(
  world: World,
  id: string,
  purpose: Person['purpose'],
  size: number,
  speed: number,
  member: MemberPlace | null,
): Person {
  const isGsrn = member !== null && /^2D[0-9A-F]{22}$/.test(member.card);
  return {
    id,
    purpose,
    size,
    speed,
    card: member?.card ?? null,
    pocket: member && isGsrn ? createTag(member.card) : null,
    held: [],
    position: world.layout.outside,
    zone: null,
    route: [],
    waitUntil: 0,
  };
}

function hire(world: World): void {
  const zones = [...world.layout.zones.values()];
  const room = zones.find((zone) => zone.kind === 'storage') ?? zones.find((zone) => zone.kind === 'checkout') ?? zones[0];
  if (!room) return;
  const badge = world.layout.staffTags[0];
  const keeper: Person = {
    ...createPerson(world, 'staff', 'staff', 1, 1.1, null),
    pocket: badge ? createTag(badge) : null,
    position: room.middle,
    zone: room.id,
  };
  world.join(keeper, shopkeeper(world, keeper));
}
