import type { DurationMs } from '../units.ts';

/** What decides where a tag is. Defaults, bounds and the reasons for both stand in the config schema. */
export interface TagSettings {
  /** A tag has arrived after this many reads inside the window. */
  readonly arrivalReads: number;
  readonly arrivalWindow: DurationMs;
  /** Reads weaker than this are not looked at, dBm. */
  readonly floorDbm: number;
  /** A zone must lead the present one by this many dB to take a tag over. */
  readonly hysteresisDb: number;
  /** Halving time of a zone's hold on an unread tag. */
  readonly decay: DurationMs;
  /** Unread by its home section for this long while heard elsewhere, or with a weight step: picked. */
  readonly pickSilence: DurationMs;
  readonly departedAfter: DurationMs;
  /** Diagnostic: false judges each tag without what its neighbours go through at the moment. */
  readonly commonMode: boolean;
  /** Diagnostic: false judges an antenna new to a tag without what that antenna hears of the tag's neighbours. */
  readonly sectionPrior: boolean;
}
