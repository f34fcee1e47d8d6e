import { createStore } from '../../gateway/domain/create-store.ts';
import type { Epc } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';
import { at, device, epc, OPENING, section, shopOf } from '../domain/support.ts';

/** One full round: every tag read once by its antenna, with a little noise and a stray read now and then. */
const readAt = (code: Epc, i: number, now: number): TagRead => {
  const stray = i % 37 === 0;
  return {
    kind: 'tag',
    device: device(stray ? 'tables' : 'walls'),
    at: instant(now),
    reportedAt: null,
    receivedAt: instant(now),
    epc: code,
    antenna: stray ? 1 : 1 + (i % 2),
    rssi: dbm(stray ? -78 : -55 - (i % 11) + ((i * 7919 + now) % 5) * 0.5),
    tid: null,
    count: 1,
    detail: null,
  };
};

interface Figure {
  readonly name: string;
  readonly perSecond: number;
}

/** Reads per second that the domain takes with so many tags at rest, and bytes of heap per tag (as 1 / bytes it would mislead: see `bytesPerTag`). */
const measure = (tags: number, reads: number): Figure & { readonly bytesPerTag: number } => {
  const codes = Array.from({ length: tags }, (_, i) => epc(i + 1));
  const home = new Map(codes.map((code, i) => [code, section(i % 2 === 0 ? 'wall-1' : 'wall-2')] as const));
  const shop = shopOf({ home });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const store = createStore(shop);
  let now: number = OPENING;
  let second = 0;
  const round = (upTo: number) => {
    for (let i = 0; i < upTo; i++) {
      const code = codes[i % tags];
      if (code === undefined) continue;
      // A round of all tags every five seconds of shop time, or every ten for a hundred thousand.
      now += Math.max(0.1, 5_000 / tags);
      const whole = Math.floor((now - OPENING) / 1_000);
      while (second < whole) store.step({ kind: 'tick', receivedAt: at(++second) });
      store.step(readAt(code, i, Math.floor(now)));
    }
  };
  round(tags * 8);
  globalThis.gc?.();
  const bytesPerTag = (process.memoryUsage().heapUsed - before) / tags;
  const started = process.hrtime.bigint();
  round(reads);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { name: `domain: reads with ${tags} tags at rest`, perSecond: Math.round(reads / seconds), bytesPerTag: Math.round(bytesPerTag) };
};

/** Speed of the shop's state machine on tag reads; run with `--expose-gc` for the bytes per tag to mean something. */
export const benchDomain = (): (Figure & { readonly bytesPerTag: number })[] => [measure(1_000, 300_000), measure(100_000, 300_000)];
