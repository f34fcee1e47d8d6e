import type { IncomingFrame, Intake } from '../pipeline/frame.ts';
import type { RetryMs } from './retry-waits.ts';
import { createStreamHold } from './stream-hold.ts';
import type { StreamStatus } from './stream-keeper.ts';
import { createStreamRefusals } from './stream-refusals.ts';
import type { TransportLog } from './transport-log.ts';

/** What every device has that the gateway goes to itself. */
export interface ReachedDevice {
  readonly device: string;
  /** Its messages come into the journal under this topic ... */
  readonly topic: string;
  /** ... and whether it is there under this one, in canonical JSON. */
  readonly statusTopic: string;
  /** Its messages may hold card numbers: samples of refused ones are empty. */
  readonly isPersonal: boolean;
}

interface DeviceFramesOptions {
  readonly transport: IncomingFrame['transport'];
  readonly description: ReachedDevice;
  readonly intake: Intake;
  readonly log: TransportLog;
  readonly retryMs: RetryMs;
  /** Which device, and where, for the log. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** What is said to the operator: `the device is open`, `the device cannot be reached`. */
  readonly words: { readonly there: string; readonly away: string };
  readonly onPressure: (isHigh: boolean) => void;
}

const ONLINE = Buffer.from('{"state":"online"}');
const OFFLINE = Buffer.from('{"state":"offline"}');

/** The way of one device's words into the journal: messages, what was no message, and whether it is there at all. */
export function createDeviceFrames(options: DeviceFramesOptions) {
  const { transport, intake, log, retryMs, facts, words, onPressure } = options;
  const { device, topic, statusTopic, isPersonal } = options.description;
  let said: boolean | null = null;
  const refusals = createStreamRefusals({ isPersonal, refuse: (code, sample) => intake.refuse(code, device, topic, sample) });
  const hold = createStreamHold({
    intake,
    retryMs,
    onPressure,
    onProblem: (problem) =>
      problem === ''
        ? log.info(facts, 'messages of the device are stored again')
        : log.warn({ ...facts, problem }, 'messages of the device cannot be stored: they wait'),
  });
  const put = (under: string, bytes: Uint8Array): void => hold.put({ transport, source: device, topic: under, bytes, repeated: false });

  return {
    /** A message of the device. */
    take: (bytes: Uint8Array): void => put(topic, bytes),
    /** Bytes that are no message. */
    refuse: refusals.refuse,
    isUnderPressure: hold.isUnderPressure,
    /** Journals and logs that it came or went. False when it is the gateway itself that stops: that is no news of the device. */
    tell({ isConnected, problem }: Pick<StreamStatus, 'isConnected' | 'problem'>): boolean {
      if (problem === 'stopped') return false;
      if (isConnected) log.info(facts, words.there);
      else log.warn({ ...facts, code: 'DEVICE_UNREACHABLE', problem }, `${words.away}; the gateway keeps trying`);
      if (said !== isConnected) put(statusTopic, isConnected ? ONLINE : OFFLINE);
      said = isConnected;
      return true;
    },
    /** Hands over the last ones. Safe to call twice. */
    async stop(): Promise<void> {
      refusals.stop();
      await hold.stop();
    },
  };
}

interface Reached {
  start(): void;
  stop(): Promise<void>;
  status(): StreamStatus;
}

/** All devices of a transport as one. */
export const allTogether = (devices: ReadonlyMap<string, Reached>) => ({
  start(): void {
    for (const device of devices.values()) device.start();
  },
  async stop(): Promise<void> {
    await Promise.all([...devices.values()].map((device) => device.stop()));
  },
  status: (device: string): StreamStatus | undefined => devices.get(device)?.status(),
});
