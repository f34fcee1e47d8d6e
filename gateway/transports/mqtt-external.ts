import mqtt, { type MqttClient, Store } from 'mqtt';
import { GatewayError } from '../errors.ts';
import type { Intake } from '../pipeline/frame.ts';
import { acknowledgeWhenStored } from './held-acknowledgements.ts';
import type { TransportLog } from './transport-log.ts';

export interface ExternalBrokerOptions {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Fixed: the broker keeps messages for this name while the gateway is away. Two gateways must not share it. */
  readonly clientId: string;
  /** Subscribed exactly as they stand, QoS 1. */
  readonly topics: readonly string[];
  readonly intake: Intake;
  readonly log: TransportLog;
  readonly clock: () => number;
  /** First and longest wait before the next try, ms; each failure doubles it, and a random part of up to half is taken off. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
}

export interface ExternalStatus {
  readonly isConnected: boolean;
  /** Epoch ms of the last change. */
  readonly since: number;
  /** What the last failure was; '' after a good connection. */
  readonly problem: string;
}

export interface ExternalBroker {
  /** Begins to connect and goes on trying; resolves at once, since a shop must open without its broker. */
  start(): Promise<void>;
  /** Leaves the session at the broker, so that it keeps what comes meanwhile. Safe to call twice. */
  stop(): Promise<void>;
  /** Resolves when the broker has taken it; waits through a lost connection. Rejects with BROKER_UNREACHABLE when stopped. */
  publish(topic: string, payload: string | Uint8Array, options: { readonly qos: 0 | 1 | 2; readonly retain: boolean }): Promise<void>;
  status(): ExternalStatus;
  /** Returns the function that stops listening. */
  onStatus(listener: (status: ExternalStatus) => void): () => void;
}

/**
 * The gateway as a client of a broker that was there before. The broker gets its PUBACK only when the frame is on disk; a
 * frame that cannot be stored ends the connection, and the session brings the message again. Who sent a message is not
 * known here: frames have no source.
 */
export function createExternalBroker(options: ExternalBrokerOptions): ExternalBroker {
  const listeners = new Set<(status: ExternalStatus) => void>();
  let status: ExternalStatus = { isConnected: false, since: options.clock(), problem: '' };
  let client: MqttClient | null = null;
  let stopped = Promise.withResolvers<never>();

  function tell(isConnected: boolean, problem: string): void {
    if (status.isConnected === isConnected && status.problem === problem) return;
    status = { isConnected, since: options.clock(), problem };
    for (const listener of listeners) listener(status);
  }

  return {
    async start() {
      if (client) return;
      stopped = Promise.withResolvers();
      // Nobody may be waiting for a publish when the broker is stopped.
      stopped.promise.catch(() => undefined);
      client = connect(options, tell);
    },
    async stop() {
      const ending = client;
      client = null;
      stopped.reject(new Error('stopped'));
      if (ending) await ending.endAsync(true);
      tell(false, 'stopped');
    },
    async publish(topic, payload, { qos, retain }) {
      if (!client) throw new GatewayError('BROKER_UNREACHABLE', 'the external broker is not in use', { topic });
      try {
        await Promise.race([client.publishAsync(topic, Buffer.from(payload), { qos, retain }), stopped.promise]);
      } catch (error) {
        throw new GatewayError('BROKER_UNREACHABLE', 'the external broker did not take the message', { topic }, error);
      }
    },
    status: () => status,
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function connect(options: ExternalBrokerOptions, tell: (isConnected: boolean, problem: string) => void): MqttClient {
  const { url, username, password, clientId, topics, intake, log } = options;
  const waits = createWaits(options.retryMs ?? { first: 1_000, longest: 60_000 });
  const client = mqtt.connect(url, {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    clientId,
    clean: false,
    resubscribe: false,
    reconnectOnConnackError: true,
    reconnectPeriod: waits.next(),
    // Of our own, so that what is on its way outlives a connection.
    incomingStore: new Store(),
    outgoingStore: new Store(),
  });
  let problem = '';
  const holdOff = (what: string): void => {
    problem = what;
    tell(false, what);
  };
  acknowledgeWhenStored(client, {
    intake,
    topics,
    onStored: waits.reset,
    onRefused(what) {
      log.warn({ problem: what }, 'a message could not be stored: the external broker will send it again');
      holdOff(what);
    },
  });
  client.on('connect', () => {
    log.info({ url }, 'connected to the external broker');
    problem = '';
    tell(true, '');
    subscribe(client, topics, (topic) => {
      log.error({ topic }, 'the external broker refused a subscription');
      tell(true, `subscription refused: ${topic}`);
    });
  });
  // mqtt.js reads the period when a connection ends, so the next wait is set before each try.
  client.on('reconnect', () => {
    client.options.reconnectPeriod = waits.next();
  });
  client.on('close', () => tell(false, problem || 'connection lost'));
  client.on('error', (error) => {
    log.warn({ error: error.message }, 'external broker');
    holdOff(error.message);
  });
  return client;
}

/** One by one: brokers limit the filters of a packet, and a refusal then names its topic. */
function subscribe(client: MqttClient, topics: readonly string[], onRefused: (topic: string) => void): void {
  for (const topic of topics) {
    client.subscribe(topic, { qos: 1 }, (error) => {
      if (error && client.connected) onRefused(topic);
    });
  }
}

/** Doubles with every try until a message was stored: a broker that answers is no help while the disk does not. */
function createWaits(retry: { readonly first: number; readonly longest: number }) {
  let tries = 0;
  return {
    next(): number {
      const full = Math.min(retry.longest, retry.first * 2 ** tries);
      tries += 1;
      return Math.round(full * (1 - Math.random() / 2));
    },
    reset(): void {
      tries = 0;
    },
  };
}
