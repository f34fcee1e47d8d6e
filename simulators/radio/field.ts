import type { Point } from '../layout/geometry.ts';
import type { AntennaPlace } from '../layout/layout.ts';
import { hashInts, hashNormal } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import type { Tag } from '../shop/people.ts';

/** Antennas that shall hear only what is near are turned down, dB. */
const ATTENUATION: Readonly<Record<AntennaPlace['kind'], number>> = {
  zone: 0,
  'portal-inner': 5,
  'portal-outer': 5,
  checkout: 7,
  'close-range': 10,
};
/** Deviation of how well a kind of goods and the tag on it answer, dB one way. */
const TAG_SPREAD = 1.3;
/** A carried tag meets a new shadow each this many metres. */
const SHADOW_CELL = 0.7;

/** Loss models in dB, one way; two-way effects count double in the RSSI, since the answer goes back the same way. */
export interface Field {
  /** Path, tag and antenna for a place; without what changes in time. */
  pathLoss(tag: Tag, antenna: AntennaPlace, at: Point): number;
  /** The shadow of a tag that lies still: its own for each place it was put in. */
  restShadow(tag: Tag, antenna: AntennaPlace): number;
  /** The shadow and turning of a tag that is carried: changes with the place. */
  carriedShadow(tag: Tag, antenna: AntennaPlace, at: Point): number;
  /** Slow fading: a normal value that lasts some seconds, smooth between. */
  fading(tag: Tag, antenna: AntennaPlace, now: number): number;
  isDead(tag: Tag): boolean;
}

/** Things in the way can take any amount; reflections that help can give only so much. */
const shade = (normal: number): number => Math.max(-1.5, normal);

export function createField(preset: RadioPreset, seed: number): Field {
  const knot = preset.fadingSeconds * 1_000;
  const pair = (tag: Tag, antenna: AntennaPlace): number => hashInts(tag.number, antenna.index + 1, seed);
  return {
    pathLoss(tag, antenna, at) {
      // The height keeps the nearest tag from being infinitely loud.
      const d = Math.hypot(at[0] - antenna.at[0], at[1] - antenna.at[1], antenna.height);
      const own = TAG_SPREAD * shade(hashNormal(tag.number, 77, seed)) + preset.antennaSpread * hashNormal(antenna.index, 78, seed);
      return 10 * preset.pathExponent * Math.log10(d) + own + ATTENUATION[antenna.kind];
    },
    restShadow: (tag, antenna) => preset.shadow * shade(hashNormal(pair(tag, antenna), tag.placing, 3)),
    carriedShadow: (tag, antenna, at) =>
      preset.shadow * 1.3 * shade(hashNormal(pair(tag, antenna), Math.floor(at[0] / SHADOW_CELL), Math.floor(at[1] / SHADOW_CELL))),
    fading(tag, antenna, now) {
      const id = pair(tag, antenna);
      const time = (now + (id % 8_192)) / knot;
      const step = Math.floor(time);
      const share = time - step;
      const mixed = (1 - share) * hashNormal(id, step) + share * hashNormal(id, step + 1);
      // Interpolation between two values has less spread than each of them.
      return preset.fading * shade(mixed / Math.hypot(share, 1 - share));
    },
    isDead: (tag) => hashInts(tag.number, 91, seed) / 4_294_967_296 < preset.deadTags,
  };
}
