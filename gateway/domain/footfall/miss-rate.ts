import { clip } from '../statistics.ts';

/** Until the shop has taught otherwise a counter misses one person in twenty-five; believed like this many crossings. */
const FIRST_RATE = 0.04;
const PRIOR_CROSSINGS = 50;
const BOUNDS = [0.005, 0.4] as const;
/** Crossings that are remembered: a counter that is repaired or moved is learned anew within some days. */
const REMEMBERED = 2_000;

export interface SavedMisses {
  readonly crossings: number;
  readonly missed: number;
}

/** How many people the counters miss, learned from cards, goods and visits that crossed the door uncounted. */
export interface MissRate {
  counted(people: number): void;
  missed(people: number): void;
  /** Share of people who cross uncounted, 0.005..0.4. */
  rate(): number;
  save(): SavedMisses;
}

export const createMissRate = (saved: SavedMisses = { crossings: 0, missed: 0 }): MissRate => {
  let { crossings, missed } = saved;
  const forget = () => {
    if (crossings <= REMEMBERED) return;
    crossings /= 2;
    missed /= 2;
  };
  return {
    counted: (people) => {
      crossings += people;
      forget();
    },
    missed: (people) => {
      missed += people;
    },
    rate: () => clip((FIRST_RATE * PRIOR_CROSSINGS + missed) / (PRIOR_CROSSINGS + crossings + missed), ...BOUNDS),
    save: () => ({ crossings, missed }),
  };
};
