import { once } from 'node:events';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Intake } from '../pipeline/frame.ts';
import { allTogether, createDeviceFrames, type ReachedDevice } from './device-frames.ts';
import type { RetryMs } from './retry-waits.ts';
import { createStreamKeeper, type StreamStatus } from './stream-keeper.ts';
import { createLineCutter } from './stream-lines.ts';
import type { TransportLog } from './transport-log.ts';

/** A device that answers one request for ever, with one message per line; a blank line says that it lives. */
export interface HttpStreamDevice extends ReachedDevice {
  /** Where the device answers, such as `http://192.168.1.20`. */
  readonly url: string;
  /** Path of the stream, such as `/api/v1/data/stream`. */
  readonly path: string;
  /** For basic authentication. */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

interface HttpStreamOptions {
  readonly devices: readonly HttpStreamDevice[];
  readonly intake: Intake;
  readonly log: TransportLog;
  readonly clock: () => number;
  /** Waits before the stream is asked for again; 0.5 s growing to 30 s without it. */
  readonly retryMs?: RetryMs;
  /** Without a byte for so long the connection is given up, ms; 60 s without it. */
  readonly silentMs?: number;
}

/** The event streams of readers, all devices together. */
export interface HttpStreams {
  /** Begins to ask all of them; returns at once, since a shop must open without its devices. */
  start(): void;
  /** Ends the requests and hands over the last lines. Safe to call twice. */
  stop(): Promise<void>;
  /** Undefined for a device without a stream. */
  status(device: string): StreamStatus | undefined;
}

const RETRY_MS: RetryMs = { first: 500, longest: 30_000 };
const SILENT_MS = 60_000;
/** As for messages of every other transport. */
const LONGEST_LINE = 64 * 1024;
/** A reader that sees no tag still lives, and the journal hears of it so often, ms: less than any limit of silence. */
const ALIVE_EVERY_MS = 4_000;
const BLANK = Buffer.from('\r\n');

export function createHttpStreams(options: HttpStreamOptions): HttpStreams {
  return allTogether(new Map(options.devices.map((device) => [device.device, createHttpStream(device, options)])));
}

function createHttpStream(description: HttpStreamDevice, options: HttpStreamOptions) {
  const { intake, log, clock, retryMs = RETRY_MS, silentMs = SILENT_MS } = options;
  const address = new URL(description.path, description.url);
  const facts = { device: description.device, url: `${address.origin}${address.pathname}` };
  let answer: IncomingMessage | null = null;
  let aliveAt = Number.NEGATIVE_INFINITY;

  const frames = createDeviceFrames({
    transport: 'http',
    description,
    intake,
    log,
    retryMs,
    facts,
    words: { there: 'the stream of the device is open', away: 'the device does not stream' },
    onPressure: (isHigh) => (isHigh ? answer?.pause() : answer?.resume()),
  });

  function onLine(line: Buffer): void {
    keeper.proven();
    const now = performance.now();
    if (line.length > 0) frames.take(Uint8Array.from(line));
    else if (now - aliveAt < ALIVE_EVERY_MS) return;
    else frames.take(BLANK);
    aliveAt = now;
  }

  const keeper = createStreamKeeper({
    retryMs,
    clock,
    async open(ended, signal) {
      const stream = await ask(address, description, silentMs, signal);
      answer = stream;
      let silence: NodeJS.Timeout | null = null;
      const cut = createLineCutter(LONGEST_LINE, { onLine, onTooLong: (begin) => frames.refuse('oversize', begin) });
      const watch = (): void => {
        silence = setTimeout(() => {
          // While the journal refuses it is us who do not listen.
          if (stream.isPaused()) return watch();
          ended(`silent for ${Math.round(silentMs / 1_000)} s`);
        }, silentMs);
      };
      watch();
      stream.on('data', (chunk: Buffer) => {
        silence?.refresh();
        cut(chunk);
      });
      stream.on('error', (error) => ended(error.message));
      stream.on('close', () => ended('ended by the device'));
      return {
        async close() {
          answer = null;
          if (silence) clearTimeout(silence);
          stream.destroy();
        },
      };
    },
    onStatus: frames.tell,
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

/** Asks for the stream; rejects when the device does not answer in time, or with anything but 200. */
async function ask(address: URL, { user, password }: HttpStreamDevice, withinMs: number, signal: AbortSignal): Promise<IncomingMessage> {
  const asking = (address.protocol === 'https:' ? requestSecure : requestPlain)(address, {
    // A connection of its own: it never comes back to a pool.
    agent: false,
    signal,
    headers: { accept: 'application/json' },
    ...(user === undefined ? {} : { auth: `${user}:${password ?? ''}` }),
  });
  const late = setTimeout(() => asking.destroy(new Error(`no answer within ${Math.round(withinMs / 1_000)} s`)), withinMs);
  try {
    asking.end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    if (answer.statusCode === 200) return answer;
    answer.destroy();
    throw new Error(`the device answers ${answer.statusCode} ${answer.statusMessage ?? ''}`.trim());
  } finally {
    clearTimeout(late);
    // What comes after the answer is the stream's own; a late error of the request must not end the process.
    asking.on('error', () => undefined);
  }
}
