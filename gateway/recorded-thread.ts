import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Reading } from './domain/readings.ts';
import type { Instant } from './domain/units.ts';
import { type ErrorCode, GatewayError } from './errors.ts';
import { createUnpacker, type PackedReadings } from './pipeline/packed-readings.ts';
import type { Recorded, RecordedCounts } from './recorded.ts';

/** What the reading thread says. */
export type RecordedWord =
  | {
      readonly kind: 'packet';
      /** Receive times of its first and its last message, whether they gave readings or not; 0 before the first of all. */
      readonly first: Instant;
      readonly last: Instant;
      /** Bytes read so far. */
      readonly bytes: number;
      readonly packed: PackedReadings;
    }
  | { readonly kind: 'end'; readonly counts: RecordedCounts }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly context: Readonly<Record<string, unknown>> };

/**
 * `readReadings` in a thread of its own: while that decodes, this one thinks. `onTime` hears of the time that passes, `onReading` of each
 * reading when its time has come, `onBatch` of the bytes read so far. Tag reads come without their radio details. Throws RECORDING_INVALID.
 */
export async function readReadingsAside(
  recorded: Recorded,
  onTime: (at: Instant) => void,
  onReading: (reading: Reading) => void,
  onBatch: (bytes: number) => void,
): Promise<RecordedCounts> {
  const worker = new Worker(new URL('./recorded-worker.ts', import.meta.url), { workerData: recorded });
  const unpack = createUnpacker();
  const take = (reading: Reading): void => {
    onTime(reading.receivedAt);
    onReading(reading);
  };
  try {
    for await (const [word] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[RecordedWord]>) {
      if (word.kind === 'end') return word.counts;
      if (word.kind === 'failed') throw new GatewayError(word.code, word.message, word.context);
      if (word.first > 0) onTime(word.first);
      unpack(word.packed, take);
      if (word.last > 0) onTime(word.last);
      onBatch(word.bytes);
      worker.postMessage('taken');
    }
    throw new Error('the reading thread ended before the recording did');
  } finally {
    await worker.terminate();
  }
}
