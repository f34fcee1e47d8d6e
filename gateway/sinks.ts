import type { LoadedConfig } from './config/loaded-config.ts';
import type { DomainEvent } from './domain/events.ts';
import type { Log } from './observability/log.ts';
import type { Commander } from './outputs/commander.ts';
import { createDrain, type Drain } from './outputs/drain.ts';
import type { Announcement } from './outputs/home-assistant.ts';
import { createInfluxWriter } from './outputs/influx.ts';
import { createMqttSink, type MqttSinkOptions } from './outputs/mqtt-sink.ts';
import { type Publication, publicationRows } from './outputs/publication.ts';
import type { Outbox } from './pipeline/ledger-port.ts';
import type { Receivers } from './receivers.ts';

/** Largest batch of commands or publications under way at once. */
const MQTT_BATCH = 200;

export interface SinksOptions extends MqttSinkOptions {
  readonly outbox: Outbox;
  readonly clock: () => number;
  readonly influx: LoadedConfig['config']['outputs']['influx'];
  readonly influxToken: string | undefined;
  readonly commander: Commander;
  readonly receivers: Receivers;
  readonly log: Log;
}

/** One drain of the outbox per sink. */
export function createSinks(options: SinksOptions) {
  const { outbox, clock, publish, commander, receivers, influx, log } = options;
  const mqtt = createMqttSink(options);
  const drains: Drain[] = [
    createDrain({ sink: 'display', outbox, clock, batch: MQTT_BATCH, deliver: commander.deliver }),
    createDrain({ sink: 'mqtt', outbox, clock, batch: MQTT_BATCH, deliver: mqtt.publications }),
    ...receivers.all.map(({ drain }) => drain),
  ];
  const names = ['display', 'mqtt', 'influx', ...receivers.all.map(({ sink }) => sink)];
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
        [...told.values()].map((row, id) => ({ ...row, id, attempts: 0, since: row.at })),
      );
    },
    /** Tells Home Assistant what there is, where the shop wants that; retained. */
    async announce(announced: readonly Announcement[]): Promise<void> {
      for (const { topic, payload } of announced) await publish(topic, payload, { qos: 1, retain: true });
    },
    start(): void {
      for (const drain of drains) drain.start();
    },
    async stop(): Promise<void> {
      receivers.interrupt();
      for (const drain of drains) await drain.stop();
      await commander.stop();
    },
    waiting: (): Record<string, number> => Object.fromEntries(names.map((sink) => [sink, outbox.waiting(sink)])),
  };
}
