import { identifyEpc } from '../devices/kit/epc/identify-epc.ts';
import { compileShop } from './config/compile-shop.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { createStore } from './domain/create-store.ts';
import type { DomainEvent } from './domain/events.ts';
import type { Reading } from './domain/readings.ts';
import { type Instant, instant } from './domain/units.ts';
import { readOrMakeKey } from './keys.ts';
import { createPseudonyms } from './pipeline/pseudonyms.ts';
import { createReplayReport, type ReplayReport } from './pipeline/replay-report.ts';
import { createTicking } from './pipeline/ticking.ts';
import { readReadings, recordedShop } from './recorded.ts';
import { readReadingsAside } from './recorded-thread.ts';

/**
 * Without a data folder there is no pseudonym key; this one makes two replays of a recording equal to the byte. It protects
 * nothing and is never used by a running gateway.
 */
const REPLAY_KEY = Buffer.alloc(32);

/** Longer than anything waits that decides by silence, but for visits without any sign. */
const AFTERWARDS_MS = 300_000;

const isAboutDevice = (event: DomainEvent): boolean =>
  event.type === 'device.offline' || (event.type === 'alert.raised' && event.device !== null);

export interface ReplayOptions {
  readonly onProgress?: (bytes: number) => void;
  /** Reads and decodes in a second thread, which changes nothing but the time that it takes. */
  readonly inTwoThreads?: boolean;
}

/** Runs a recording through driver and domain, with no broker, no clock and no disk but the recording's. */
export async function replayRecording(
  loaded: LoadedConfig,
  path: string,
  { onProgress = () => {}, inTwoThreads = false }: ReplayOptions = {},
): Promise<{ report: ReplayReport; frames: number; reads: number }> {
  const key = process.env.AISLE_PSEUDONYM_KEY ? readOrMakeKey('', process.env.AISLE_PSEUDONYM_KEY) : REPLAY_KEY;
  const shop = compileShop(loaded, { pseudonym: createPseudonyms(key), identify: identifyEpc });
  const results = createReplayReport();
  let isOver = false;
  let reads = 0;
  // Of a recording that is over, silent devices are no news.
  const { run, advanceTo, tick } = createTicking(createStore(shop), (event) => {
    if (!isOver || !isAboutDevice(event)) results.add(event);
  });
  const take = (reading: Reading): void => {
    if (reading.kind === 'tag') reads++;
    run(reading);
  };
  const takeAll = (at: Instant, readings: readonly Reading[]): void => {
    advanceTo(at);
    for (const reading of readings) take(reading);
  };
  const recorded = { path, shop: recordedShop(loaded), key };
  const { frames, outcomes } = inTwoThreads
    ? await readReadingsAside(recorded, advanceTo, take, onProgress)
    : await readReadings(recorded, takeAll, onProgress);
  // What is only believed after a silence is said as it would be in the shop, where the clock goes on.
  isOver = true;
  if (frames > 0) advanceTo(instant(tick() + AFTERWARDS_MS));
  return { report: results.report({ frames, tagReads: reads, outcomes }), frames, reads };
}
