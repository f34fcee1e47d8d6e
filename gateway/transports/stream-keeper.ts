import { setTimeout as pause } from 'node:timers/promises';
import { createRetryWaits, type RetryMs } from './retry-waits.ts';

export interface StreamStatus {
  readonly isConnected: boolean;
  /** Epoch ms of the last change. */
  readonly since: number;
  /** What the last failure was; '' while connected. */
  readonly problem: string;
}

/** One opened connection to a device. */
export interface StreamSession {
  /** Ends it; `isLost`: the other side is gone already, so there is nobody to say goodbye to. */
  close(isLost: boolean): Promise<void>;
}

export interface StreamKeeper {
  /** Begins to open and goes on trying; returns at once, since a shop must open without its devices. */
  start(): void;
  /** Closes in order. Safe to call twice. */
  stop(): Promise<void>;
  status(): StreamStatus;
  /** The device said something sensible: the next failure is followed by a short wait again. */
  proven(): void;
}

interface KeeperOptions {
  /** Rejects with what went wrong, also when the signal says stop. `ended` may be called once it has resolved, or before. */
  readonly open: (ended: (problem: string) => void, signal: AbortSignal) => Promise<StreamSession>;
  readonly retryMs: RetryMs;
  readonly clock: () => number;
  readonly onStatus: (status: StreamStatus) => void;
}

/** A connection that lasted so long was a good one, even if nothing was said, ms. */
const GOOD_MS = 10_000;

/** Keeps a connection open: what cannot be opened, or was lost, is tried again after growing waits. */
export function createStreamKeeper({ open, retryMs, clock, onStatus }: KeeperOptions): StreamKeeper {
  const waits = createRetryWaits(retryMs);
  let status: StreamStatus = { isConnected: false, since: clock(), problem: '' };
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  function tell(isConnected: boolean, problem: string): void {
    if (status.isConnected === isConnected && status.problem === problem) return;
    status = { isConnected, since: clock(), problem };
    onStatus(status);
  }

  /** Opens once and stays until the connection ends; gives what ended it. */
  async function stay(signal: AbortSignal): Promise<string> {
    const ended = Promise.withResolvers<string>();
    const onStop = (): void => ended.resolve('stopped');
    signal.addEventListener('abort', onStop, { once: true });
    try {
      const session = await open(ended.resolve, signal);
      const openedAt = performance.now();
      if (!signal.aborted) tell(true, '');
      const problem = await ended.promise;
      if (performance.now() - openedAt >= GOOD_MS) waits.reset();
      await session.close(!signal.aborted);
      return problem;
    } catch (error) {
      return error instanceof Error ? error.message.replace(/^Error: /, '') : String(error);
    } finally {
      signal.removeEventListener('abort', onStop);
    }
  }

  async function keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const problem = await stay(signal);
      if (signal.aborted) return;
      tell(false, problem);
      // An abort ends the wait early; the loop then ends too.
      await pause(waits.next(), undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      if (running) return;
      const stop = new AbortController();
      running = { stop, done: keep(stop.signal) };
    },
    async stop() {
      const ending = running;
      running = null;
      ending?.stop.abort();
      await ending?.done;
      tell(false, 'stopped');
    },
    status: () => status,
    proven: waits.reset,
  };
}
