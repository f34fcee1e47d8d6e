import type { DurationMs } from '../units.ts';

/** What decides who is in the shop. Defaults, bounds and the reasons for both stand in the config schema. */
export interface VisitSettings {
  readonly silence: DurationMs;
  readonly mergeGap: DurationMs;
  readonly cardToCounter: DurationMs;
  /** How long it may stay open which of several visits left, waiting for evidence. */
  readonly settle: DurationMs;
  /** Longest visit believed; older ones are closed and flagged. */
  readonly longest: DurationMs;
}
