import type { Person } from './people.ts';

/** What the people of one kind do inside, as chances. */
export interface Manner {
  /** Shelf places visited, at least and at most. */
  readonly stops: readonly [number, number];
  /** Chance to take something at a place, and to put it back after a look. */
  readonly picks: number;
  readonly putsBack: number;
  /** Chance to take clothes and the like to the fitting room. */
  readonly fits: number;
  readonly pays: boolean;
}

const MANNERS: Readonly<Record<Exclude<Person['purpose'], 'staff'>, Manner>> = {
  browser: { stops: [1, 4], picks: 0.45, putsBack: 0.97, fits: 0.05, pays: true },
  buyer: { stops: [2, 5], picks: 0.8, putsBack: 0.3, fits: 0.3, pays: true },
  member: { stops: [2, 5], picks: 0.75, putsBack: 0.35, fits: 0.35, pays: true },
  thief: { stops: [1, 2], picks: 1, putsBack: 0, fits: 0, pays: false },
};

export const mannerOf = ({ purpose }: Person): Manner => MANNERS[purpose === 'staff' ? 'browser' : purpose];

/**
 * How often people do what makes a shop hard to read, as chances at `unruly` 1; see `RadioPreset.unruly`. Nobody publishes
 * such figures: they are chosen so that each case happens some times in an hour of rush.
 */
export const HABITS = {
  /** Something put back lands in another section. */
  misplaces: 0.08,
  /** At a later stop, an item carried so far is given up and left there. */
  abandons: 0.05,
  /** Walks to the gate with goods not yet paid, waits or paces there, and comes back in. */
  loitersUnpaid: 0.05,
  /** The same on the way out, with paid goods or empty hands. */
  loitersAtTheEnd: 0.08,
  /** A party walks apart inside. */
  splits: 0.5,
  /** Leaves, and comes back within minutes. */
  returns: 0.04,
  /** Leans on the shelf. */
  leans: 0.06,
  /** Pays most of it and hides the rest. */
  hides: 0.012,
  /** Wears or carries tags of other shops. */
  wearsTags: 0.3,
  /** The till's message comes late: seconds to minutes. */
  paysLate: 0.08,
} as const;
