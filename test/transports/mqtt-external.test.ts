import mqtt from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { createExternalBroker, type ExternalBrokerOptions, type ExternalStatus } from '../../gateway/transports/mqtt-external.ts';
import { brokerContract } from '../support/contracts/broker.contract.ts';
import { silentLog, startBroker, topicOf } from '../support/embedded-broker.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';
import { startMosquitto } from '../support/mosquitto.ts';
import { describeWith } from '../support/programs.ts';
import { freePort } from '../support/temporary.ts';
import { until } from '../support/until.ts';

const reads = topicOf('gate-1', 'reads');

async function startExternal(options: Partial<ExternalBrokerOptions> & { url: string }) {
  const intake = createFakeIntake();
  const external = createExternalBroker({
    clientId: 'gateway',
    topics: [topicOf('+', 'reads')],
    intake,
    log: silentLog,
    clock: Date.now,
    retryMs: { first: 20, longest: 100 },
    ...options,
  });
  const seen: ExternalStatus[] = [];
  external.onStatus((status) => seen.push(status));
  onTestFinished(() => external.stop());
  await external.start();
  return { external, intake, seen };
}

async function deviceOf(url: string): Promise<mqtt.MqttClient> {
  const client = await mqtt.connectAsync(url);
  onTestFinished(async () => {
    await client.endAsync(true);
  });
  return client;
}

describeWith('mosquitto', 'an external Mosquitto', (program) => {
  /** Connected, and its subscription known to the broker: a probe has come through. */
  async function ready(options: Partial<ExternalBrokerOptions> = {}) {
    const { url } = await startMosquitto(program);
    const running = await startExternal({ url, ...options });
    const device = await deviceOf(url);
    await until(() => running.external.status().isConnected, 'a connection');
    await subscribed(device, running);
    return { url, device, ...running };
  }
  async function subscribed(device: mqtt.MqttClient, { external, intake }: Awaited<ReturnType<typeof startExternal>>): Promise<void> {
    while (intake.frames.length === 0) await device.publishAsync(topicOf('probe', 'reads'), 'probe', { qos: 1 });
    // The broker keeps the order: behind this one no probe is on its way any more.
    await device.publishAsync(topicOf('probe', 'reads'), 'last probe', { qos: 1 });
    await until(() => intake.texts().includes('last probe'), 'the last probe');
    // The acknowledgements of the probes go out in front of this: the broker does not send one of them again.
    await external.publish('elsewhere', 'x', { qos: 1, retain: false });
    intake.frames.length = 0;
  }

  brokerContract(
    'Mosquitto',
    async () => {
      const { url, external, intake } = await ready();
      return { intake, publish: external.publish, stop: external.stop, device: (clientId) => ({ ...target(url), clientId }) };
    },
    (channel) => topicOf('gate-1', channel),
  );

  it('brings what was published while the gateway was away', async () => {
    const { url, device, external } = await ready();
    await external.stop();
    for (const text of ['1', '2', '3']) await device.publishAsync(reads, text, { qos: 1 });
    const { intake } = await startExternal({ url });
    await intake.received(3);
    expect(intake.texts()).toEqual(['1', '2', '3']);
    expect(intake.frames[0]).toMatchObject({ transport: 'mqtt-external', source: '', topic: reads });
  });

  it('brings a message again that was not on disk when the gateway was killed', async () => {
    const { url, device, external, intake } = await ready();
    intake.behave('hold');
    await device.publishAsync(reads, 'held', { qos: 1 });
    await intake.received(1);
    await external.stop();
    intake.release();
    const { intake: next } = await startExternal({ url });
    await next.received(1);
    expect(next.texts()).toEqual(['held']);
    expect(next.frames[0]?.repeated).toBe(true);
  });

  it('does not bring again what was acknowledged', async () => {
    const { url, device, external, intake } = await ready();
    await device.publishAsync(reads, 'stored', { qos: 1 });
    await intake.received(1);
    // The acknowledgement goes out in front of this one's PUBACK handshake.
    await external.publish('elsewhere', 'x', { qos: 1, retain: false });
    await external.stop();
    const { intake: next } = await startExternal({ url });
    await device.publishAsync(reads, 'later', { qos: 1 });
    await next.received(1);
    expect(next.texts()).toEqual(['later']);
  });

  it('has several messages on their way to disk at once', async () => {
    const { device, intake } = await ready();
    intake.behave('hold');
    await Promise.all(Array.from({ length: 10 }, (_, at) => device.publishAsync(reads, String(at), { qos: 1 })));
    await intake.received(10);
    intake.behave('store');
    intake.release();
    await device.publishAsync(reads, 'last', { qos: 1 });
    await intake.received(11);
    expect(intake.texts().at(-1)).toBe('last');
  });

  it('gets more messages through than are held back at once, of QoS 0 too', async () => {
    const { device, intake } = await ready();
    await Promise.all(Array.from({ length: 1_000 }, (_, at) => device.publishAsync(reads, String(at), { qos: at % 2 ? 1 : 0 })));
    await intake.received(1_000);
    expect(new Set(intake.texts()).size).toBe(1_000);
  });

  it('counts what an older configuration still subscribes, and takes only what is asked for now', async () => {
    const { url, device, external } = await ready({ topics: [topicOf('+', 'reads'), topicOf('+', 'weight')] });
    await external.stop();
    const { intake } = await startExternal({ url, topics: [topicOf('+', 'reads')] });
    await device.publishAsync(topicOf('scale-1', 'weight'), 'old', { qos: 1 });
    await device.publishAsync(reads, 'now', { qos: 1 });
    await intake.received(1);
    expect(intake.texts()).toEqual(['now']);
    expect(intake.reasons()).toEqual(['foreign-topic']);
  });

  it('tells when it connects and when it is stopped', async () => {
    const { external, seen } = await ready();
    await external.stop();
    expect(seen.map(({ isConnected, problem }) => [isConnected, problem])).toEqual([
      [true, ''],
      [false, 'connection lost'],
      [false, 'stopped'],
    ]);
  });
});

