import { clip } from '../statistics.ts';

/** How fast the present rate of a place follows, and how slowly its usual one, seconds. */
const PRESENT_S = 8;
const USUAL_S = 600;
/** Places that are usually heard less than this often tell nothing about themselves, reads per second. */
const LEAST_RATE = 0.5;
/** Reads that stand for the luck of the last seconds. */
const LUCK = 3;
/** Below this share of the usual reads time is lost; above it, it is luck. */
const LOSES_BELOW = 0.75;
/** Time never stands still: the goods of a place may all have been taken. */
const SLOWEST = 0.2;
/** A rate below this share teaches nothing about what is usual. */
const TEACHES_ABOVE = 0.5;

interface Clock {
  /** Reads since the last tick. */
  reads: number;
  /** Reads per second, now and usually; `usual` counts from 0 up while the place is new. */
  present: number;
  usual: number;
  seconds: number;
  lost: number;
}

/**
 * The time that passes for goods at rest, by place. Who stands before a shelf takes not only of the strength of its goods but reads as
 * well: while a place as a whole is heard less than usually, the silence of one of its tags counts for less. The common mode of
 * rates, as that of levels is the common mode of `RadioGroups`.
 */
export interface GroupClocks {
  /** A tag at rest in the place was read. */
  heard(group: number): void;
  /** A second has passed. */
  tick(): void;
  /** Time that was lost there so far, ms; only differences mean something. Whole, and never decreasing. */
  lost(group: number): number;
  save(): SavedClocks;
}

export type SavedClocks = readonly (readonly [group: number, Clock])[];

const second = (clock: Clock): void => {
  clock.present += (clock.reads - clock.present) / PRESENT_S;
  clock.reads = 0;
  const known = clock.seconds >= USUAL_S / 4 && clock.usual >= LEAST_RATE;
  const share = known ? (clock.present * PRESENT_S + LUCK) / (clock.usual * PRESENT_S + LUCK) : 1;
  if (share < LOSES_BELOW) clock.lost += Math.round(1_000 * (1 - clip(share / LOSES_BELOW, SLOWEST, 1)));
  if (share < TEACHES_ABOVE) return;
  clock.seconds = Math.min(clock.seconds + 1, USUAL_S);
  clock.usual += (clock.present - clock.usual) / clock.seconds;
};

export const createGroupClocks = (isUsed: boolean, saved?: SavedClocks): GroupClocks => {
  const clocks: (Clock | undefined)[] = [];
  for (const [group, clock] of saved ?? []) clocks[group] = { ...clock };
  return {
    heard: (group) => {
      const clock = clocks[group];
      if (clock === undefined) clocks[group] = { reads: 1, present: 0, usual: 0, seconds: 0, lost: 0 };
      else clock.reads++;
    },
    tick: () => {
      if (!isUsed) return;
      for (const clock of clocks) if (clock !== undefined) second(clock);
    },
    lost: (group) => clocks[group]?.lost ?? 0,
    save: () => clocks.flatMap((clock, group) => (clock === undefined ? [] : [[group, { ...clock }] as const])),
  };
};
