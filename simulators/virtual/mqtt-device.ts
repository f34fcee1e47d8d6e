import { connectAsync } from 'mqtt';
import type { DeviceDriver } from '../../devices/kit/define-device.ts';
import { canonicalTopic, fillTopic } from '../../devices/kit/topics.ts';
import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import { createReadingsMaker } from './make-readings.ts';
import { pace } from './pace.ts';

export interface VirtualDevice {
  readonly driver: DeviceDriver;
  /** Its id, with which it logs in. */
  readonly device: string;
  /** Its own name in topics. */
  readonly address: string;
  readonly store: string;
  readonly seed: number;
  readonly tags: number;
}

export interface VirtualMessage {
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** Makes so many readings of now, as the messages that the hardware would send. */
export function createVirtualVoice(options: VirtualDevice, clock: () => number): (readings: number) => VirtualMessage[] {
  const { driver, device, address, store } = options;
  const make = createReadingsMaker(options);
  // Hardware with a name of its own says that one.
  const speaker = driver.topics.some((topic) => topic.includes('{address}')) ? address : device;
  let last = clock();
  return (count) => {
    // A turn that comes late says what was sensed all the while: one tag twice in one instant would be a repeated message.
    const passed = Math.max(0, clock() - last);
    const readings = Array.from({ length: count }, (_, index) => make(Math.round(last + (passed * (index + 1)) / count) as Instant));
    last += passed;
    // A device that says one thing per message says the next one in the next message.
    return (driver.encode?.(readings, speaker as DeviceId) ?? []).map(({ topic, bytes }) => ({
      topic: fillTopic(topic, { store, device, address }),
      bytes,
    }));
  };
}

export interface MqttDeviceOptions extends VirtualDevice {
  readonly broker: string;
  readonly password?: string | undefined;
  readonly perSecond: number;
  readonly durationMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DeviceProgress) => void;
}

export interface DeviceProgress {
  readonly readings: number;
  readonly sent: number;
  /** Null where nobody acknowledges: serial lines, LLRP, OPC UA. */
  readonly acknowledged: number | null;
}

/** Messages under way to the broker at once. */
const IN_FLIGHT = 400;

/**
 * A virtual device on MQTT: connects with its own credential and a last will, and publishes at QoS 1 in the given rate (readings per
 * second). Ends after its time or by the signal, when all was acknowledged. Rejects when it cannot connect or a message is refused.
 */
export async function runMqttDevice(options: MqttDeviceOptions): Promise<DeviceProgress> {
  const { broker, device, store, password, signal } = options;
  const progress = { readings: 0, sent: 0, acknowledged: 0 };
  const status = canonicalTopic(store, device, 'status');
  const client = await connectAsync(
    broker,
    {
      clientId: device,
      reconnectPeriod: 1_000,
      connectTimeout: 10_000,
      ...(password === undefined ? {} : { username: device, password }),
      will: { topic: status, payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
    },
    false,
  );
  const underWay = new Set<Promise<void>>();
  let failure: unknown;
  const publish = ({ topic, bytes }: VirtualMessage, retain = false): void => {
    progress.sent++;
    const sent = client
      .publishAsync(topic, Buffer.from(bytes), { qos: 1, retain })
      .then(() => {
        progress.acknowledged++;
      })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => underWay.delete(sent));
    underWay.add(sent);
  };
  try {
    const say = createVirtualVoice(options, Date.now);
    publish({ topic: status, bytes: Buffer.from('{"state":"online"}') }, true);
    for await (const due of pace(options)) {
      progress.readings += due;
      for (const message of say(due)) {
        publish(message);
        while (underWay.size >= IN_FLIGHT && !signal?.aborted) await Promise.race(underWay);
      }
      if (failure) throw failure;
      options.onProgress?.({ ...progress });
    }
    await Promise.all(underWay);
    if (failure) throw failure;
    return { ...progress };
  } finally {
    await client.endAsync();
  }
}