it('starts without its broker, says so, and finds it when it comes', async () => {
  const port = await freePort();
  const { external, intake } = await startExternal({
    url: `mqtt://127.0.0.1:${port}`,
    username: 'service-gw',
    password: 'secret of service-gw',
    clientId: 'service-gw',
  });
  await until(() => external.status().problem.includes('ECONNREFUSED'), 'a failed try');
  const { join } = await startBroker({ port });
  await until(() => external.status().isConnected, 'a connection');
  expect(external.status().problem).toBe('');
  expect(intake.frames).toEqual([]);
  await join('gate-1');
});

it('goes on trying with a wrong password, and says what the broker said', async () => {
  const { port } = await startBroker();
  const { external, intake } = await startExternal({
    url: `mqtt://127.0.0.1:${port}`,
    username: 'service-gw',
    password: 'guess',
    clientId: 'service-gw',
  });
  await until(() => /bad user ?name or password/i.test(external.status().problem), 'the refusal');
  expect(intake.frames).toEqual([]);
});

it('says which subscription the broker refused', async () => {
  const { port } = await startBroker();
  const { external } = await startExternal({
    url: `mqtt://127.0.0.1:${port}`,
    username: 'gate-1',
    password: 'secret of gate-1',
    clientId: 'gate-1',
    topics: ['#'],
  });
  await until(() => external.status().problem.includes('subscription refused: #'), 'the refusal');
  expect(external.status().isConnected).toBe(true);
});

it('a publish that waits for a lost broker ends when the gateway stops', async () => {
  const { external } = await startExternal({ url: `mqtt://127.0.0.1:${await freePort()}` });
  const waiting = external.publish('a', 'x', { qos: 1, retain: false });
  const ended = expect(waiting).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
  await external.stop();
  await ended;
});

const target = (url: string): { host: string; port: number } => ({ host: '127.0.0.1', port: Number(new URL(url).port) });
