import type { Person, Script } from './people.ts';
import type { World } from './world.ts';

/** A section is filled up when it holds less than this share of what the plan wants. */
const FILL_BELOW = 0.75;

/** One of the staff: waits in the store room; on each round puts strayed goods home and fills up the emptiest section. */
export function* shopkeeper(world: World, person: Person): Script {
  const base = person.position;
  for (;;) {
    yield { wait: world.mind.around(world.scenario.staffRoundMs, 0.3) };
    yield* tidy(world, person);
    yield* fillUp(world, person, base);
    yield { walk: world.routes.way(person.position, base) };
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

function* fillUp(world: World, person: Person, base: Person['position']): Script {
  const missing = [...world.layout.sections.values()].map((section) => {
    const wanted = section.planogram.reduce((sum, facing) => sum + facing.facings, 0);
    return { section, share: wanted > 0 ? world.stock.lying(section.id).length / wanted : 1, wanted };
  });
  const emptiest = missing.reduce<(typeof missing)[number] | null>((least, one) => (least && least.share <= one.share ? least : one), null);
  if (!emptiest || emptiest.share >= FILL_BELOW) return;
  const { section } = emptiest;
  yield { walk: world.routes.way(person.position, base) };
  for (const { sku, facings } of section.planogram) {
    const lying = world.stock.lying(section.id).filter((item) => item.sku === sku).length;
    for (let n = lying; n < facings; n++) world.stock.bringNew(person, sku, section.id);
  }
  yield { wait: world.mind.between(5_000, 15_000) };
  yield { walk: world.routes.way(person.position, section.stand) };
  for (const item of [...person.held]) {
    yield { wait: world.mind.between(1_000, 4_000) };
    world.put(person, item, section.id, 'arrived');
  }
}
