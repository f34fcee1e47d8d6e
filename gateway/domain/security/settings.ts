import type { DurationMs, Probability } from '../units.ts';

/** What decides an alarm. Defaults, bounds and the reasons for both stand in the config schema. */
export interface SecuritySettings {
  readonly alarmAt: Probability;
  readonly exitSilence: DurationMs;
  /** Rest beside a gate after which a tag is blocked there; 0 = never. */
  readonly blockAfter: DurationMs;
  /** Unheard by its gate for this long, a blocked tag is free again. */
  readonly unblockAfter: DurationMs;
  readonly bulkItems: number;
  readonly bulkWindow: DurationMs;
  /** A section that is being filled raises no bulk for this long; 0 = never muted. */
  readonly restockMute: DurationMs;
  readonly cloneWindow: DurationMs;
  readonly floodTagsPerSecond: number;
}
