import type { DurationMs, Probability } from '../units.ts';

/** What decides which visit holds an item. Defaults, bounds and the reasons for both stand in the config schema. */
export interface CustodySettings {
  /** From this probability on a visit is said to hold an item. */
  readonly reportAt: Probability;
  /** From this probability on the shop acts on it: offers, what a visit carries, which visit an exit closes. */
  readonly actAt: Probability;
  /** An item put down and taken up again within this time by the same people was only looked at. */
  readonly pauseInHand: DurationMs;
}
