import type { DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import { fillTopic } from '../../devices/kit/topics.ts';
import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { DevicePlace, Layout } from '../layout/layout.ts';

/** One MQTT message of a virtual device, in the bytes that the real one would send. */
export interface DeviceOutput {
  /** True time of sending, epoch ms. */
  readonly at: number;
  readonly device: string;
  readonly topic: string;
  readonly payloadBytes: Uint8Array;
  readonly retain: boolean;
}

export type FindDriver = (driver: string) => DeviceDriver | undefined;

/** Turns readings of one device into its messages. */
export type Speak = (readings: readonly DeviceReading[], at: number, retain?: boolean) => DeviceOutput[];

/** Channels that are canonical JSON for every device, whatever its own driver. */
const CANONICAL = 'canonical-json';
const isShared = (kind: DeviceReading['kind']): boolean => kind === 'status' || kind === 'info' || kind === 'ack' || kind === 'state';

/** The voice of a device by its driver's `encode`. Throws when a driver is unknown or cannot encode: nothing could be simulated. */
export function createVoice(layout: Layout, device: DevicePlace, find: FindDriver): Speak {
  const encoderOf = (name: string): NonNullable<DeviceDriver['encode']> => {
    const encode = find(name)?.encode;
    if (!encode) throw new Error(`device ${device.id}: driver ${name} is unknown or cannot be simulated`);
    return encode;
  };
  const own = encoderOf(device.driver);
  const shared = encoderOf(CANONICAL);
  const plain = device.topics.find((topic) => !/[+#]/.test(topic));
  const names = { store: layout.store, device: device.id };
  return (readings, at, retain = false) => {
    const first = readings[0];
    if (!first) return [];
    const inShared = device.driver === CANONICAL || isShared(first.kind);
    const encoded = (inShared ? shared : own)(readings, device.id as DeviceId);
    return encoded.map(({ topic, bytes }) => ({
      at,
      device: device.id,
      // store.yaml may have moved what the hardware says to another topic.
      topic: fillTopic(!inShared && plain !== undefined ? plain : topic, names),
      payloadBytes: bytes,
      retain,
    }));
  };
}
