import type { DeviceId } from '../ids.ts';

/** Silence of a reader beyond this and beyond ten times its usual gap is an outage. */
const OUTAGE_MS = 5_000;

interface Reader {
  last: number;
  down: number;
  usualGap: number;
}

/**
 * How long each reader has demonstrably been listening. It advances only when the reader reports something, so a reader that
 * went silent as a whole proves nobody's absence.
 */
export interface ReaderUptime {
  /** The reader reported something (any tag, or a message of its own) at `at`, epoch ms. */
  alive(device: DeviceId, at: number): void;
  /** Milliseconds of proven listening so far; only differences mean something. 0 for an unknown reader. */
  up(device: DeviceId): number;
  /** The same for the shop as a whole: the time in which anybody reported anything. */
  upAnywhere(): number;
  save(): unknown;
}

export type SavedUptime = readonly (readonly [DeviceId, Reader])[];

const advance = (reader: Reader, at: number): void => {
  const gap = at - reader.last;
  if (gap <= 0) return;
  if (gap > Math.max(OUTAGE_MS, 10 * reader.usualGap)) reader.down += gap;
  else reader.usualGap += 0.02 * (gap - reader.usualGap);
  reader.last = at;
};

export const createReaderUptime = (saved?: SavedUptime): ReaderUptime => {
  const anywhere = '' as DeviceId;
  const readers = new Map<DeviceId, Reader>(saved?.map(([device, reader]) => [device, { ...reader }]));
  const touch = (device: DeviceId, at: number) => {
    const reader = readers.get(device);
    if (reader === undefined) readers.set(device, { last: at, down: 0, usualGap: 1_000 });
    else advance(reader, at);
  };
  const up = (device: DeviceId) => {
    const reader = readers.get(device);
    return reader === undefined ? 0 : reader.last - reader.down;
  };
  return {
    alive: (device, at) => {
      touch(device, at);
      touch(anywhere, at);
    },
    up,
    upAnywhere: () => up(anywhere),
    save: () => [...readers],
  };
};
