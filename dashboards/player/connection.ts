import mqtt from 'mqtt';
import type { PlayResult } from './play-queue.ts';
import type { PlayerSettings } from './player-settings.ts';

export interface Connection {
  answer(id: string, result: PlayResult): void;
}

export interface ConnectionOptions {
  readonly settings: PlayerSettings;
  readonly onCommand: (payload: string) => void;
  readonly onOnline: (isOnline: boolean) => void;
  readonly clock: () => number;
}

/** Beside the page itself, whatever host and scheme it came from. */
const brokerUrl = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`;

/**
 * The display's own MQTT session: says online (retained, with a last will that says offline), takes commands, answers
 * with QoS 1. An answer given while offline waits in memory and goes out after reconnecting.
 */
export function openConnection({ settings, onCommand, onOnline, clock }: ConnectionOptions): Connection {
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
  client.on('connect', () => {
    onOnline(true);
    client.subscribe(`${base}/cmd`, { qos: 1 });
    client.publish(`${base}/status`, status('online'), { qos: 1, retain: true });
  });
  client.on('close', () => onOnline(false));
  // A refused or broken connection is followed by `close` and a new attempt; nothing else to do here.
  client.on('error', () => onOnline(false));
  client.on('message', (topic, payload) => {
    if (topic === `${base}/cmd`) onCommand(payload.toString());
  });
  return {
    answer(id, result) {
      client.publish(`${base}/ack`, JSON.stringify({ id, result, at: clock() }), { qos: 1 });
    },
  };
}
