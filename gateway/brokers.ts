import type { TopicMap } from '../devices/kit/topic-map.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { Access } from './http/ports.ts';
import { readSecret } from './keys.ts';
import type { Log } from './observability/log.ts';
import { createPermits } from './permits.ts';
import type { Intake } from './pipeline/frame.ts';
import { createEmbeddedBroker, type EmbeddedBroker } from './transports/mqtt-embedded.ts';
import { createExternalBroker, type ExternalBroker } from './transports/mqtt-external.ts';
import type { MqttLimits } from './transports/mqtt-limits.ts';

export interface BrokersOptions {
  readonly loaded: LoadedConfig;
  readonly map: TopicMap;
  readonly access: Access;
  readonly intake: Intake;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limits: Partial<MqttLimits>;
  readonly log: Log;
}

/** The MQTT doors that store.yaml asks for: a broker of our own, a client of the shop's broker, or both. None is started. */
export function createBrokers(options: BrokersOptions): {
  readonly embedded: EmbeddedBroker | null;
  readonly external: ExternalBroker | null;
  /** Resolves when each of them has taken it. */
  readonly publish: EmbeddedBroker['publish'];
} {
  const { loaded, map, access, intake, env, log } = options;
  const { broker, store, devices } = loaded.config;
  const permits = createPermits(loaded, map);
  const embedded = broker.embedded
    ? createEmbeddedBroker({
        host: broker.host,
        port: broker.port,
        intake,
        authenticate: (username, password) => (access.verifyDevice(username, password) ? permits.principalOf(username) : null),
        permits,
        limits: { packetBytes: broker.maxPacketKb * 1_024, ...options.limits },
        log: log.child({ part: 'mqtt' }),
        clock: Date.now,
      })
    : null;
  const external = broker.external
    ? createExternalBroker({
        url: broker.external.url,
        username: broker.external.username,
        password: env.AISLE_BROKER_PASSWORD ?? readSecret(loaded.folder, broker.external.passwordFile),
        clientId: broker.external.clientId ?? `aisle-${store.id}`,
        topics: devices.flatMap(({ id }) => map.topicsOf(id)),
        intake,
        log: log.child({ part: 'mqtt-external' }),
        clock: Date.now,
      })
    : null;
  const both = [embedded, external].filter((one) => one !== null);
  return {
    embedded,
    external,
    async publish(topic, payload, how) {
      await Promise.all(both.map((one) => one.publish(topic, payload, how)));
    },
  };
}
