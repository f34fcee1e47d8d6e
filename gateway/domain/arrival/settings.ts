import type { DurationMs } from '../units.ts';

/** What decides when a reading is taken to have happened. Defaults, bounds and the reasons for both stand in the config schema. */
export interface ArrivalSettings {
  /** Item reads wait this long for others that happened before them; 0: they do not wait. At most 2 s. */
  readonly reorder: DurationMs;
  /** A device's clock that differs from the others' by less than this is taken at its word. */
  readonly clockTolerance: DurationMs;
}
