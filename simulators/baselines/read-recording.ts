import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type DeviceDriver, type DeviceReading, type DriverContext, freshContext } from '../../devices/kit/define-device.ts';
import { createTopicMap } from '../../devices/kit/topic-map.ts';
import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import type { FindDriver } from '../devices/message.ts';
import type { Layout } from '../layout/layout.ts';

/** How a line begins that a simulator or the gateway wrote; others take the slow way. */
const USUAL = /^\{"receivedAt":(\d+),"topic":"([^"\\]*)","payload":/;

/** What one message said. */
export interface Heard {
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly readings: readonly DeviceReading[];
}

/**
 * The readings of a recording, by the drivers that the shop's devices have; settings are those that drivers have by themselves. Messages of
 * strangers and those that a driver refuses are passed over. Throws for a line that is no line of a recording.
 */
export async function* readRecording(file: string, layout: Layout, find: FindDriver): AsyncGenerator<Heard> {
  const decode = createDecoder(layout, find);
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line === '') continue;
    const { receivedAt, topic, payload } = takeApart(line, `${file}:${number}`);
    const readings = decode(receivedAt, topic, payload);
    if (readings.length > 0) yield { receivedAt, readings };
  }
}

interface Message {
  readonly receivedAt: number;
  readonly topic: string;
  readonly payload: Uint8Array;
}

function takeApart(line: string, where: string): Message {
  const usual = USUAL.exec(line);
  const isBase64 = usual !== null && line.startsWith('"base64:', usual[0].length);
  if (usual && !isBase64) {
    return { receivedAt: Number(usual[1]), topic: usual[2] ?? '', payload: Buffer.from(line.slice(usual[0].length, -1)) };
  }
  const { receivedAt, topic, payload } = JSON.parse(line) as { receivedAt?: unknown; topic?: unknown; payload?: unknown };
  if (typeof receivedAt !== 'number' || typeof topic !== 'string') throw new Error(`${where}: needs receivedAt and topic`);
  const isBytes = typeof payload === 'string' && payload.startsWith('base64:');
  return {
    receivedAt,
    topic,
    payload: isBytes ? Buffer.from(payload.slice('base64:'.length), 'base64') : Buffer.from(JSON.stringify(payload)),
  };
}

interface Owner {
  readonly device: string;
  readonly driver: DeviceDriver;
  readonly context: DriverContext;
}

function createDecoder(layout: Layout, find: FindDriver) {
  const devices = [...layout.devices.values()].map(({ id, driver, topics }) => ({
    id,
    driver,
    topics: topics.length > 0 ? topics : (find(driver)?.topics ?? []),
  }));
  const map = createTopicMap(devices, layout.store);
  const owners = new Map<string, Owner | null>();
  const ownerOf = (topic: string): Owner | null => {
    const owner = map.resolve(topic);
    const driver = owner && find(owner.driver);
    return owner && driver ? { device: owner.device, driver, context: freshContext(driver, owner.device) } : null;
  };
  return (receivedAt: number, topic: string, bytes: Uint8Array): readonly DeviceReading[] => {
    let owner = owners.get(topic);
    if (owner === undefined) {
      owner = ownerOf(topic);
      owners.set(topic, owner);
    }
    if (owner === null) return [];
    const message = { device: owner.device as DeviceId, topic, bytes, receivedAt: receivedAt as Instant };
    const decoded = owner.driver.decode(message, owner.context);
    return decoded.ok ? decoded.readings : [];
  };
}
