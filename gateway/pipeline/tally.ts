import { instant } from '../domain/units.ts';
import type { DeviceTraffic, FrameCount, Quarantined } from './ledger-port.ts';
import { printableSample, printableText } from './printable-sample.ts';

/** Samples kept between two commits; more are counted but not kept. */
const SAMPLES_PER_COMMIT = 100;

/** Counts what became of each frame until the next commit takes the counts along. */
export function createTally() {
  let counts: { device: string; outcome: string; frames: number; readings: number }[] = [];
  // Two levels of maps, because making a text key for every frame would cost more than the counting.
  let byOutcome = new Map<string, Map<string, (typeof counts)[number]>>();
  let traffic = new Map<string, { lastMessage: number; skewMs: number | null }>();
  let samples: Quarantined[] = [];

  function entryOf(device: string, outcome: string): (typeof counts)[number] {
    let byDevice = byOutcome.get(outcome);
    if (!byDevice) {
      byDevice = new Map();
      byOutcome.set(outcome, byDevice);
    }
    let entry = byDevice.get(device);
    if (!entry) {
      entry = { device, outcome, frames: 0, readings: 0 };
      byDevice.set(device, entry);
      counts.push(entry);
    }
    return entry;
  }

  return {
    count(device: string, outcome: string, readings: number): void {
      const entry = entryOf(device, outcome);
      entry.frames++;
      entry.readings += readings;
    },
    /** Frames that are gone before anyone applied them. */
    lost(reason: string, frames: number): void {
      entryOf('', `evicted:${reason}`).frames = frames;
    },
    heard(device: string, receivedAt: number, skewMs: number | null): void {
      const entry = traffic.get(device);
      if (entry) {
        entry.lastMessage = receivedAt;
        entry.skewMs = skewMs ?? entry.skewMs;
      } else traffic.set(device, { lastMessage: receivedAt, skewMs });
    },
    quarantine(at: number, reason: string, detail: string, device: string, topic: string, bytes: Uint8Array, showable: boolean): void {
      if (samples.length >= SAMPLES_PER_COMMIT) return;
      const sample = showable ? printableSample(bytes) : '';
      samples.push({ at: instant(at), reason, detail, device, topic: printableText(topic), sample, bytes: bytes.length });
    },
    isEmpty: (): boolean => counts.length === 0 && samples.length === 0 && traffic.size === 0,
    hasSamples: (): boolean => samples.length > 0,
    take(): { counts: FrameCount[]; traffic: DeviceTraffic[]; quarantine: Quarantined[] } {
      const taken = {
        counts,
        traffic: [...traffic].map(([device, entry]) => ({ device, lastMessage: instant(entry.lastMessage), skewMs: entry.skewMs })),
        quarantine: samples,
      };
      counts = [];
      byOutcome = new Map();
      traffic = new Map();
      samples = [];
      return taken;
    },
  };
}

export type Tally = ReturnType<typeof createTally>;
