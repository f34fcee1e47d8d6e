import type { LoadedConfig } from './config/loaded-config.ts';
import type { Reading } from './domain/readings.ts';
import type { Instant } from './domain/units.ts';
import type { Frame } from './pipeline/frame.ts';
import { createInterpreter } from './pipeline/interpreter.ts';
import { createPseudonyms } from './pipeline/pseudonyms.ts';
import { readRecording } from './pipeline/recording.ts';
import { createTally } from './pipeline/tally.ts';
import { type TopicShop, topicResolver } from './topic-resolver.ts';

/** A recording and what is needed to understand it: plain data, which may go to another thread. */
export interface Recorded {
  readonly path: string;
  readonly shop: TopicShop;
  /** Of the pseudonyms. */
  readonly key: Uint8Array;
}

/** How many messages a recording holds, and how many of them ended under each outcome. */
export interface RecordedCounts {
  readonly frames: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** What of `LoadedConfig` tells whose message it is. */
export const recordedShop = ({ config: { devices, store }, settings }: LoadedConfig): TopicShop => ({
  config: { devices, store },
  settings,
});

/**
 * Reads a recording and understands it, as the drivers of the shop do. `onFrame` hears of every message in its order, with the readings
 * that it gave; `onBatch` of the bytes read so far, every megabyte or so, and is waited for. Throws RECORDING_INVALID.
 */
export async function readReadings(
  { path, shop, key }: Recorded,
  onFrame: (receivedAt: Instant, readings: readonly Reading[]) => void,
  onBatch: (bytes: number) => Promise<void> | void,
): Promise<RecordedCounts> {
  const tally = createTally();
  const { interpret } = createInterpreter({ resolve: topicResolver(shop).resolve, pseudonym: createPseudonyms(key), tally });
  const outcomes: Record<string, number> = {};
  let frames = 0;
  let bytes = 0;
  const endBatch = (read: number): Promise<void> | void => {
    bytes = read;
    for (const { outcome, frames: count } of tally.take().counts) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
    return onBatch(bytes);
  };
  const take = (frame: Frame): void => {
    frames++;
    onFrame(frame.receivedAt, interpret(frame));
  };
  await readRecording(path, take, endBatch);
  // The last line may stand without a line end.
  await endBatch(bytes);
  return { frames, outcomes };
}
