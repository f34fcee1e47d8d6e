import { onTestFinished } from 'vitest';
import { createEmbeddedBroker, type EmbeddedBrokerOptions } from '../../gateway/transports/mqtt-embedded.ts';
import { createFakeIntake } from './fakes/intake.fake.ts';
import { type ConnectFields, connectPacket, openWire, type Wire } from './mqtt-wire.ts';

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };
export const topicOf = (device: string, channel: string): string => `aisle/v1/shop/${device}/${channel}`;

/**
 * A broker on a free port for devices whose password is `secret of <name>`: each may publish and subscribe below its own
 * topic; those that begin with `service` hear everything.
 */
export async function startBroker(options: Partial<EmbeddedBrokerOptions> = {}) {
  const intake = createFakeIntake();
  const broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    intake,
    authenticate: (username, password) =>
      password === `secret of ${username}` ? { device: username, kind: username.startsWith('service') ? 'service' : 'device' } : null,
    permits: {
      publish: ({ device }, topic) => topic.startsWith(topicOf(device, '')),
      subscribe: ({ device, kind }, filter) => kind === 'service' || filter.startsWith(topicOf(device, '')),
    },
    log: silentLog,
    clock: Date.now,
    ...options,
  });
  const { port } = await broker.start();
  onTestFinished(() => broker.stop());

  return {
    broker,
    intake,
    port,
    open: (): Promise<Wire> => openWire(port),
    /** A connection with its CONNACK behind it. */
    async join(device: string, fields: ConnectFields = {}): Promise<Wire> {
      const wire = await openWire(port);
      wire.send(connectPacket({ username: device, password: `secret of ${device}`, ...fields }));
      const { first, body } = await wire.next();
      if (first !== 0x20 || body[1] !== 0) throw new Error(`CONNACK ${first.toString(16)} ${body.toString('hex')}`);
      return wire;
    },
  };
}
