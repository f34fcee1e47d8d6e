import type { DeviceReading } from '../../devices/kit/define-device.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import { createVirtualLlrpReader } from './llrp-reader.ts';
import { createReadingsMaker } from './make-readings.ts';
import type { DeviceProgress, VirtualDevice } from './mqtt-device.ts';
import { startVirtualOpcua } from './opcua-server.ts';
import { pace } from './pace.ts';
import { createVirtualStreamDevice } from './stream-device.ts';

interface Running {
  readonly perSecond: number;
  readonly durationMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DeviceProgress) => void;
  /** Told once, when the gateway may come: where that is. */
  readonly onReady?: (where: string) => void;
}

/** Where a device waits for the gateway: a TCP port of this machine (0: any), or the far end of a serial line. */
export type WaitingPlace = { readonly host: string; readonly port: number } | { readonly path: string };

type Say = (readings: readonly DeviceReading[]) => Promise<number> | number;

/** Says readings in the given rate; what nobody listens to is made but not sent. */
async function keepSaying(virtual: VirtualDevice, running: Running, say: Say): Promise<DeviceProgress> {
  const make = createReadingsMaker(virtual);
  const progress = { readings: 0, sent: 0, acknowledged: null };
  for await (const due of pace(running)) {
    const at = Date.now() as Instant;
    progress.readings += due;
    progress.sent += await say(Array.from({ length: due }, () => make(at)));
    running.onProgress?.({ ...progress });
  }
  return { ...progress };
}

/** A device on a byte stream. It answers no commands: what it senses it says by itself, as readers in their automatic mode do. */
export async function runStreamDevice(virtual: VirtualDevice, on: WaitingPlace, running: Running): Promise<DeviceProgress> {
  const stream = createVirtualStreamDevice({ driver: virtual.driver, on, device: virtual.device });
  await stream.start();
  running.onReady?.('path' in on ? on.path : `tcp ${on.host}:${stream.port()}`);
  try {
    return await keepSaying(virtual, running, async (readings) => (stream.isHeard() ? stream.say(readings) : 0));
  } finally {
    await stream.stop();
  }
}

/** A reader that speaks LLRP and waits for the gateway. */
export async function runLlrpReader(
  virtual: VirtualDevice,
  on: { readonly host: string; readonly port: number },
  running: Running,
): Promise<DeviceProgress> {
  const reader = createVirtualLlrpReader(on);
  running.onReady?.(`llrp ${on.host}:${await reader.listen()}`);
  try {
    return await keepSaying(virtual, running, (readings) => (reader.report(readings) ? readings.length : 0));
  } finally {
    await reader.drained();
    await reader.kill();
  }
}

/** An OPC UA server with an RFID reader, sensors, a relay and a method; its keys are kept in `folder`. */
export async function runOpcuaServer(
  virtual: VirtualDevice,
  on: { readonly host: string; readonly port: number; readonly folder: string },
  running: Running,
): Promise<DeviceProgress> {
  const server = await startVirtualOpcua(on);
  running.onReady?.(`${server.url}, reader ${server.readerNode}, variables such as ${server.shop.node('Temperature')}`);
  try {
    return await keepSaying(virtual, running, (readings) => {
      const tags = readings.filter((reading) => reading.kind === 'tag');
      for (const reading of readings)
        if (reading.kind === 'climate' && reading.temperature !== undefined) server.shop.set('Temperature', reading.temperature);
      return tags.length > 0 ? server.reader.scan(tags) : readings.length;
    });
  } finally {
    await server.stop();
  }
}
