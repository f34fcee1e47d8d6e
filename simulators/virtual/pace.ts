import { setTimeout as sleep } from 'node:timers/promises';

export interface PaceOptions {
  /** Average rate; fractions are kept, so 0.1 is one in ten seconds. */
  readonly perSecond: number;
  /** Infinity: until the signal. */
  readonly durationMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Shortest stretch that is handed over in one go, ms. */
const STRIDE_MS = 20;

/** How many are due, again and again, in step with the wall clock; what a late turn missed comes with the next. Ends without an error. */
export async function* pace({ perSecond, durationMs, signal }: PaceOptions): AsyncGenerator<number> {
  const begun = performance.now();
  let given = 0;
  while (!signal?.aborted) {
    const passed = Math.min(performance.now() - begun, durationMs);
    const due = Math.floor((passed * perSecond) / 1_000) - given;
    if (due > 0) {
      given += due;
      yield due;
    }
    if (passed >= durationMs) return;
    const next = ((given + 1) * 1_000) / perSecond - (performance.now() - begun);
    const wait = Math.min(Math.max(next, STRIDE_MS), durationMs - passed + 1);
    await sleep(wait, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}
