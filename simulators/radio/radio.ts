import { distance, type Point } from '../layout/geometry.ts';
import type { AntennaPlace, Layout } from '../layout/layout.ts';
import { createRandom, hashNormal, hashText } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import type { Person, Tag } from '../shop/people.ts';
import type { World } from '../shop/world.ts';
import { createField } from './field.ts';
import { createResting } from './resting.ts';

/** One answer of a tag as a reader hears it, in true time. */
export interface RadioRead {
  readonly at: number;
  readonly device: string;
  readonly port: number;
  readonly epc: string;
  /** dBm in steps of 0.5. */
  readonly rssi: number;
}

export interface Radio {
  /** All reads of the time up to the world's now, since the last call. */
  round(): RadioRead[];
}

interface Carried {
  readonly tag: Tag;
  readonly at: Point;
  readonly loss: number;
}

/** A reader stays this long with one antenna before it turns to the next, ms. */
const DWELL = 100;
/** People nearer to the goods than this stand in the way, metres. */
const IN_THE_WAY = 0.9;

/** The radio side of the shop: readers that take turns with their antennas and share their time among all tags in view. */
export function createRadio(world: World, layout: Layout, preset: RadioPreset, seed: number): Radio {
  const random = createRandom(seed, 'radio');
  const field = createField(preset, seed);
  const resting = createResting(layout, preset, field);
  const readers = [...Map.groupBy(layout.antennas, (antenna) => antenna.device)].map(([device, antennas]) => ({
    device,
    antennas,
    turn: 0,
    downUntil: 0,
  }));
  let now = world.now;
  for (const item of world.items) resting.add(item);
  world.listen((happening) => {
    if (happening.type === 'picked') resting.remove(happening.item);
    if (happening.type === 'put' || happening.type === 'arrived') resting.add(happening.item);
  });

  const hear = (antenna: AntennaPlace, tag: Tag, loss: number, at: number): RadioRead | null => {
    const total = loss + field.fading(tag, antenna, at);
    if (total > preset.marginAtOneMetre) return null;
    const rssi = preset.rssiAtOneMetre - 2 * total + random.normal(0, preset.noise);
    if (rssi < preset.readerFloor) return null;
    return { at, device: antenna.device, port: antenna.port, epc: tag.epc, rssi: Math.round(rssi * 2) / 2 };
  };

  /** One stay with one antenna. */
  const dwell = (
    antenna: AntennaPlace,
    turns: number,
    carried: readonly Carried[],
    blocked: ReadonlyMap<string, number>,
    at: number,
    out: RadioRead[],
  ): void => {
    const gate = antenna.kind.startsWith('portal');
    const lying = resting.heardBy(antenna.index);
    const reach = preset.marginAtOneMetre + 3;
    const near = carried.filter(({ at: place, loss }) => 20 * Math.log10(distance(place, antenna.at) + 0.5) + loss < reach + 4);
    const inView = lying.length + near.length;
    if (inView === 0) return;
    const capacity = (preset.readsPerSecond * (gate ? preset.gateFactor : 1) * DWELL) / 1_000;
    // S0 repeats each tag often; S2 keeps tags quiet between the turns of its antenna.
    const wished = (inView * (gate ? preset.gateRate : preset.shelfRate * turns) * DWELL) / 1_000;
    const tries = random.poisson(Math.min(capacity, wished));
    for (let n = 0; n < tries; n++) {
      const when = at + Math.floor((DWELL * n) / tries);
      const which = Math.floor(random.next() * inView);
      const item = lying[which];
      const held = near[which - lying.length];
      let read: RadioRead | null = null;
      if (item) read = hear(antenna, item, resting.loss(item, antenna.index) + (blocked.get(item.section ?? '') ?? 0), when);
      else if (held) {
        const loss = field.pathLoss(held.tag, antenna, held.at) + field.carriedShadow(held.tag, antenna, held.at) + held.loss;
        read = hear(antenna, held.tag, loss, when);
      }
      if (!read) continue;
      out.push(read);
      if (random.chance(preset.strays)) out.push(stray(read));
    }
  };

  /** The same tag by some reflection at an antenna that should not hear it. */
  const stray = (read: RadioRead): RadioRead => {
    const antenna = random.pick(layout.antennas);
    const rssi = Math.round((preset.readerFloor + random.between(0, 9)) * 2) / 2;
    return { ...read, device: antenna.device, port: antenna.port, rssi };
  };

  const round = (): RadioRead[] => {
    const reads: RadioRead[] = [];
    const carried = carriedTags(world.people, preset, world.now).filter(({ tag }) => !field.isDead(tag));
    const blocked = blockedSections(layout, world.people, preset.bodyLoss);
    const outage = (preset.outagesPerHour * (world.now - now)) / 3_600_000;
    for (const reader of readers) {
      if (random.chance(outage)) reader.downUntil = world.now + random.exponential(preset.outageSeconds * 1_000);
      if (reader.downUntil > world.now) continue;
      for (let at = now; at < world.now; at += DWELL) {
        const antenna = reader.antennas[reader.turn++ % reader.antennas.length];
        if (antenna) dwell(antenna, reader.antennas.length, carried, blocked, at, reads);
      }
    }
    now = world.now;
    return reads;
  };
  return { round };
}

/** Tags in hands, bags and pockets. Each thing hangs a little beside its bearer, and the body covers it for a time. */
function carriedTags(people: Iterable<Person>, preset: RadioPreset, now: number): Carried[] {
  const carried: Carried[] = [];
  for (const person of people) {
    const turning = hashNormal(hashText(person.id), Math.floor(now / 3_000), 5);
    for (const item of person.held) {
      const beside = 0.25 + 0.2 * Math.min(3, person.size);
      const at: Point = [
        person.position[0] + beside * 0.5 * hashNormal(item.number, 11),
        person.position[1] + beside * 0.5 * hashNormal(item.number, 12),
      ];
      carried.push({ tag: item, at, loss: Math.max(0, preset.handLoss * (1 + 0.5 * turning)) });
    }
    if (person.pocket)
      carried.push({ tag: person.pocket, at: person.position, loss: Math.max(0, preset.walletLoss * (1 + 0.4 * turning)) });
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
