import type { LoadedConfig } from './config/loaded-config.ts';
import type { DomainEvent } from './domain/events.ts';
import type { Log } from './observability/log.ts';
import { createDrain, type Drain } from './outputs/drain.ts';
import { createInfluxWriter } from './outputs/influx.ts';
import { createMqttSink, type MqttSinkOptions } from './outputs/mqtt-sink.ts';
import { type Publication, publicationRows } from './outputs/publication.ts';
import type { Outbox } from './pipeline/ledger-port.ts';

/** Largest batch of commands or publications under way at once. */
const MQTT_BATCH = 200;

export interface SinksOptions extends Omit<MqttSinkOptions, 'publish'> {
  readonly outbox: Outbox;
  readonly clock: () => number;
  readonly influx: LoadedConfig['config']['outputs']['influx'];
  readonly influxToken: string | undefined;
  /** Where commands and publications go: each of them gets all. */
  readonly brokers: readonly { readonly publish: MqttSinkOptions['publish'] }[];
  readonly log: Log;
}

/** One drain of the outbox per sink. */
export function createSinks(options: SinksOptions) {
  const { outbox, clock, brokers, influx, log } = options;
  const mqtt = createMqttSink({
    ...options,
    publish: async (topic, payload, how) => {
      await Promise.all(brokers.map((broker) => broker.publish(topic, payload, how)));
    },
  });
  const drains: Drain[] = [
    createDrain({ sink: 'display', outbox, clock, batch: MQTT_BATCH, deliver: mqtt.commands }),
    createDrain({ sink: 'mqtt', outbox, clock, batch: MQTT_BATCH, deliver: mqtt.publications }),
  ];
  if (influx) {
    const writer = createInfluxWriter({
      ...influx,
      token: options.influxToken ?? '',
      timeoutMs: influx.timeoutS * 1_000,
      log: (code, text, facts) => log.warn({ code, ...facts }, text),
    });
    drains.push(createDrain({ sink: 'influx', outbox, clock, batch: influx.batch, deliver: writer.deliver }));
  }
  return {
    /**
     * Tells a broker that has just begun, with no memory, the state that stands; events are over and not told again. Before
     * `start`, so that nothing newer is overtaken.
     */
    async tellStanding(broker: { readonly publish: MqttSinkOptions['publish'] }, events: readonly DomainEvent[]): Promise<void> {
      const told = new Map(
        events
          .flatMap(publicationRows)
          .filter(({ body }) => (body as Publication).kind !== 'event')
          .map((row) => [JSON.stringify(row.body), row]),
      );
      await createMqttSink({ ...options, publish: broker.publish }).publications(
        [...told.values()].map((row, id) => ({ ...row, id, attempts: 0 })),
      );
    },
    start(): void {
      for (const drain of drains) drain.start();
    },
    async stop(): Promise<void> {
      for (const drain of drains) await drain.stop();
    },
    waiting: (): Record<string, number> => Object.fromEntries(['display', 'mqtt', 'influx'].map((sink) => [sink, outbox.waiting(sink)])),
  };
}
