import type { FindDriver } from '../devices/message.ts';
import type { Layout } from '../layout/layout.ts';
import type { Output } from '../score/score.ts';
import { createGoods } from './goods.ts';
import { readRecording } from './read-recording.ts';
import { createRival, RIVALS, type Rival } from './rival.ts';

export interface RivalOptions {
  readonly layout: Layout;
  readonly recording: string;
  readonly findDriver: FindDriver;
  /** Keys of `RIVALS`. */
  readonly names: readonly string[];
}

/** Runs a recording through rivals, all in one pass, and gives what each has to say. Throws for an unknown name. */
export async function runRivals({ layout, recording, findDriver, names }: RivalOptions): Promise<Record<string, Output>> {
  const rivals = names.map((name): readonly [string, Rival] => {
    const kind = RIVALS[name];
    if (!kind) throw new Error(`no baseline ${name}; there are ${Object.keys(RIVALS).join(', ')}`);
    return [name, createRival(kind, createGoods(layout))];
  });
  let second = 0;
  for await (const { receivedAt, readings } of readRecording(recording, layout, findDriver)) {
    const now = Math.floor(receivedAt / 1_000);
    // After a long silence the seconds in between are told too, or a deadline would pass unseen.
    for (second = second === 0 ? now - 1 : second; second < now; ) {
      second++;
      for (const [, rival] of rivals) rival.tick(second * 1_000);
    }
    for (const reading of readings) for (const [, rival] of rivals) rival.hear(reading, receivedAt);
  }
  return Object.fromEntries(rivals.map(([name, rival]) => [name, rival.output()]));
}
