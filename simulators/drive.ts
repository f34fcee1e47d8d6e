import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { canonicalTopic, commandTopic } from '../devices/kit/topics.ts';
import { createVoice, type DeviceOutput, type FindDriver } from './devices/message.ts';
import { createVirtualDisplay } from './devices/virtual-display.ts';
import type { DevicePlace, Layout } from './layout/layout.ts';
import type { Simulation } from './simulation.ts';

export interface DriveOptions {
  readonly simulation: Simulation;
  readonly layout: Layout;
  readonly findDriver: FindDriver;
  readonly seed: number;
  /** mqtt://host:port */
  readonly broker: string;
  /** The password of a device; its user name is its id. Undefined: it connects without. */
  readonly password: (device: string) => string | undefined;
  /** Simulated seconds per real second; Infinity: as fast as the broker takes it. */
  readonly speed: number;
  /** A display that is pushed out by a real one of the same name leaves the place to it instead of coming back. */
  readonly displaysYield?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DriveProgress) => void;
}

export interface DriveProgress {
  /** Simulated time since the start, ms. */
  readonly simulatedMs: number;
  readonly published: number;
  readonly acknowledged: number;
  /** Commands that displays got, and that they answered. */
  readonly commands: number;
  readonly answered: number;
  readonly clients: number;
}

/** Simulated time handed over in one go, ms. */
const STRIDE = 200;
/** Messages under way to the broker at once; more would only pile up in memory. */
const IN_FLIGHT = 400;
const PROGRESS_EVERY = 1_000;

/**
 * Connects one MQTT client per device and publishes the simulation at QoS 1 in its pace, while virtual displays answer
 * commands. Ends with the scenario or the signal, when every message was acknowledged. Rejects when a device cannot
 * connect or a message is refused: a simulation with silent holes would be worse than none.
 */
export async function drive(options: DriveOptions): Promise<DriveProgress> {
  const { layout } = options;
  const progress = { simulatedMs: 0, published: 0, acknowledged: 0, commands: 0, answered: 0, clients: 0 };
  const clients = new Map<string, MqttClient>();
  const underWay = new Set<Promise<void>>();
  let failure: unknown;
  const publish = (message: Omit<DeviceOutput, 'at'>): void => {
    const client = clients.get(message.device);
    if (!client) return;
    progress.published++;
    const sent = client
      .publishAsync(message.topic, Buffer.from(message.payloadBytes), { qos: 1, retain: message.retain })
      .then(() => {
        progress.acknowledged++;
      })
      .catch((error: unknown) => {
        // What a display had still to say when a real one took its place is not missed.
        if (clients.has(message.device)) failure ??= error;
      })
      .finally(() => underWay.delete(sent));
    underWay.add(sent);
  };
  try {
    for (const device of layout.devices.values()) {
      clients.set(device.id, await connect(options, device));
      progress.clients++;
    }
    for (const device of layout.devices.values()) {
      const client = clients.get(device.id);
      if (!client || !device.roles.has('display')) continue;
      await answerCommands(options, device, client, progress, publish);
      if (options.displaysYield) {
        client.once('close', () => {
          clients.delete(device.id);
          client.end(true);
        });
      }
    }
    await publishInPace(options, progress, underWay, publish, () => failure);
    await Promise.all(underWay);
    if (failure) throw failure;
    return { ...progress };
  } finally {
    await Promise.all([...clients.values()].map((client) => client.endAsync()));
  }
}

async function publishInPace(
  options: DriveOptions,
  progress: { simulatedMs: number } & DriveProgress,
  underWay: ReadonlySet<Promise<void>>,
  publish: (message: DeviceOutput) => void,
  failure: () => unknown,
): Promise<void> {
  const { simulation, speed, signal, onProgress } = options;
  const begun = performance.now();
  let reported = begun;
  for (let until = simulation.startAt; until < simulation.endAt && !signal?.aborted && !failure(); ) {
    until = Math.min(simulation.endAt, until + STRIDE);
    for (const message of simulation.next(until)) {
      publish(message);
      while (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
    }
    progress.simulatedMs = until - simulation.startAt;
    const ahead = progress.simulatedMs / speed - (performance.now() - begun);
    // An abort only ends the wait: the loop sees it and stops in good order.
    if (ahead > 1) await sleep(ahead, undefined, signal ? { signal } : {}).catch(() => undefined);
    if (performance.now() - reported < PROGRESS_EVERY) continue;
    reported = performance.now();
    onProgress?.({ ...progress });
  }
  onProgress?.({ ...progress });
}

function connect({ broker, password, layout }: DriveOptions, device: DevicePlace): Promise<MqttClient> {
  const secret = password(device.id);
  return connectAsync(
    broker,
    {
      clientId: device.id,
      clean: true,
      reconnectPeriod: 2_000,
      connectTimeout: 10_000,
      ...(secret === undefined ? {} : { username: device.id, password: secret }),
      will: {
        topic: canonicalTopic(layout.store, device.id, 'status'),
        payload: Buffer.from('{"state":"offline"}'),
        qos: 1,
        retain: true,
      },
    },
    false,
  );
}

async function answerCommands(
  { layout, findDriver, seed }: DriveOptions,
  device: DevicePlace,
  client: MqttClient,
  progress: { commands: number; answered: number },
  publish: (message: DeviceOutput) => void,
): Promise<void> {
  const display = createVirtualDisplay(device.id, seed);
  const speak = createVoice(layout, device, findDriver);
  client.on('message', (_topic, bytes) => {
    progress.commands++;
    const answer = display.command(bytes, Date.now());
    if (!answer) return;
    const timer = setTimeout(() => {
      if (!client.connected) return;
      progress.answered++;
      for (const message of speak([answer.reading], Date.now())) publish(message);
    }, answer.afterMs);
    // A late answer must not keep the process alive.
    timer.unref();
  });
  await client.subscribeAsync(commandTopic(layout.store, device.id), { qos: 1 });
}
