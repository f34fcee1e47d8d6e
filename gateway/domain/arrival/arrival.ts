import type { Input, Reading, TagRead } from '../readings.ts';
import { instant } from '../units.ts';
import { createDeviceClocks, type SavedClocks } from './device-clocks.ts';
import { createReorderBuffer, type SavedBuffer } from './reorder-buffer.ts';
import type { ArrivalSettings } from './settings.ts';

/**
 * What happens to a reading before anybody decides by it: its time is brought to the gateway's clock, and item reads are put into the
 * order in which they happened. A held read is handed over with the time at which its wait ended as its `receivedAt`: a function
 * of when it happened, not of what else arrived, and as ever not before that of the input handed over last.
 *
 * Cards, counters, scales and tills do not wait: somebody may stand before a display. A tick therefore knows the item reads of up
 * to `reorder` before it.
 */
export interface Arrival {
  /** Hands over the item reads that have waited long enough at `now`, epoch ms. Asked before anything that is received then. */
  release(now: number, hand: (read: TagRead) => void): void;
  /** The input with its time put right; null for an item read that has to wait. */
  take(input: Input): Input | null;
  save(): unknown;
}

interface Saved {
  readonly clocks: SavedClocks;
  readonly waiting: SavedBuffer;
}

const isReading = (input: Input): input is Reading => input.kind !== 'tick' && input.kind !== 'alert-acknowledged';

export const createArrival = (settings: ArrivalSettings, saved?: unknown): Arrival => {
  const before = saved as Saved | undefined; // Written by save() below.
  const { reorder } = settings;
  const clocks = createDeviceClocks(settings, before?.clocks);
  const buffer = createReorderBuffer(before?.waiting);

  const hold = (read: TagRead): void => {
    const { kind, device, reportedAt, receivedAt, epc, antenna, rssi, tid, count, detail } = read;
    const at = clocks.when(read, reorder);
    const due = instant(Math.max(at + reorder, receivedAt));
    buffer.hold({ kind, device, at, reportedAt, receivedAt: due, epc, antenna, rssi, tid, count, detail });
  };

  return {
    release: buffer.release,
    take: (input) => {
      if (!isReading(input)) return input;
      if (input.kind === 'tag' && reorder > 0) {
        hold(input);
        return null;
      }
      const at = clocks.when(input, 0);
      return at === input.at ? input : { ...input, at };
    },
    save: (): Saved => ({ clocks: clocks.save(), waiting: buffer.save() }),
  };
};
