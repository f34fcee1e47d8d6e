import type { Outgoing } from '../../devices/kit/command.ts';

/** One device is asked at most once in this time, ms: hardware that cannot answer would otherwise be asked with every message. */
const ASK_EVERY_MS = 30_000;

/**
 * Hands on what drivers ask of their devices, at most once in 30 s of each. `at` is receive time, epoch ms; it never goes back.
 * What is held back is not made up for: a driver that still misses something asks again with the next message.
 */
export function createAsks(onAsk: (device: string, outgoing: Outgoing) => void) {
  const lastAsked = new Map<string, number>();
  return (device: string, asks: readonly Outgoing[], at: number): void => {
    const last = lastAsked.get(device);
    if (last !== undefined && at - last < ASK_EVERY_MS) return;
    lastAsked.set(device, at);
    for (const outgoing of asks) onAsk(device, outgoing);
  };
}
