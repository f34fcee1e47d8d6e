import { setTimeout as pause } from 'node:timers/promises';
import type { Intake } from '../pipeline/frame.ts';
import { allTogether, createDeviceFrames, type ReachedDevice } from './device-frames.ts';
import type { RetryMs } from './retry-waits.ts';
import { createStreamKeeper, type StreamStatus } from './stream-keeper.ts';
import type { TransportLog } from './transport-log.ts';

/** A device that only answers when it is asked: what it says of itself is fetched again and again. */
export interface HttpPollDevice extends ReachedDevice {
  /** Where the device answers, such as `http://192.168.1.30`. */
  readonly url: string;
  /** Path and query, such as `/get_db?mac=0000021A5B3C7D01`. */
  readonly path: string;
  /** Pause between two questions, ms. */
  readonly everyMs: number;
  /** For basic authentication. */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

interface HttpPollOptions {
  readonly devices: readonly HttpPollDevice[];
  readonly intake: Intake;
  readonly log: TransportLog;
  readonly clock: () => number;
  /** Waits after a failure; 0.5 s growing to 30 s without it. */
  readonly retryMs?: RetryMs;
  /** An answer must be whole within so long, ms; 5 s without it. */
  readonly timeoutMs?: number;
  /** An answer that says the same as the one before is told again after so long, as a sign of life, ms; 60 s without it. */
  readonly repeatMs?: number;
}

export interface HttpPolls {
  /** Begins to ask all of them; returns at once. */
  start(): void;
  /** Ends the requests and hands over the last answers. Safe to call twice. */
  stop(): Promise<void>;
  /** Undefined for a device that is not asked. */
  status(device: string): StreamStatus | undefined;
}

const RETRY_MS: RetryMs = { first: 500, longest: 30_000 };
const TIMEOUT_MS = 5_000;
const REPEAT_MS = 60_000;
/** As for messages of every other transport. */
const LONGEST_ANSWER = 64 * 1024;

export function createHttpPolls(options: HttpPollOptions): HttpPolls {
  return allTogether(new Map(options.devices.map((device) => [device.device, createHttpPoll(device, options)])));
}

function createHttpPoll(description: HttpPollDevice, options: HttpPollOptions) {
  const { everyMs } = description;
  const { intake, log, clock, retryMs = RETRY_MS, timeoutMs = TIMEOUT_MS, repeatMs = REPEAT_MS } = options;
  const address = new URL(description.path, description.url);
  const facts = { device: description.device, url: `${address.origin}${address.pathname}` };
  let first: Buffer = Buffer.alloc(0);
  let last: Buffer | null = null;
  let lastAt = 0;

  const frames = createDeviceFrames({
    transport: 'http',
    description,
    intake,
    log,
    retryMs,
    facts,
    words: { there: 'the device answers', away: 'the device does not answer' },
    // Nothing to slow down: what cannot be stored is not asked for.
    onPressure: () => undefined,
  });

  function tell(answer: Buffer): void {
    const now = performance.now();
    if (answer.length > LONGEST_ANSWER) frames.refuse('oversize', answer);
    else if (last === null || now - lastAt >= repeatMs || !last.equals(answer)) {
      [last, lastAt] = [answer, now];
      frames.take(answer);
    }
  }

  /** Asks until the signal says stop; throws when the device does not answer. What cannot be stored is not asked for. */
  async function askOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(everyMs, undefined, { signal });
      if (!frames.isUnderPressure()) tell(await ask(address, description, timeoutMs, signal));
    }
  }

  const keeper = createStreamKeeper({
    retryMs,
    clock,
    async open(ended, signal) {
      // The first answer is what makes it connected, and comes after the word of that.
      first = await ask(address, description, timeoutMs, signal);
      const over = new AbortController();
      const asking = askOn(AbortSignal.any([signal, over.signal])).catch((error: unknown) => ended(messageOf(error)));
      return {
        async close() {
          over.abort();
          await asking;
        },
      };
    },
    onStatus(status) {
      if (!frames.tell(status)) return;
      // What it says after it was away is news again.
      last = null;
      if (status.isConnected) tell(first);
    },
  });

  return {
    start: keeper.start,
    async stop() {
      await keeper.stop();
      await frames.stop();
    },
    status: keeper.status,
  };
}

/** fetch hides what happened in `cause`. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The whole answer, or a little more than may be; rejects when it is not there in time, or anything but 200. */
async function ask(address: URL, { user, password }: HttpPollDevice, timeoutMs: number, signal: AbortSignal): Promise<Buffer> {
  const login = user === undefined ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
  try {
    const answer = await fetch(address, {
      headers: { accept: 'application/json', ...login },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      throw new Error(`the device answers ${answer.status} ${answer.statusText}`.trim());
    }
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      parts.push(part);
      length += part.length;
      if (length > LONGEST_ANSWER) break;
    }
    return Buffer.concat(parts);
  } catch (error) {
    throw new Error(messageOf(error), { cause: error });
  }
}
