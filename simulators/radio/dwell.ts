import { distance, type Point } from '../layout/geometry.ts';
import type { AntennaPlace, Layout } from '../layout/layout.ts';
import { hashInts, type Random } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import type { Tag } from '../shop/people.ts';
import type { Field } from './field.ts';
import type { Resting } from './resting.ts';

/** One answer of a tag as a reader hears it, in true time. */
export interface RadioRead {
  readonly at: number;
  readonly device: string;
  readonly port: number;
  readonly epc: string;
  /** dBm in steps of 0.5. */
  readonly rssi: number;
}

/** A tag in a hand, bag or pocket, with what the body takes of its signal, dB one way. */
export interface CarriedTag {
  readonly tag: Tag;
  readonly at: Point;
  readonly loss: number;
}

/** What stands still for the length of a round. */
export interface Scene {
  readonly carried: readonly CarriedTag[];
  /** Extra loss per section, dB one way, of people standing before it. */
  readonly blocked: ReadonlyMap<string, number>;
}

export interface Air {
  readonly layout: Layout;
  readonly preset: RadioPreset;
  readonly field: Field;
  readonly resting: Resting;
  readonly random: Random;
}

/** A reader stays this long with one antenna before it turns to the next, ms. */
export const DWELL = 100;

/**
 * What a reader hears in one stay with one of its antennas. All tags in view share the stay's capacity; `turns` is how many
 * antennas share the reader, so that a tag under one of many is not read less than its session allows.
 */
export function dwell(air: Air, antenna: AntennaPlace, turns: number, scene: Scene, at: number): RadioRead[] {
  const { preset, random, resting, field } = air;
  const isGate = antenna.kind.startsWith('portal');
  const lying = resting.heardBy(antenna.index);
  const near = scene.carried.filter((one) => isNear(one, antenna, preset));
  const inView = lying.length + near.length;
  if (inView === 0) return [];
  const capacity = (preset.readsPerSecond * (isGate ? preset.gateFactor : 1) * DWELL) / 1_000;
  // S0 repeats each tag often; S2 keeps tags quiet between the turns of its antenna.
  const wished = (inView * (isGate ? preset.gateRate : preset.shelfRate * turns) * DWELL) / 1_000;
  const tries = random.poisson(Math.min(capacity, wished));
  const reads: RadioRead[] = [];
  for (let n = 0; n < tries; n++) {
    const when = at + Math.floor((DWELL * n) / tries);
    const which = Math.floor(random.next() * inView);
    const item = lying[which];
    const held = near[which - lying.length];
    let read: RadioRead | null = null;
    if (item) {
      read = hear(air, antenna, item, resting.loss(item, antenna.index) + (scene.blocked.get(item.section ?? '') ?? 0), when);
    } else if (held) {
      const { tag, at: place, loss } = held;
      read = hear(air, antenna, tag, field.pathLoss(tag, antenna, place) + field.carriedShadow(tag, antenna, place) + loss, when);
    }
    if (!read) continue;
    reads.push(read);
    if (random.chance(preset.strays)) reads.push(stray(air, read, (item ?? held?.tag)?.number ?? 0));
  }
  return reads;
}

/** A carried tag this far beyond the turn-on is not worth a try. */
const isNear = ({ at, loss }: CarriedTag, antenna: AntennaPlace, preset: RadioPreset): boolean =>
  10 * preset.pathExponent * Math.log10(distance(at, antenna.at) + 0.5) + loss < preset.marginAtOneMetre + 7;

function hear({ preset, field, random }: Air, antenna: AntennaPlace, tag: Tag, loss: number, at: number): RadioRead | null {
  const total = loss + field.fading(tag, antenna, at);
  if (total > preset.marginAtOneMetre) return null;
  // The answer goes back the way the power came: every loss counts twice.
  const rssi = preset.rssiAtOneMetre - 2 * total + random.normal(0, preset.noise);
  if (rssi < preset.readerFloor) return null;
  return { at, device: antenna.device, port: antenna.port, epc: tag.epc, rssi: Math.round(rssi * 2) / 2 };
}

/** Share of a tag's strays that come by the same reflection: the way to one antenna that the room happens to favour. */
const FAVOURED = 0.5;

/** The same tag by some reflection at an antenna that should not hear it. */
function stray({ layout, preset, random }: Air, read: RadioRead, tag: number): RadioRead {
  const favourite = layout.antennas[hashInts(tag, 41, layout.antennas.length) % layout.antennas.length];
  const antenna = (random.chance(FAVOURED) ? favourite : undefined) ?? random.pick(layout.antennas);
  const rssi = Math.round((preset.readerFloor + random.between(0, 9)) * 2) / 2;
  return { ...read, device: antenna.device, port: antenna.port, rssi };
}
