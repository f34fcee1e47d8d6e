import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeReading } from '../../devices/kit/canonical/describe-reading.ts';
import { lastLevel } from '../../devices/kit/topics.ts';
import { catalogueOf } from '../config/catalogue.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { DeviceConfig } from '../config/schema.ts';
import { asId, type DeviceId } from '../domain/ids.ts';
import { instant } from '../domain/units.ts';
import { GatewayError, isGatewayError } from '../errors.ts';
import { lockDataDir } from '../ledger/data-lock.ts';
import { openReader } from '../ledger/open-reader.ts';
import { createLines } from '../lines.ts';
import { createLog } from '../observability/log.ts';
import type { Intake } from '../pipeline/frame.ts';
import { topicResolver } from '../topic-resolver.ts';
import { type ConfigOptions, loadFromOptions } from './config-options.ts';
import { parseDuration } from './duration.ts';

export interface DeviceTestOptions extends ConfigOptions {
  readonly data: string;
  readonly for: string;
}

/**
 * Says whether a device is heard, and what it says. Beside a running gateway its ledger is watched; without one a device that the
 * gateway goes to itself (serial, TCP, LLRP, OPC UA, HTTP stream) is called directly. Exit code 1 when nothing was heard.
 */
export async function deviceTest(id: string, options: DeviceTestOptions): Promise<void> {
  const loaded = loadFromOptions(options);
  const device = loaded.config.devices.find((known) => known.id === id);
  if (!device) throw new GatewayError('DEVICE_UNKNOWN', `store.yaml has no device ${id}`, { device: id });
  const forMs = parseDuration('--for', options.for);
  const heard = isRunning(options.data)
    ? await watch(loaded, device, options.data, forMs)
    : await call(loaded, device, options.data, forMs);
  if (!heard) process.exitCode = 1;
}

function isRunning(data: string): boolean {
  try {
    lockDataDir(data).release();
    return false;
  } catch (error) {
    if (isGatewayError(error, 'DATA_DIR_LOCKED')) return true;
    throw error;
  }
}

/** What the running gateway hears of it. */
async function watch(loaded: LoadedConfig, { id }: DeviceConfig, data: string, forMs: number): Promise<boolean> {
  const reader = await openReader({ file: join(data, 'ledger.sqlite'), catalogue: catalogueOf(loaded), clock: Date.now });
  try {
    const look = async () => (await reader.devices()).find((device) => device.id === id);
    const before = await look();
    if (!before) throw new GatewayError('DEVICE_UNKNOWN', `the running gateway does not know ${id}: restart it with this store.yaml`);
    const last = before.lastMessage === null ? 'never heard' : `last heard ${new Date(before.lastMessage).toISOString()}`;
    console.log(`${id} is ${before.state}, ${last}: ${before.messages} messages, ${before.readings} readings, ${before.rejected} rejected`);
    const end = performance.now() + forMs;
    let now = before;
    while (performance.now() < end && now.messages + now.rejected === before.messages + before.rejected) {
      await pause(200);
      now = (await look()) ?? before;
    }
    const messages = now.messages - before.messages;
    const rejected = now.rejected - before.rejected;
    console.log(
      messages + rejected === 0
        ? 'nothing new came'
        : `new: ${messages} messages, ${now.readings - before.readings} readings, ${rejected} rejected`,
    );
    if (rejected > 0)
      console.log('why they were rejected stands on the page and under GET /api/v1/ledger; aisle decode explains a message');
    return messages > 0;
  } finally {
    await reader.close();
  }
}

/** The gateway's own way to the device, with nothing behind it but this terminal. */
async function call(loaded: LoadedConfig, device: DeviceConfig, data: string, forMs: number): Promise<boolean> {
  const { serial, tcp, llrp, opcua, http, id } = device;
  if (!serial && !tcp && !llrp && !opcua && !http) {
    console.log(`${id} comes to the gateway by itself, and no gateway runs on ${data}: start it, then test again.`);
    return false;
  }
  let heard = 0;
  const { resolve } = topicResolver(loaded);
  const intake: Intake = {
    async accept({ topic, bytes }) {
      const owner = resolve(topic);
      if (!owner) return;
      const message = { device: asId<DeviceId>(id), topic, bytes, receivedAt: instant(Date.now()) };
      const decoded = owner.driver.decode(message, { settings: owner.settings, address: owner.address, memory });
      if (!decoded.ok) console.log(`rejected: ${decoded.code}: ${decoded.detail}`);
      else if (decoded.readings.length === 0) console.log(`none: ${decoded.none}`);
      else for (const reading of decoded.readings) console.log(JSON.stringify(describeReading(reading)));
      // Whether it is there is told by the connection; only its own words count as heard.
      if (lastLevel(topic) === 'reads') heard++;
    },
    refuse: (reason) => console.log(`rejected: ${reason}`),
  };
  const memory = {};
  const only = { ...loaded, config: { ...loaded.config, devices: [device] } };
  const lines = createLines({ loaded: only, intake, dataFolder: data, log: createLog({ level: 'silent' }), clock: Date.now });
  await lines.start();
  await pause(forMs);
  const status = lines.status(id);
  await lines.stop();
  console.log(status?.isConnected ? `${id} is connected; ${heard} messages` : `${id} is not connected: ${status?.problem ?? 'no answer'}`);
  return heard > 0;
}
