import { identifyEpc } from '../devices/kit/epc/identify-epc.ts';
import { compileShop } from './config/compile-shop.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { createStore } from './domain/create-store.ts';
import { readOrMakeKey } from './keys.ts';
import { createEngine } from './pipeline/engine.ts';
import { createPseudonyms } from './pipeline/pseudonyms.ts';
import { readRecording } from './pipeline/recording.ts';
import { createReplayReport, type ReplayReport } from './pipeline/replay-report.ts';
import { createTally } from './pipeline/tally.ts';
import { topicResolver } from './topic-resolver.ts';

/**
 * Without a data folder there is no pseudonym key; this one makes two replays of a recording equal to the byte. It protects
 * nothing and is never used by a running gateway.
 */
const REPLAY_KEY = Buffer.alloc(32);

/** Runs a recording through driver and domain, with no broker, no clock and no disk but the recording's. */
export async function replayRecording(
  loaded: LoadedConfig,
  path: string,
  onProgress: (bytes: number) => void,
): Promise<{ report: ReplayReport; frames: number; reads: number }> {
  const key = process.env.AISLE_PSEUDONYM_KEY ? readOrMakeKey('', process.env.AISLE_PSEUDONYM_KEY) : REPLAY_KEY;
  const pseudonym = createPseudonyms(key);
  const shop = compileShop(loaded, { pseudonym, identify: identifyEpc });
  const tally = createTally();
  const results = createReplayReport();
  const outcomes: Record<string, number> = {};
  let frames = 0;
  let reads = 0;
  const engine = createEngine({
    resolve: topicResolver(loaded).resolve,
    createStore: (snapshot) => createStore(shop, snapshot),
    pseudonym,
    tally,
    onRead: () => {
      reads++;
    },
    emit: results.add,
  });
  for await (const batch of readRecording(path, onProgress)) {
    for (const frame of batch) engine.apply(frame);
    frames += batch.length;
    for (const { outcome, frames: count } of tally.take().counts) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return { report: results.report({ frames, tagReads: reads, outcomes }), frames, reads };
}
