import type { AntennaPlace } from '../floor-plan.ts';
import type { DeviceId } from '../ids.ts';

/** Silence of a reader beyond this, and beyond ten times its usual gap, is an outage. */
const OUTAGE_MS = 5_000;
const USUAL_GAPS = 10;
/** A reader is judged by the second; below this share of its usual reads it does not really listen. */
const SLOT_MS = 1_000;
const FAR_BELOW = 0.05;
/** Time constant of a reader's usual reads a second, and how much slower it learns from seconds far below them. */
const USUAL_OVER_MS = 60_000;
const SLOWER = 10;
/** The usual gap is the mean of the first gaps, then of about so many latest ones. */
const GAPS = 50;
/** A reader that is out for longer than this was taken away: what it does not hear is no longer waited for. */
const FORGOTTEN_MS = 3_600_000;

/** What is known of one reader; plain data, times in ms. */
interface Reader {
  /** When it reported last. */
  last: number;
  /** Listening so far that is proven. */
  up: number;
  /** Time since then of which nothing is known yet: proven by reads that come soon enough. */
  pending: number;
  /** It said that it goes away. */
  gone: boolean;
  /** Beginning of the running second, and the reads in it. */
  slot: number;
  reads: number;
  /** Usual reads a second while it listens. */
  rate: number;
  usualGap: number;
  gaps: number;
}

/**
 * How long each reader has demonstrably been listening. It advances only when the reader hears tags about as it usually does, so an
 * outage proves nobody's absence: neither silence, nor a remaining trickle of reads below 5 % of the usual for 5 s, nor the
 * time after it said that it goes offline. Heartbeats count for nothing: a reader with a broken cable sends them too.
 */
export interface ReaderUptime {
  /** The reader heard a tag at `at`, epoch ms or from any fixed time; times may repeat and do not fall. */
  heard(device: DeviceId, at: number): void;
  /** The reader said goodbye, or its broker did so for it: what follows is no listening until it hears tags again. */
  offline(device: DeviceId, at: number): void;
  /** Milliseconds of proven listening of an antenna's reader so far; only differences mean something. 0 for an unknown reader. */
  up(antenna: AntennaPlace): number;
  /** The same for the shop as a whole: the time in which anybody heard anything. */
  upAnywhere(): number;
  /** True while a reader that usually hears goods at rest is out, for up to an hour: what nobody hears may be where it listens. */
  isAnyOut(at: number): boolean;
  save(): SavedUptime;
}

export type SavedUptime = readonly (readonly [DeviceId, Reader])[];

/** The shop as a whole among its readers; no device has this name. */
const WHOLE_SHOP = '' as DeviceId;

const newReader = (at: number): Reader => ({
  last: at,
  up: 0,
  pending: 0,
  gone: false,
  slot: at,
  reads: 0,
  rate: 0,
  usualGap: 0,
  gaps: 0,
});

const longestSilence = (reader: Reader): number => Math.max(OUTAGE_MS, USUAL_GAPS * reader.usualGap);

/** Judges the running second and the silence after it, and begins a new one at `at`. */
const endSlot = (reader: Reader, at: number): void => {
  const passed = at - reader.slot;
  const listened = reader.reads > 0 && reader.reads >= FAR_BELOW * reader.rate;
  if (listened) {
    if (!reader.gone && reader.pending <= longestSilence(reader)) reader.up += reader.pending;
    reader.gone = false;
    reader.up += Math.min(passed, SLOT_MS);
    reader.pending = Math.max(0, passed - SLOT_MS);
  } else reader.pending += passed;
  if (reader.reads > 0 && passed <= longestSilence(reader)) {
    const weight = Math.min(1, passed / USUAL_OVER_MS) / (listened ? 1 : SLOWER);
    reader.rate += weight * ((reader.reads * 1_000) / passed - reader.rate);
  }
  reader.slot = at;
  reader.reads = 0;
};

const learnGap = (reader: Reader, gap: number): void => {
  if (reader.gaps < GAPS) reader.gaps++;
  // One outage among many gaps is no new custom.
  const believed = reader.gaps < GAPS ? gap : Math.min(gap, 2 * longestSilence(reader));
  reader.usualGap += (believed - reader.usualGap) / reader.gaps;
};

const hear = (reader: Reader, at: number): void => {
  if (at > reader.last) {
    learnGap(reader, at - reader.last);
    reader.last = at;
  }
  if (at - reader.slot >= SLOT_MS) endSlot(reader, at);
  reader.reads++;
};

/** `hearsRest`: whether a reader has goods at rest before it. Only such a one is heard all the time; gates, cabins and tills pause. */
export const createReaderUptime = (hearsRest: (device: DeviceId) => boolean, saved?: SavedUptime): ReaderUptime => {
  const readers = new Map<DeviceId, Reader>(saved?.map(([device, reader]) => [device, { ...reader }]));

  // Asked at every read: not to be looked for each time.
  let shop = readers.get(WHOLE_SHOP);

  const readerOf = (device: DeviceId, at: number): Reader => {
    let reader = readers.get(device);
    if (reader === undefined) {
      reader = newReader(at);
      readers.set(device, reader);
    }
    return reader;
  };

  /** Whether a reader is out. One that has only ever heard a few stray reads has no custom to be measured against. */
  const isOut = (reader: Reader, at: number): boolean => {
    const silent = at - reader.last;
    if (reader.gaps < GAPS || silent >= FORGOTTEN_MS) return false;
    return reader.gone || reader.pending > longestSilence(reader) || silent > longestSilence(reader);
  };

  const touchShop = (at: number): void => {
    shop ??= readerOf(WHOLE_SHOP, at);
    const gap = at - shop.last;
    if (gap <= 0) return;
    if (gap <= longestSilence(shop)) shop.up += gap;
    learnGap(shop, gap);
    shop.last = at;
  };

  // Asked at every read, too: by the row of the antenna, because device ids that are equal need not be the same text.
  const byAntenna: (Reader | undefined)[] = [];
  const up = ({ index, device }: AntennaPlace): number => {
    let reader = byAntenna[index];
    if (reader === undefined) {
      reader = readers.get(device);
      if (reader === undefined) return 0;
      byAntenna[index] = reader;
    }
    return reader.up;
  };

  return {
    heard: (device, at) => {
      hear(readerOf(device, at), at);
      touchShop(at);
    },
    offline: (device, at) => {
      const reader = readers.get(device);
      if (reader === undefined) return;
      if (at > reader.slot) endSlot(reader, at);
      reader.gone = true;
    },
    up,
    upAnywhere: () => shop?.up ?? 0,
    isAnyOut: (at) => {
      for (const [device, reader] of readers) if (device !== WHOLE_SHOP && isOut(reader, at) && hearsRest(device)) return true;
      return false;
    },
    save: () => [...readers],
  };
};
