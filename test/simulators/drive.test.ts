import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findDriver } from '../../devices/index.ts';
import { type DriveOptions, drive } from '../../simulators/drive.ts';
import { demoLayout, runAll, scenario, simulate } from './support.ts';

interface Heard {
  readonly device: string;
  readonly topic: string;
  readonly payload: string;
}

/** A broker that knows each device by `pw-` and its id, and keeps all it hears. */
async function startBroker() {
  const aedes = await Aedes.createBroker();
  const heard: Heard[] = [];
  const refused: string[] = [];
  aedes.authenticate = (client, user, password, done) => {
    const isKnown = client.id === user && password?.toString() === `pw-${user}`;
    if (!isKnown) refused.push(client.id);
    done(null, isKnown);
  };
  aedes.on('publish', (packet, client) => {
    if (client) heard.push({ device: client.id, topic: packet.topic, payload: packet.payload.toString() });
  });
  const server = createServer(aedes.handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    server.close();
  });
  return { aedes, heard, refused, url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const short = scenario('rush-hour', { durationMs: 40_000, settleMs: 5_000 });

const options = (url: string, change: Partial<DriveOptions> = {}): DriveOptions => ({
  simulation: simulate({ scenario: short }),
  layout: demoLayout(),
  findDriver,
  seed: 7,
  broker: url,
  password: (device) => `pw-${device}`,
  speed: Number.POSITIVE_INFINITY,
  ...change,
});

describe('driving a broker', () => {
  it('delivers every message of the simulation, each from its own device, in the order of the device', async () => {
    const { heard, url } = await startBroker();
    const progress = await drive(options(url));
    const expected = runAll(simulate({ scenario: short }));
    expect(expected.length).toBeGreaterThan(500);
    expect(progress).toMatchObject({ published: expected.length, acknowledged: expected.length, clients: 16, simulatedMs: 40_000 });
    const byDevice = (list: readonly Heard[]) =>
      Object.fromEntries(
        [...Map.groupBy(list, ({ device }) => device)].map(([id, all]) => [id, all.map(({ topic, payload }) => `${topic} ${payload}`)]),
      );
    const sent = expected.map(({ device, topic, payloadBytes }) => ({ device, topic, payload: Buffer.from(payloadBytes).toString() }));
    expect(byDevice(heard)).toEqual(byDevice(sent));
  });

  it('keeps the pace that it is told', async () => {
    const { url } = await startBroker();
    const begun = performance.now();
    await drive(options(url, { speed: 40, simulation: simulate({ scenario: short }) }));
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(950);
    expect(took).toBeLessThan(6_000);
  });

  it('lets a display acknowledge a command that it gets', async () => {
    const { aedes, heard, url } = await startBroker();
    const acked = new Promise<Heard>((resolve) => {
      aedes.on('publish', (packet, client) => {
        if (client && packet.topic.endsWith('/ack'))
          resolve({ device: client.id, topic: packet.topic, payload: packet.payload.toString() });
      });
    });
    const stop = new AbortController();
    aedes.on('subscribe', (_subscriptions, client) => {
      if (client.id !== 'display-style') return;
      for (const n of [1, 2, 3]) {
        const payload = JSON.stringify({ id: `cmd-${n}`, deadline: Date.now() + 60_000, kind: 'show' });
        client.publish(
          { cmd: 'publish', topic: 'aisle/v1/demo/display-style/cmd', payload, qos: 1, retain: false, dup: false },
          () => undefined,
        );
      }
    });
    const driven = drive(options(url, { speed: 1, signal: stop.signal }));
    const ack = await acked;
    stop.abort();
    const progress = await driven;
    expect(ack).toMatchObject({ device: 'display-style', topic: 'aisle/v1/demo/display-style/ack' });
    expect(JSON.parse(ack.payload)).toMatchObject({
      id: expect.stringMatching(/^cmd-/),
      result: expect.stringMatching(/^(shown|refused)$/),
    });
    expect(progress.commands).toBe(3);
    expect(heard.length).toBeGreaterThan(30);
  });

  it('tells when a device is not let in, and leaves no client behind', async () => {
    const { aedes, refused, url } = await startBroker();
    await expect(drive(options(url, { password: (device) => (device === 'till' ? 'wrong' : `pw-${device}`) }))).rejects.toThrow(
      /not authorized/i,
    );
    expect(refused).toEqual(['till']);
    await expect.poll(() => aedes.connectedClients).toBe(0);
  });
});
