import type { Dice } from './strange-dice.ts';

/** A radio world, told in the words of whoever measures one. Nothing of it is known to the gateway. */
export interface Radio {
  /** Added to every level: other tags, cables, power. */
  readonly offsetDb: number;
  /** Levels are reported in steps of so many dB; null: no level at all. */
  readonly stepDb: number | null;
  readonly noiseDb: number;
  /** Reads per second of a tag straight before an antenna. */
  readonly readsPerS: number;
  /** Read once, then silent for a time between these (session S1 and its like), ms. */
  readonly hush: readonly [number, number] | null;
  /** A reader's messages come every so many ms. */
  readonly everyMs: number;
  /** One line per tag and antenna and message, with `count`. */
  readonly rolledUp: boolean;
  /** Lines tell their time. */
  readonly stamped: boolean;
  /** What the reader's clock shows more than the true time, ms. */
  readonly clock: (at: number) => number;
  /** Share of messages that come again. */
  readonly repeated: number;
  /** Share of messages that come up to so much late. */
  readonly late: { readonly share: number; readonly ms: number };
}

export const PLAIN: Radio = {
  offsetDb: 0,
  stepDb: 0.5,
  noiseDb: 2,
  readsPerS: 0.5,
  hush: null,
  everyMs: 1_000,
  rolledUp: false,
  stamped: true,
  clock: () => 0,
  repeated: 0,
  late: { share: 0, ms: 0 },
};

export type Point = readonly [x: number, y: number];

export interface Ear {
  readonly device: string;
  readonly port: number;
  readonly at: Point;
}

/** Where a tag is from `from` on; `at` null: out of the shop. A tag in the hand is shadowed by who carries it. */
export interface Stay {
  readonly from: number;
  readonly at: Point | null;
  readonly held: boolean;
}

export interface Read {
  readonly epc: string;
  readonly device: string;
  readonly port: number;
  readonly at: number;
  readonly rssi: number;
}

/** Level of a tag one metre away, loss per tenfold distance, and the level at which half of the answers are lost. */
const ONE_METRE_DBM = -44;
const LOSS_DB = 28;
const HALF_LOST_DBM = -68;

const place = (stays: readonly Stay[], at: number, from: number): number => {
  let i = from;
  for (let next = stays[i + 1]; next !== undefined && next.from <= at; next = stays[i + 1]) i++;
  return i;
};

/** All reads of one tag between two times, in order of time. */
export function readsOf(
  epc: string,
  stays: readonly Stay[],
  ears: readonly Ear[],
  radio: Radio,
  dice: Dice,
  [from, to]: readonly [number, number],
): Read[] {
  const reads: Read[] = [];
  const shadows = ears.map(() => dice.normal() * 2);
  const hushed = ears.map(() => 0);
  let stay = 0;
  let fade = 0;
  for (let second = from; second < to; second += 1_000) {
    const before = stay;
    stay = place(stays, second, stay);
    const now = stays[stay];
    if (now === undefined || now.at === null) continue;
    const { at: spot, held } = now;
    if (stay !== before) for (let i = 0; i < shadows.length; i++) shadows[i] = dice.normal() * 2;
    if (held) fade = 0.7 * fade + dice.normal() * 2.5;
    ears.forEach((ear, i) => {
      const metres = Math.max(0.5, Math.hypot(spot[0] - ear.at[0], spot[1] - ear.at[1]));
      const level = ONE_METRE_DBM - LOSS_DB * Math.log10(metres) + (shadows[i] ?? 0) + (held ? fade - 3 : 0);
      if (level < HALF_LOST_DBM - 10) return;
      const answers = 1 / (1 + Math.exp((HALF_LOST_DBM - level) / 1.5));
      for (let k = dice.poisson(radio.readsPerS * answers); k > 0; k--) {
        const at = second + Math.floor(dice.uniform() * 1_000);
        if (at < (hushed[i] ?? 0)) continue;
        if (radio.hush !== null) hushed[i] = at + radio.hush[0] + dice.uniform() * (radio.hush[1] - radio.hush[0]);
        reads.push({ epc, device: ear.device, port: ear.port, at, rssi: level + radio.offsetDb + dice.normal() * radio.noiseDb });
      }
    });
  }
  return reads.sort((a, b) => a.at - b.at);
}
