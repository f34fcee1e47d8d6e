import type { Point } from '../layout/geometry.ts';
import { beside, goTo } from './doors.ts';
import type { Receipt } from './happening.ts';
import { HABITS } from './manners.ts';
import type { Item, Person, Script } from './people.ts';
import type { World } from './world.ts';

/** Shares of receipts whose lines are all EPCs, all product codes, and some of each. */
const STYLES = [0.6, 0.2, 0.2];

/** Queues at a till and pays for what is not hidden. Nothing happens in a shop without a checkout, or with empty hands. */
export function* pay(world: World, person: Person): Script {
  const { mind, layout } = world;
  const zone = [...layout.zones.values()].find((one) => one.kind === 'checkout');
  if (!zone || person.held.length === 0) return;
  person.party.isPaying = true;
  const tills = [...layout.devices.values()].filter((device) => device.roles.has('till'));
  const till = tills.length > 0 ? mind.pick(tills) : null;
  const place: Point = tills.length > 1 && till?.at ? till.at : zone.middle;
  yield* goTo(world, person, beside(world, place));
  yield { wait: mind.around(20_000, 0.5) + 4_000 * person.held.length };
  if (person.held.length > 1 && mind.chance(HABITS.hides * world.unruly)) person.hidden.add(mind.pick(person.held));
  const items = person.held.filter((item) => !person.hidden.has(item));
  const showsCard = person.card !== null && mind.chance(0.9);
  const receipt: Receipt = {
    id: `r${(world.now - 1_500_000_000_000).toString(36)}-${person.id}`,
    till: till?.id ?? null,
    items,
    byProduct: byProduct(world, items),
    card: showsCard ? person.card : null,
    delayMs: mind.chance(HABITS.paysLate * world.unruly) ? mind.around(25_000, 0.9) : mind.between(200, 2_500),
  };
  world.sell(person, receipt);
  yield { wait: mind.between(3_000, 9_000) };
}

function byProduct({ mind }: World, items: readonly Item[]): Set<Item> {
  const style = mind.weighted(STYLES);
  return new Set(items.filter(() => style === 1 || (style === 2 && mind.chance(0.5))));
}
