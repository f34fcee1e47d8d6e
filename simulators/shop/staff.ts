import { createPerson } from './create-person.ts';
import type { Party, Person, Script } from './people.ts';
import { createTag } from './stock.ts';
import type { World } from './world.ts';

/** A section may be filled up when it holds less than this share of what the plan wants. */
const FILL_BELOW = 0.97;
/** Pieces that come on a trolley in one go, at most. */
const LOAD = 30;

/** Puts the staff in its place: one who fills up and tidies, one on the sales floor. Badges are the first staff tags, then the trolley. */
export function hire(world: World): void {
  const zones = [...world.layout.zones.values()];
  const room = zones.find((zone) => zone.kind === 'storage') ?? zones.find((zone) => zone.kind === 'checkout') ?? zones[0];
  if (!room) return;
  const party: Party = { id: 'staff', size: 2, members: [], isPaying: false, isLeaving: false };
  const [badge, trolley, other] = world.layout.staffTags.map((tag) => createTag(tag));
  const join = (id: string, tag: typeof badge, script: (person: Person) => Script): void => {
    const person = { ...createPerson(id, party, 'staff', 1, room.middle), pocket: tag ?? null, zone: room.id };
    world.join(person, script(person));
  };
  join('staff', badge, (person) => shopkeeper(world, person, trolley ?? null));
  if (Number.isFinite(world.scenario.staffRoundMs)) join('staff-floor', other, (person) => assistant(world, person));
}

/** Waits in the store room; on each round puts strayed goods home and fills up the emptiest section in bulk. */
function* shopkeeper(world: World, person: Person, trolley: Person['pocket']): Script {
  const base = person.position;
  for (;;) {
    yield { wait: world.mind.around(world.scenario.staffRoundMs, 0.3) };
    yield* tidy(world, person);
    yield { walk: world.routes.way(person.position, base) };
    if (trolley) person.worn.push(trolley);
    yield* fillUp(world, person);
    yield { walk: world.routes.way(person.position, base) };
    if (trolley) person.worn.pop();
  }
}

/** On the sales floor: goes about, stands, takes things up to show or to straighten them and puts them back. */
function* assistant(world: World, person: Person): Script {
  const { mind } = world;
  const sections = [...world.layout.sections.values()];
  for (;;) {
    const section = mind.pick(sections);
    yield { walk: world.routes.way(person.position, section.stand) };
    yield { wait: mind.around(40_000, 0.7) };
    const item = world.stock.lying(section.id)[0];
    if (!item || !mind.chance(0.25)) continue;
    world.take(person, item);
    yield { wait: mind.around(15_000, 0.6) };
    world.put(person, item, section.id);
  }
}

function* tidy(world: World, person: Person): Script {
  const strayed = world.stock.items.filter((item) => item.at !== null && item.section !== item.home);
  for (const item of strayed) {
    const to = item.at;
    if (!to) continue;
    yield { walk: world.routes.way(person.position, to) };
    // Somebody may have been quicker.
    if (item.at === null || item.section === item.home) continue;
    world.take(person, item);
    yield { wait: world.mind.between(1_000, 3_000) };
    yield { walk: world.routes.way(person.position, world.stock.sectionOf(item.home).stand) };
    yield { wait: world.mind.between(1_000, 3_000) };
    world.put(person, item, item.home);
  }
}

/** Fills the emptiest section; the pieces are tagged in the store room and go on the shelf one after the other. */
function* fillUp(world: World, person: Person): Script {
  const missing = [...world.layout.sections.values()].map((section) => {
    const wanted = section.planogram.reduce((sum, facing) => sum + facing.facings, 0);
    return { section, share: wanted > 0 ? world.stock.lying(section.id).length / wanted : 1 };
  });
  const emptiest = missing.reduce<(typeof missing)[number] | null>((least, one) => (least && least.share <= one.share ? least : one), null);
  if (!emptiest || emptiest.share >= FILL_BELOW) return;
  const { section } = emptiest;
  for (const { sku, facings } of section.planogram) {
    const lying = world.stock.lying(section.id).filter((item) => item.sku === sku).length;
    const spare = Math.round(facings * 0.15);
    for (let n = lying; n < facings + spare && person.held.length < LOAD; n++) world.stock.bringNew(person, sku, section.id);
  }
  yield { wait: world.mind.between(5_000, 15_000) };
  yield { walk: world.routes.way(person.position, section.stand) };
  for (const item of [...person.held]) {
    yield { wait: world.mind.between(1_000, 4_000) };
    world.put(person, item, section.id, 'arrived');
  }
}
