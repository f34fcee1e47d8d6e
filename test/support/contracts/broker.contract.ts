import mqtt, { type MqttClient } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FakeIntake } from '../fakes/intake.fake.ts';
import { until } from '../until.ts';

/** What the gateway uses of a broker, be it its own or another's. */
export interface BrokerUnderTest {
  readonly intake: FakeIntake;
  readonly publish: (topic: string, payload: string | Uint8Array, options: { qos: 0 | 1 | 2; retain: boolean }) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** How a device connects; `clientId` names it. */
  readonly device: (clientId: string) => mqtt.IClientOptions;
}

/** What both brokers promise the gateway, tested with a client library's device. `topic` is one that the device may use. */
export function brokerContract(name: string, setUp: () => Promise<BrokerUnderTest>, topic: (channel: string) => string): void {
  async function connected(options: mqtt.IClientOptions): Promise<MqttClient> {
    const client = await mqtt.connectAsync({ reconnectPeriod: 50, ...options });
    onTestFinished(async () => {
      await client.endAsync(true);
    });
    return client;
  }
  /** What arrives, as text. */
  function inbox(client: MqttClient): { topic: string; text: string; retain: boolean }[] {
    const messages: { topic: string; text: string; retain: boolean }[] = [];
    client.on('message', (at, payload, packet) => messages.push({ topic: at, text: payload.toString(), retain: packet.retain }));
    return messages;
  }

  describe(`${name} as the gateway's broker`, () => {
    it.each([0, 1, 2] as const)('hands over what a device publishes with QoS %i: topic and bytes as sent, once', async (qos) => {
      const { intake, device } = await setUp();
      const client = await connected(device('gate-1'));
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
      await client.publishAsync(topic('reads'), bytes, { qos });
      await client.publishAsync(topic('reads'), 'next', { qos });
      await intake.received(2);
      expect(intake.frames.map((frame) => [frame.topic, Buffer.from(frame.bytes)])).toEqual([
        [topic('reads'), bytes],
        [topic('reads'), Buffer.from('next')],
      ]);
    });

    it('keeps the order of a device', async () => {
      const { intake, device } = await setUp();
      const client = await connected(device('gate-1'));
      const texts = Array.from({ length: 300 }, (_, at) => String(at));
      await Promise.all(texts.map((text) => client.publishAsync(topic('reads'), text, { qos: 1 })));
      await intake.received(300);
      expect(intake.texts()).toEqual(texts);
    });

    it('gets again what could not be stored', async () => {
      const { intake, device } = await setUp();
      const client = await connected({ ...device('gate-1'), clean: false });
      intake.behave('fail');
      const published = client.publishAsync(topic('reads'), 'again', { qos: 1 });
      await until(() => intake.failed() >= 1, 'a first try');
      intake.behave('store');
      await published;
      await intake.received(1);
      expect(intake.texts()).toEqual(['again']);
    });

    it('takes an empty message, which drivers and not brokers judge', async () => {
      const { intake, device } = await setUp();
      const client = await connected(device('gate-1'));
      await client.publishAsync(topic('reads'), '', { qos: 1 });
      await intake.received(1);
      expect(intake.frames[0]?.bytes).toEqual(new Uint8Array());
    });

    it.each([0, 1] as const)('brings what the gateway publishes with QoS %i to a subscriber', async (qos) => {
      const { publish, device } = await setUp();
      const client = await connected(device('gate-1'));
      const messages = inbox(client);
      await client.subscribeAsync(topic('cmd'), { qos: 1 });
      await publish(topic('cmd'), '{"id":"1"}', { qos, retain: false });
      await until(() => messages.length === 1, 'the command');
      expect(messages).toEqual([{ topic: topic('cmd'), text: '{"id":"1"}', retain: false }]);
    });

    it('gives the last retained message to who subscribes later', async () => {
      const { publish, device } = await setUp();
      await publish(topic('cmd'), 'old', { qos: 1, retain: true });
      await publish(topic('cmd'), 'new', { qos: 1, retain: true });
      const client = await connected(device('gate-1'));
      const messages = inbox(client);
      await client.subscribeAsync(topic('cmd'), { qos: 1 });
      await until(() => messages.length === 1, 'the retained message');
      expect(messages).toEqual([{ topic: topic('cmd'), text: 'new', retain: true }]);
    });

    it('keeps a QoS 1 command for a device that is away with its session', async () => {
      const { publish, device } = await setUp();
      const options = { ...device('gate-1'), clean: false };
      const first = await connected(options);
      await first.subscribeAsync(topic('cmd'), { qos: 1 });
      await first.endAsync();
      await publish(topic('cmd'), 'while away', { qos: 1, retain: false });
      const again = mqtt.connect({ ...options, manualConnect: true });
      onTestFinished(async () => {
        await again.endAsync(true);
      });
      const messages = inbox(again);
      again.connect();
      await until(() => messages.length === 1, 'the command');
      expect(messages[0]?.text).toBe('while away');
    });

    it('stops twice, and refuses to publish afterwards', async () => {
      const { publish, stop } = await setUp();
      await stop();
      await stop();
      await expect(publish(topic('cmd'), 'x', { qos: 1, retain: false })).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
    });
  });
}
