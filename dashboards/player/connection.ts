import mqtt from 'mqtt';
import { createLetterBox, type Letter } from './letter-box.ts';
import type { PlayerSettings } from './player-settings.ts';

export interface Connection {
  /** Said until the gateway has it on disk. */
  post(channel: Letter['channel'], body: object): void;
  /** What the display is doing now, retained; said only while connected, since the next one says it better. */
  state(body: object): void;
  /** Letters that the gateway does not have yet. */
  unsent(): number;
}

export interface ConnectionOptions {
  readonly settings: PlayerSettings;
  /** The version of this page. */
  readonly version: string;
  readonly storage: Storage;
  readonly onCommand: (payload: string) => void;
  readonly onOnline: (isOnline: boolean) => void;
  readonly clock: () => number;
}

/** Beside the page itself, whatever host and scheme it came from. */
const brokerUrl = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`;

/**
 * The display's own MQTT session: says online (retained, with a last will that says offline) and what it is, takes commands,
 * answers with QoS 1.
 */
export function openConnection({ settings, version, storage, onCommand, onOnline, clock }: ConnectionOptions): Connection {
  const base = `aisle/v1/${settings.store}/${settings.display}`;
  const boot = Math.floor(clock() / 1_000);
  const status = (state: 'online' | 'offline') => JSON.stringify({ state, boot });
  const client = mqtt.connect(brokerUrl(), {
    clientId: settings.display,
    username: settings.display,
    password: settings.key,
    clean: true,
    keepalive: 20,
    reconnectPeriod: 2_000,
    connectTimeout: 10_000,
    // The library's own timers run in a worker made from a blob, which the page's content policy refuses.
    timerVariant: 'native',
    will: { topic: `${base}/status`, payload: status('offline'), qos: 1, retain: true },
  });
  const send = ({ channel, payload }: Letter): Promise<void> =>
    client.connected
      ? client.publishAsync(`${base}/${channel}`, payload, { qos: 1 }).then(() => undefined)
      : Promise.reject(new Error('not connected'));
  const box = createLetterBox(storage, send);
  client.on('connect', () => {
    onOnline(true);
    client.subscribe(`${base}/cmd`, { qos: 1 });
    client.publish(`${base}/status`, status('online'), { qos: 1, retain: true });
    const address = `${screen.width}x${screen.height}`;
    client.publish(`${base}/info`, JSON.stringify({ model: `player page ${address}`, firmware: version }), { qos: 1, retain: true });
    box.sendAll();
  });
  client.on('close', () => onOnline(false));
  // A refused or broken connection is followed by `close` and a new attempt; nothing else to do here.
  client.on('error', () => onOnline(false));
  client.on('message', (topic, payload) => {
    if (topic === `${base}/cmd`) onCommand(payload.toString());
  });
  return {
    post: (channel, body) => box.put({ channel, payload: JSON.stringify({ ...body, at: Math.round(clock()) }) }),
    state(body) {
      if (client.connected) client.publish(`${base}/state`, JSON.stringify({ ...body, at: Math.round(clock()) }), { qos: 1, retain: true });
    },
    unsent: box.waiting,
  };
}
