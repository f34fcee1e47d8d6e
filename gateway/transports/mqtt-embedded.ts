import type { EventEmitter } from 'node:events';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import { GatewayError } from '../errors.ts';
import type { Intake } from '../pipeline/frame.ts';
import { createAdmission } from './mqtt-admission.ts';
import { createConnections } from './mqtt-connections.ts';
import { createIngest } from './mqtt-ingest.ts';
import { createInterests } from './mqtt-interests.ts';
import { DEFAULT_MQTT_LIMITS, type MqttLimits } from './mqtt-limits.ts';
import type { Permits, Principal } from './mqtt-principal.ts';
import { boundSessions, type SessionStore } from './mqtt-session-bounds.ts';
import { createSubscriptions } from './mqtt-subscriptions.ts';
import { attachMqttWebSocket, isSameOrigin } from './mqtt-websocket.ts';
import { createRateBudget } from './rate-budget.ts';
import { createTcpListener } from './tcp-listener.ts';
import type { TransportLog } from './transport-log.ts';

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0: the system chooses one. */
  readonly port: number;
  readonly intake: Intake;
  /** Null when the credential is not good. Compares in constant time; `password` is never logged or counted. */
  readonly authenticate: (username: string, password: string, clientId: string) => Principal | null;
  readonly permits: Permits;
  readonly limits?: Partial<MqttLimits>;
  /** Which web pages may connect; those of the same host when absent. */
  readonly isOriginAllowed?: (origin: string, request: IncomingMessage) => boolean;
  readonly log: TransportLog;
  readonly clock: () => number;
}

export interface EmbeddedBroker {
  /** Rejects with PORT_IN_USE. */
  start(): Promise<{ readonly port: number }>;
  /** Closes all connections without publishing their wills. Safe to call twice. */
  stop(): Promise<void>;
  /**
   * From the gateway itself: no journal, no permission. Resolves when present subscribers have it in their socket and it
   * waits for absent ones; rejects with BROKER_UNREACHABLE when stopped.
   */
  publish(topic: string, payload: string | Uint8Array, options: { readonly qos: 0 | 1 | 2; readonly retain: boolean }): Promise<void>;
  /** Connected clients with a good credential. */
  clients(): number;
  /** Ends all connections of a device, for example when its credential is revoked. */
  disconnect(device: string): void;
  /** MQTT over WebSocket on a path of this server, until `stop`. */
  attachWebSocket(server: HttpServer, path: string): void;
}

/** What aedes has beyond its types. */
interface Inner {
  readonly persistence: SessionStore;
  publish(packet: PublishPacket, client: Client | null, done: (error?: Error | null) => void): void;
}

/**
 * MQTT 3.1.1 over TCP and WebSocket for the shop's devices. What a device publishes is journalled before it is acknowledged;
 * memory, sessions, queues and rates have ends (`MqttLimits`); a client gets only what its credential permits.
 * Sessions and retained messages live in memory: after a restart devices say their state again.
 */
export function createEmbeddedBroker(options: EmbeddedBrokerOptions): EmbeddedBroker {
  const { intake } = options;
  const limits = { ...DEFAULT_MQTT_LIMITS, ...options.limits };
  const { broker, inner, ingest, connections, budget } = assemble(options, limits);
  const listener = createTcpListener({ host: options.host, port: options.port, onConnection: (socket) => connections.serve(socket) });
  const detach: (() => void)[] = [];

  return {
    async start() {
      await broker.listen();
      const onOverflow = (reason: string, id: string, topic: string): void => intake.refuse(reason, id, topic, new Uint8Array());
      boundSessions(inner.persistence, { ...limits, onOverflow });
      try {
        return await listener.start();
      } catch (error) {
        await closed(broker);
        throw error;
      }
    },
    async stop() {
      ingest.stop();
      for (const off of detach.splice(0)) off();
      const stopped = listener.stop();
      await closed(broker);
      connections.closeAll();
      await stopped;
    },
    publish(topic, payload, { qos, retain }) {
      return new Promise((resolve, reject) => {
        if (broker.closed) return reject(new GatewayError('BROKER_UNREACHABLE', 'the embedded broker is not running', { topic }));
        inner.publish({ cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain, dup: false }, null, (error) => {
          if (error) reject(new GatewayError('BROKER_UNREACHABLE', 'the embedded broker did not take the message', { topic }, error));
          else resolve();
        });
      });
    },
    clients: () => broker.connectedClients ?? 0,
    disconnect(device) {
      connections.close(device);
      budget.forget(device);
    },
    attachWebSocket(server, path) {
      const maxMessageBytes = 2 * limits.packetBytes;
      const isOriginAllowed = options.isOriginAllowed ?? isSameOrigin;
      detach.push(attachMqttWebSocket(server, { path, maxMessageBytes, isOriginAllowed, onConnection: connections.serve }));
    },
  };
}

/** aedes with our answers to all its questions. */
function assemble(options: EmbeddedBrokerOptions, limits: MqttLimits) {
  const { intake, permits, log } = options;
  const { connectMs: connectTimeout, drainMs: drainTimeout, clientIdBytes: maxClientsIdLength } = limits;
  const broker = new Aedes({ connectTimeout, drainTimeout, maxClientsIdLength });
  const inner = broker as unknown as Inner;
  const interests = createInterests();
  const { principalOf, preConnect, authenticate } = createAdmission({ intake, authenticate: options.authenticate, limits, interests });
  const subscriptions = createSubscriptions({ intake, permits, limits, interests, principalOf });
  const { authorizeSubscribe, authorizeForward } = subscriptions;
  const budget = createRateBudget({ ...limits, clock: options.clock });
  const isHeld = (client: Client, packet: PublishPacket): Promise<boolean> =>
    inner.persistence.incomingGetPacket(client, packet).then(...yesOrNo);
  const ingest = createIngest({ intake, permits, limits, budget, principalOf, isHeld });
  const connections = createConnections({ broker, subscriptions, principalOf, interests, intake, limits });

  Object.assign(broker, { preConnect, authenticate, authorizeSubscribe, authorizeForward, authorizePublish: ingest.authorizePublish });
  broker.on('unsubscribe', (filters, client) => interests.remove(client, filters));
  logEvents(broker, log);
  forwardOnly(inner, (packet) => {
    const isNeeded = packet.retain || packet.topic.startsWith('$SYS/') || interests.isWanted(packet.topic);
    return isNeeded && !ingest.isDropped(packet);
  });
  return { broker, inner, ingest, connections, budget };
}

const yesOrNo = [() => true, () => false] as const;
/** Lets through what is needed; the rest ends right after its acknowledgement. */
function forwardOnly(inner: Inner, isNeeded: (packet: PublishPacket) => boolean): void {
  const forward = inner.publish.bind(inner);
  inner.publish = (packet, client, done) => {
    if (isNeeded(packet)) forward(packet, client, done);
    else done(null);
  };
}

const closed = (broker: Aedes): Promise<void> => new Promise((resolve) => broker.close(resolve));
function logEvents(broker: Aedes, log: TransportLog): void {
  // Without a listener an error inside aedes' queues would end the process.
  (broker as EventEmitter).on('error', (error: Error) => log.error({ error: error.message }, 'broker error'));
  broker.on('client', (client) => log.debug({ client: client.id }, 'client connected'));
  broker.on('clientError', (client, error) => log.debug({ client: client.id, error: error.message }, 'client failed'));
  broker.on('connectionError', (_client, error) => log.debug({ error: error.message }, 'connection failed before CONNECT'));
}
