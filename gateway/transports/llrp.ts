import { modelName } from '../../devices/kit/llrp/capabilities.ts';
import type { IncomingFrame, Intake } from '../pipeline/frame.ts';
import { type LlrpConnection, openLlrpConnection } from './llrp-connection.ts';
import { type LlrpReading, setUpReader } from './llrp-set-up.ts';
import type { RetryMs } from './retry-waits.ts';
import { createStreamHold } from './stream-hold.ts';
import { createStreamKeeper, type StreamSession, type StreamStatus } from './stream-keeper.ts';
import type { TransportLog } from './transport-log.ts';

export interface LlrpReaderOptions extends LlrpReading {
  readonly device: string;
  readonly host: string;
  readonly port: number;
  /** Under which the reader's own messages are handed in. */
  readonly topic: string;
  /** The canonical `status` topic of the device: told when the reader comes and goes. */
  readonly statusTopic: string;
  readonly intake: Intake;
  readonly log: TransportLog;
  readonly clock: () => number;
  /** Waits before the next try; with the defaults a reader that comes back is read again within ten seconds. */
  readonly retryMs?: RetryMs;
}

export interface LlrpReader {
  /** Begins to connect and goes on trying; resolves at once, since a shop must open without its readers. */
  start(): Promise<void>;
  /** Says goodbye to the reader and waits a moment for the journal. Safe to call twice. */
  stop(): Promise<void>;
  status(): StreamStatus;
}

/** The longest wait and the time for a call together stay below ten seconds. */
const RETRY: RetryMs = { first: 1_000, longest: 6_000 };
/** Keep-alive periods without a sound after which the reader is dead. */
const MISSED = 3;
/** What of damaged bytes is kept as a sample. */
const SAMPLE_BYTES = 4_096;
const ONLINE = Buffer.from('{"state":"online"}');
const OFFLINE = Buffer.from('{"state":"offline"}');

/**
 * One LLRP reader, from the call to the goodbye: it is set up anew on every connection, its reports, events and capabilities
 * go to the journal as whole messages. A journal that does not take them slows the reader down; nothing is lost while it
 * can be held. The reader cannot send anything twice, so its messages are never marked as repeated.
 */
export function createLlrpReader(options: LlrpReaderOptions): LlrpReader {
  const { device, host, port, topic, statusTopic, intake, log, clock, retryMs = RETRY } = options;
  let connection: LlrpConnection | null = null;
  let isHeld = false;
  let told: boolean | null = null;
  let trouble = '';

  const frame = (to: string, bytes: Uint8Array): IncomingFrame => ({
    transport: 'llrp',
    source: device,
    topic: to,
    bytes,
    repeated: false,
  });
  const hold = createStreamHold({
    intake,
    retryMs: { first: 100, longest: 2_000 },
    onPressure(isHigh) {
      isHeld = isHigh;
      connection?.hold(isHigh);
    },
    onProblem(problem) {
      trouble = problem;
      if (problem !== '') log.warn({ device, problem }, 'a report could not be stored: the reader is slowed down');
    },
  });

  async function open(ended: (problem: string) => void, signal: AbortSignal): Promise<StreamSession> {
    const opened = await openLlrpConnection({
      host,
      port,
      silenceMs: options.keepaliveS * 1_000 * MISSED,
      signal,
      onMessage: (bytes) => hold.put(frame(topic, bytes)),
      onDamage: (bytes) => intake.refuse('bad-checksum', device, topic, bytes.subarray(0, SAMPLE_BYTES)),
      onNotice: (problem) => log.warn({ device, problem }, 'LLRP reader'),
      onEnded: ended,
    });
    const giveUp = (): void => void opened.close(false);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const capabilities = await setUpReader(opened, options);
      const { antennas, firmware } = capabilities;
      log.info({ device, model: modelName(capabilities), firmware, antennas }, 'the LLRP reader reads');
    } catch (error) {
      // It would take a new client only after the old one has gone.
      await opened.close(false);
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
    connection = opened;
    if (isHeld) opened.hold(true);
    return {
      async close(isLost) {
        connection = null;
        // What waits behind a slow journal is heard out before the goodbye can be.
        if (!isLost) opened.hold(false);
        await opened.close(isLost);
      },
    };
  }

  const keeper = createStreamKeeper({
    open,
    retryMs,
    clock,
    onStatus({ isConnected, problem }) {
      // An orderly stop of the gateway says nothing of the reader.
      if (problem === 'stopped') return;
      if (!isConnected) log.warn({ device, host, port, problem }, 'the LLRP reader does not read');
      if (told === isConnected) return;
      told = isConnected;
      hold.put(frame(statusTopic, isConnected ? ONLINE : OFFLINE));
    },
  });

  return {
    start: async () => keeper.start(),
    async stop() {
      await keeper.stop();
      await hold.stop();
    },
    status() {
      const status = keeper.status();
      return status.isConnected && trouble !== '' ? { ...status, problem: trouble } : status;
    },
  };
}
