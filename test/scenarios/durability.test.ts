import { existsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeviceView, FootfallView } from '../../gateway/http/contract.ts';
import { readJournal } from '../../gateway/journal/read-journal.ts';
import { readOrMakeKey } from '../../gateway/keys.ts';
import { runAisle, startAisle } from '../support/aisle-command.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { startMosquitto } from '../support/mosquitto.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const shopWith = (more = ''): string => `
store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: gate, zone: door, counter: { zone: door } }
${more}
`;

function shopFolder(text = shopWith()): { folder: string; file: string; dataFolder: string } {
  const folder = temporaryFolder();
  const file = join(folder, 'store.yaml');
  writeFileSync(file, text);
  return { folder, file, dataFolder: join(folder, 'data') };
}

/** A gateway of its own process that a failing test does not leave behind: its channel would keep the whole run waiting. */
async function startDoomed(file: string, dataFolder: string): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(file, dataFolder);
  onTestFinished(() => gateway.kill());
  return gateway;
}

/** Somebody else on a port. */
async function occupy(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}

/** The way to a broker, on which what goes there can get lost. */
async function startLine(brokerPort: number): Promise<{ port: number; swallow(isLost: boolean): void }> {
  let isLost = false;
  const server = createServer((near) => {
    const far = connect(brokerPort, '127.0.0.1');
    near.on('data', (bytes) => void (isLost || far.write(bytes)));
    far.on('data', (bytes) => void near.write(bytes));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => one.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    swallow(now) {
      isLost = now;
    },
  };
}

describe('a reading that was acknowledged by HTTP', () => {
  it('is in the journal when the process is killed right behind the 204', async () => {
    const { file, dataFolder } = shopFolder();
    const gateway = await startDoomed(file, dataFolder);
    const acknowledged: string[] = [];
    let killed: Promise<void> | null = null;
    const post = async (index: number): Promise<void> => {
      const body = JSON.stringify({ in: 1, out: 0, n: index });
      const response = await fetch(`${gateway.url}/api/v1/readings/count`, {
        method: 'POST',
        headers: { authorization: `Bearer gate:${gateway.secrets.gate}`, 'content-type': 'application/json' },
        body,
      });
      if (response.status !== 204) return;
      acknowledged.push(body);
      if (acknowledged.length === 20) killed ??= gateway.kill();
    };
    await Promise.allSettled(Array.from({ length: 100 }, (_, index) => post(index)));
    await killed;
    const stored = new Set<string>();
    for await (const batch of readJournal(join(dataFolder, 'journal'), readOrMakeKey(join(dataFolder, 'keys', 'journal.key'))))
      for (const frame of batch) stored.add(Buffer.from(frame.bytes).toString());
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    expect(acknowledged.filter((body) => !stored.has(body))).toEqual([]);
  });
});

describeWith('mosquitto', 'with the broker of the shop', (program) => {
  it('messages published while the gateway is dead arrive after its start, each once in effect', async () => {
    const broker = await startMosquitto(program);
    const line = await startLine(broker.port);
    const text = shopWith(`broker: { embedded: false, external: { url: "mqtt://127.0.0.1:${line.port}" } }`);
    const { folder, file, dataFolder } = shopFolder(text);
    const gate = await connectAsync(broker.url, { clientId: 'gate' });
    onTestFinished(async () => gate.endAsync(true).then(() => undefined));
    let sent = 0;
    const publish = (): Promise<unknown> =>
      gate.publishAsync('aisle/v1/corner/gate/count', JSON.stringify({ in: 1, out: 0, n: sent++ }), { qos: 1 });
    const stored = async (): Promise<number> => {
      let frames = 0;
      for await (const batch of readJournal(join(dataFolder, 'journal'), readOrMakeKey(join(dataFolder, 'keys', 'journal.key'))))
        frames += batch.length;
      return frames;
    };

    // Retained on the channel that is subscribed last: when it comes, the broker keeps everything for the gateway.
    await gate.publishAsync('aisle/v1/corner/gate/state', '{"screen":"idle"}', { qos: 1, retain: true });
    const first = await startDoomed(file, dataFolder);
    await eventually(async () => expect(await stored()).toBe(1));
    await publish();
    await eventually(async () => expect(await stored()).toBe(2));
    // From here on the broker hears no acknowledgement: what the gateway stores now will come again.
    line.swallow(true);
    for (let i = 0; i < 15; i++) await publish();
    await eventually(async () => expect(await stored()).toBe(17));
    await first.kill();
    line.swallow(false);
    for (let i = 0; i < 50; i++) await publish();

    const shop = await openShop(text, { folder });
    await eventually(async () => {
      // The retained message comes with each subscription anew.
      const ledger = await shop.ledger();
      // At least: the acknowledgement of what came right before may have been lost with them.
      expect(ledger.duplicate).toBeGreaterThanOrEqual(15);
      expect(ledger).toMatchObject({ applied: sent + 2, rejected: {}, balanced: true });
    });
    expect((await shop.get<FootfallView>('footfall'))?.in).toBe(sent);
    expect((await shop.get<DeviceView[]>('devices'))?.[0]).toMatchObject({ id: 'gate', readings: sent + 2 });
  });
});

describe('aisle start', () => {
  it('refuses a data folder in use, naming the process, and leaves its owner alone', async () => {
    const { file, dataFolder } = shopFolder();
    const owner = await startAisle('--config', file, '--data', dataFolder);
    const second = await runAisle('start', '--config', file, '--data', dataFolder, '--set', 'http.port=0', '--set', 'broker.port=0');
    expect(second.code).toBe(1);
    expect(second.err).toContain('DATA_DIR_LOCKED');
    expect(second.err).toContain(`process ${owner.pid}`);
    expect((await fetch(`${owner.url}/readyz`)).status).toBe(200);
    expect(await owner.stop('SIGTERM')).toBe(0);
  });

  it('starts nothing when a port is taken, names it, and starts when it is free', async () => {
    const { file, dataFolder } = shopFolder();
    for (const taken of ['http.port', 'broker.port'] as const) {
      const ports = { 'http.port': await freePort(), 'broker.port': await freePort() };
      await occupy(ports[taken]);
      const words = Object.entries(ports).flatMap(([name, port]) => ['--set', `${name}=${port}`]);
      const failed = await runAisle('start', '--config', file, '--data', dataFolder, ...words);
      expect(failed.code).toBe(1);
      expect(failed.err).toMatch(new RegExp(`^PORT_IN_USE: .*${ports[taken]}`, 'm'));
    }
    // Lock, ledger and journal were given back.
    const running = await startAisle('--config', file, '--data', dataFolder);
    expect(await running.stop('SIGTERM')).toBe(0);
  });

  it('ends with 0 within 5 s on SIGTERM, with clients connected', async () => {
    const { file, dataFolder } = shopFolder();
    const running = await startAisle('--config', file, '--data', dataFolder);
    const rotated = await runAisle('device', 'rotate', 'gate', '--config', file, '--data', dataFolder);
    const password = /password\s+(\S+)/.exec(rotated.out)?.[1] ?? '';
    const gate = await connectAsync(`mqtt://127.0.0.1:${running.mqttPort}`, {
      clientId: 'gate',
      username: 'gate',
      password,
      reconnectPeriod: 0,
      will: { topic: 'aisle/v1/corner/gate/status', payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
    });
    gate.on('error', () => undefined);
    await gate.publishAsync('aisle/v1/corner/gate/count', '{"in":1}', { qos: 1 });
    const login = await fetch(`${running.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: running.token }),
    });
    const cookie = String(login.headers.get('set-cookie')).split(';', 1)[0] ?? '';
    const live = await fetch(`${running.url}/api/v1/live`, { headers: { cookie } });
    expect(live.status).toBe(200);

    const started = performance.now();
    expect(await running.stop('SIGTERM')).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
    gate.end(true);
    await live.body?.cancel().catch(() => undefined);
  });

  it('tells a mistake in store.yaml by file, line and column, and ends with 1', async () => {
    const { file, dataFolder } = shopFolder('store: { id: corner }\nzones: [{ id: door, kind: entrence }]\n');
    const failed = await runAisle('start', '--config', file, '--data', dataFolder);
    expect(failed.code).toBe(1);
    expect(failed.err).toContain(`${file}:2:27 zones.0.kind: `);
    expect(failed.err).toContain('did you mean "entrance"');
    expect(existsSync(dataFolder)).toBe(false);
  });
});
