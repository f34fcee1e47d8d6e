import type { DurationMs, Probability } from '../units.ts';

/** What decides what a shelf is said to hold. Defaults, bounds and the reasons for both stand in the config schema. */
export interface ShelfSettings {
  /** A count must stand this long before it is said. */
  readonly hold: DurationMs;
  /** An empty place must stand this long before it is said to be out. */
  readonly outHold: DurationMs;
  /** Probability of an empty place from which it is out; below half of it, it is not any more. */
  readonly outAt: Probability;
  /** At rest on another shelf for this long: misplaced. */
  readonly misplacedAfter: DurationMs;
  /** After the first input the shop's goods need this long to be heard before an empty place means anything. */
  readonly warmUp: DurationMs;
  /** Share of tags that never answer, in a shop whose stock count is right. */
  readonly deadTags: Probability;
}
