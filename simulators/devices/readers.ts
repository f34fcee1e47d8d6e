import type { DeviceReading } from '../../devices/kit/define-device.ts';
import type { Layout } from '../layout/layout.ts';
import type { RadioRead } from '../radio/dwell.ts';
import type { DeviceClock } from './clock.ts';
import type { DeviceOutput, Speak } from './message.ts';
import { tagReading } from './readings.ts';

/** A reader whose wire form is whole arrays sends them in batches. */
const BATCH_EVERY = 1_700;
/** Shelf readers roll their reads into one report in this time; gates report at once, since an alarm waits for it. */
const REPORT_EVERY = 1_000;

/** Collects what each reader heard and sends it in the reader's rhythm. */
export interface Readers {
  hear(reads: readonly RadioRead[]): void;
  /** Reports due up to `now`. */
  report(now: number): DeviceOutput[];
}

export function createReaders(layout: Layout, speakers: ReadonlyMap<string, Speak>, clocks: ReadonlyMap<string, DeviceClock>): Readers {
  const gates = new Set(layout.antennas.filter((antenna) => antenna.kind.startsWith('portal')).map((antenna) => antenna.device));
  const batched = new Set([...layout.devices.values()].filter(({ driver }) => driver === 'canonical-json').map(({ id }) => id));
  const waiting = new Map<string, { readings: DeviceReading[]; due: number }>();
  return {
    hear(reads) {
      for (const read of reads) {
        const at = clocks.get(read.device)?.(read.at);
        if (at === undefined) continue;
        const queue = waiting.get(read.device) ?? { readings: [], due: 0 };
        queue.readings.push(tagReading({ device: read.device, at }, read));
        waiting.set(read.device, queue);
      }
    },
    report(now) {
      const out: DeviceOutput[] = [];
      for (const [device, queue] of waiting) {
        const speak = speakers.get(device);
        if (!speak || queue.readings.length === 0 || now < queue.due) continue;
        queue.readings.sort((a, b) => a.at - b.at);
        out.push(...speak(queue.readings, now));
        queue.readings = [];
        queue.due = now + (gates.has(device) ? 0 : batched.has(device) ? BATCH_EVERY : REPORT_EVERY);
      }
      return out;
    },
  };
}
