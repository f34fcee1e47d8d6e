import { distance, type Point } from '../layout/geometry.ts';
import type { Layout } from '../layout/layout.ts';
import { createRandom, hashNormal, hashText } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import type { Person } from '../shop/people.ts';
import type { World } from '../shop/world.ts';
import { type Air, type CarriedTag, DWELL, dwell, type RadioRead, type Scene } from './dwell.ts';
import { createField } from './field.ts';
import { createResting } from './resting.ts';

/** A reader falls silent, or comes back. */
export type OnOutage = (device: string, at: number, isOver: boolean) => void;

export interface Radio {
  /** All reads of the time up to the world's now, since the last call. */
  round(): RadioRead[];
}

/** People nearer to the goods than this stand in the way, metres. */
const IN_THE_WAY = 0.9;
const HOUR = 3_600_000;

/** The radio side of the shop: readers that take turns with their antennas and share their time among all tags in view. */
export function createRadio(world: World, layout: Layout, preset: RadioPreset, seed: number, onOutage: OnOutage = () => undefined): Radio {
  const random = createRandom(seed, 'radio');
  const field = createField(preset, seed);
  const resting = createResting(layout, preset, field);
  const air: Air = { layout, preset, field, resting, random };
  const byDevice = Map.groupBy(layout.antennas, (antenna) => antenna.device);
  const readers = [...byDevice].map(([device, antennas]) => ({ device, antennas, turn: 0, downUntil: 0 }));
  let heardUntil = world.now;
  for (const item of world.stock.items) resting.add(item);
  world.listen((happening) => {
    if (happening.type === 'picked') resting.remove(happening.item);
    if (happening.type === 'put' || happening.type === 'arrived') resting.add(happening.item);
  });
  const round = (): RadioRead[] => {
    const { now, people } = world;
    const reads: RadioRead[] = [];
    const scene: Scene = {
      carried: carriedTags(people, preset, now).filter(({ tag }) => !field.isDead(tag)),
      blocked: blockedSections(layout, people, preset.bodyLoss),
    };
    const outage = (preset.outagesPerHour * (now - heardUntil)) / HOUR;
    for (const reader of readers) {
      if (random.chance(outage) && reader.downUntil <= now) {
        reader.downUntil = now + random.exponential(preset.outageSeconds * 1_000);
        onOutage(reader.device, now, false);
        onOutage(reader.device, Math.ceil(reader.downUntil), true);
      }
      if (reader.downUntil > now) continue;
      for (let at = heardUntil; at < now; at += DWELL) {
        const antenna = reader.antennas[reader.turn++ % reader.antennas.length];
        if (antenna) reads.push(...dwell(air, antenna, reader.antennas.length, scene, at));
      }
    }
    heardUntil = now;
    // A reflection may point at a reader that is out.
    const down = new Set(readers.filter(({ downUntil }) => downUntil > now).map(({ device }) => device));
    return down.size === 0 ? reads : reads.filter(({ device }) => !down.has(device));
  };
  return { round };
}

/** Tags in hands, bags, pockets and clothes. Each thing hangs a little beside its bearer, and the body covers it for a time. */
function carriedTags(people: Iterable<Person>, preset: RadioPreset, now: number): CarriedTag[] {
  const carried: CarriedTag[] = [];
  for (const { id, size, held, pocket, worn, veil, position } of people) {
    // Somebody turns round every few seconds.
    const turning = hashNormal(hashText(id), Math.floor(now / 3_000), 5);
    const spread = 0.125 + 0.1 * Math.min(3, size);
    for (const item of held) {
      const at: Point = [position[0] + spread * hashNormal(item.number, 11), position[1] + spread * hashNormal(item.number, 12)];
      carried.push({ tag: item, at, loss: Math.max(0, preset.handLoss * (1 + 0.5 * turning)) + veil });
    }
    for (const tag of worn) carried.push({ tag, at: position, loss: Math.max(0, preset.handLoss * (1.2 + 0.4 * turning)) });
    if (pocket) carried.push({ tag: pocket, at: position, loss: Math.max(0, preset.walletLoss * (1 + 0.4 * turning)) });
  }
  return carried;
}

/** Extra loss of sections that somebody stands before, dB: the common mode of their goods. */
function blockedSections(layout: Layout, people: Iterable<Person>, bodyLoss: number): Map<string, number> {
  const blocked = new Map<string, number>();
  for (const person of people) {
    for (const section of layout.sections.values()) {
      if (distance(person.position, section.stand) > IN_THE_WAY) continue;
      blocked.set(section.id, Math.min(2 * bodyLoss, (blocked.get(section.id) ?? 0) + bodyLoss * Math.min(2, person.size)));
    }
  }
  return blocked;
}
