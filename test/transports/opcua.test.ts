import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type DeviceReading, freshContext } from '../../devices/kit/define-device.ts';
import { opcuaAutoid } from '../../devices/opcua/opcua-autoid.ts';
import { opcuaNodes } from '../../devices/opcua/opcua-nodes.ts';
import { asId, type DeviceId, type Epc } from '../../gateway/domain/ids.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';
import type { IncomingFrame } from '../../gateway/pipeline/frame.ts';
import { createOpcuaDevice, type OpcuaDevice, type OpcuaOptions } from '../../gateway/transports/opcua.ts';
import { listServerCertificates, trustServerCertificate } from '../../gateway/transports/opcua-certificates.ts';
import type { OpcuaSettings } from '../../gateway/transports/opcua-settings.ts';
import { startVirtualOpcua, type VirtualOpcua } from '../../simulators/virtual/opcua-server.ts';
import { freePort } from '../support/temporary.ts';
import { until } from '../support/until.ts';

/** Keys and sessions cost seconds where others work too. */
const WITHIN_MS = 45_000;
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const device = asId<DeviceId>('device-1');
const folder = mkdtempSync(join(tmpdir(), 'aisle-opcua-'));
const serverFolder = join(folder, 'server');
/** Trusts the server from the beginning; tests of trust have folders of their own. */
const certificates = join(folder, 'certificates');
const home = join(folder, 'home');
let port = 0;
let server: VirtualOpcua;

const start = (options: Partial<Parameters<typeof startVirtualOpcua>[0]> = {}): Promise<VirtualOpcua> =>
  startVirtualOpcua({ port, folder: serverFolder, users: { gateway: 'open sesame' }, ...options });

beforeAll(async () => {
  // node-opcua likes to keep things below the home folder; ours must stay empty.
  process.env.HOME = home;
  delete process.env.XDG_CONFIG_HOME;
  mkdirSync(home);
  port = await freePort();
  server = await start();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => server.reader.pause());

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

interface Opened {
  readonly opcua: OpcuaDevice;
  readonly frames: readonly IncomingFrame[];
  readonly refused: readonly string[];
  readonly problems: readonly string[];
  /** JSON of the frames on a topic. */
  json(topic: 'data' | 'status' | 'info'): readonly Record<string, unknown>[];
}

function open(config: Partial<OpcuaSettings> = {}, options: Partial<OpcuaOptions> = {}): Opened {
  const frames: IncomingFrame[] = [];
  const refused: string[] = [];
  const problems: string[] = [];
  const opcua = createOpcuaDevice({
    device,
    config: {
      url: server.url,
      security: 'sign-and-encrypt',
      policy: 'Basic256Sha256',
      trust: 'first-use',
      user: 'gateway',
      intervalMs: 50,
      nodes: [],
      scanFrom: 'auto',
      writes: {},
      calls: {},
      ...config,
    },
    password: 'open sesame',
    topic: 'data',
    statusTopic: 'status',
    infoTopic: 'info',
    certificates,
    intake: {
      accept: async (frame) => void frames.push(frame),
      refuse: (reason) => void refused.push(reason),
    },
    log: quiet,
    clock: Date.now,
    retryMs: { first: 100, longest: 500 },
    ...options,
  });
  opcua.onStatus(({ problem }) => problems.push(problem));
  onTestFinished(() => opcua.stop());
  void opcua.start();
  const json = (topic: string) =>
    frames
      .filter((frame) => frame.topic === topic)
      .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>);
  return { opcua, frames, refused, problems, json };
}

const connected = ({ opcua, problems }: Opened): Promise<void> =>
  until(() => opcua.status().isConnected, `a session; problems so far: ${problems.join(' | ')}`, WITHIN_MS);
const read = (epc: string, antenna = 2): Extract<DeviceReading, { kind: 'tag' }> => ({
  device,
  at: instant(Date.now()),
  reportedAt: instant(Date.now()),
  receivedAt: instant(Date.now()),
  kind: 'tag',
  epc: asId<Epc>(epc),
  antenna,
  rssi: dbm(-57),
  tid: null,
  count: 1,
  detail: { pcHex: '3000' },
});
const decoded = (frames: readonly IncomingFrame[], driver = opcuaAutoid): readonly DeviceReading[] =>
  frames
    .filter(({ topic }) => topic === 'data')
    .flatMap(({ topic, bytes }) => {
      const result = driver.decode({ device, topic, bytes, receivedAt: instant(Date.now()) }, freshContext(driver));
      expect(result).toMatchObject({ ok: true });
      return result.ok ? result.readings : [];
    });

/** Listens on a port of its own until the test ends. */
async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    onConnection(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  const own = await freePort();
  await new Promise<void>((resolve) => listener.listen(own, '127.0.0.1', resolve));
  return own;
}

/** A cable between gateway and server. */
async function breakable(): Promise<{ readonly url: string; cut(): void; join(): void }> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const own = await listen((socket) => {
    const onward = createConnection(port, '127.0.0.1');
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on('error', () => undefined);
    }
    if (isCut) socket.destroy();
    else socket.pipe(onward).pipe(socket);
  });
  return {
    url: `opc.tcp://127.0.0.1:${own}`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    join() {
      isCut = false;
    },
  };
}

describe('values', () => {
  it('come as frames that the driver reads, with name, factor, quality and time', async () => {
    server.shop.set('Temperature', 4.5);
    server.shop.set('Weight', 4.1);
    const opened = open({
      nodes: [
        { node: server.shop.node('Temperature'), as: 'temperature', scale: 1 },
        { node: server.shop.node('Weight'), as: 'weight', name: '2', scale: 1_000 },
        { node: server.shop.node('Door'), as: 'door', scale: 1 },
        { node: server.shop.node('Relay'), as: 'state', scale: 1 },
        { node: 'nsu=urn:nobody;s=Missing', as: 'people', scale: 1 },
        { node: `${server.shop.node('Shop')}x`, as: 'people', scale: 1 },
      ],
    });
    await connected(opened);
    await until(() => opened.json('data').length >= 4, 'the first values', WITHIN_MS);
    server.shop.set('Temperature', -18.25);
    await until(() => opened.json('data').length >= 5, 'the new value', WITHIN_MS);
    server.shop.set('Temperature', 0, 'BadSensorFailure');
    await until(() => opened.json('data').length >= 6, 'the new quality', WITHIN_MS);
    expect(opened.frames.every(({ transport, source }) => transport === 'opcua' && source === device)).toBe(true);
    const said = opened.json('data');
    expect(said).toContainEqual(expect.objectContaining({ as: 'weight', name: '2', value: 4_100, status: 'Good', initial: true }));
    expect(said).toContainEqual(expect.objectContaining({ as: 'state', name: 'Relay', value: false }));
    expect(said.at(-2)).toEqual({ as: 'temperature', value: -18.25, status: 'Good', sourceTime: expect.stringMatching(/Z$/) });
    expect(said.at(-1)).toMatchObject({ as: 'temperature', status: 'BadSensorFailure' });
    const readings = decoded(opened.frames, opcuaNodes);
    expect(readings).toContainEqual(expect.objectContaining({ kind: 'climate', temperature: -18.25 }));
    expect(readings).toContainEqual(expect.objectContaining({ kind: 'weight', channel: '2', grams: 4_100, stable: true }));
    expect(readings).toContainEqual(expect.objectContaining({ kind: 'climate', doorOpen: false }));
    expect(opened.opcua.status().problem).toMatch(/urn:nobody.*no such namespace.*Shopx.*BadNodeIdUnknown/);
    expect(opened.json('status')).toEqual([{ state: 'online' }]);
    expect(opened.json('info')).toEqual([{ model: 'Silent Aisle Virtual Shop', firmware: '1.0.0' }]);
  });
});

describe('scanning', () => {
  it('is started, its events become tag readings, and it is stopped', async () => {
    const opened = open({ scan: server.readerNode });
    await connected(opened);
    await until(() => server.reader.isScanning(), 'ScanStart', WITHIN_MS);
    expect(server.reader.scan([read('30340242201D884000000001'), { ...read('E28011606000020400001234', 1), detail: null }])).toBe(2);
    await until(() => opened.json('data').length > 0, 'a scan event', WITHIN_MS);
    const [first, second] = decoded(opened.frames);
    expect(first).toMatchObject({ kind: 'tag', epc: '30340242201D884000000001', antenna: 2, rssi: -57, detail: { pcHex: '3000' } });
    expect(second).toMatchObject({ kind: 'tag', epc: 'E28011606000020400001234', antenna: 1, rssi: -57, detail: null });
    expect(first?.reportedAt).toBeGreaterThan(Date.now() - 60_000);
    expect(opened.json('info')[0]).toMatchObject({ model: 'Virtual AutoID reader', firmware: '1.0.0' });
    await opened.opcua.stop();
    expect(server.reader.isScanning()).toBe(false);
    expect(server.sessions()).toBe(0);
  });

  it('keeps up with a busy reader', async () => {
    const opened = open({ scan: server.readerNode });
    await connected(opened);
    let made = 0;
    server.reader.play(200, () => read(`30340242201D8840${String(++made).padStart(8, '0')}`));
    await until(() => made >= 300, 'some reads', WITHIN_MS);
    server.reader.pause();
    await until(() => decoded(opened.frames).length >= made, 'all reads', WITHIN_MS);
    expect(new Set(decoded(opened.frames).map((reading) => (reading.kind === 'tag' ? reading.epc : ''))).size).toBe(made);
    expect(opened.refused).toEqual([]);
  });
});

describe('commands', () => {
  const config = (): Partial<OpcuaSettings> => ({
    writes: {
      switch: server.shop.node('Relay'),
      setPoint: server.shop.node('SetPoint'),
      sensor: server.shop.node('Temperature'),
      total: server.shop.node('Total'),
    },
    calls: { announce: { object: server.shop.node('Shop'), method: server.shop.node('Announce') } },
  });

  it('write in the type of the variable and call methods', async () => {
    const opened = open(config());
    await connected(opened);
    await opened.opcua.write('switch', true);
    await opened.opcua.write('setPoint', -3);
    await opened.opcua.write('total', 2 ** 33 + 5);
    await opened.opcua.call('announce', ['Welcome', 2]);
    expect([server.shop.get('Relay'), server.shop.get('SetPoint'), server.shop.get('Total')]).toEqual([true, -3, [2, 5]]);
    expect(server.shop.announced.at(-1)).toEqual(['Welcome', 2]);
  });

  it('are refused when store.yaml does not name them, when the value does not fit, and when the server says no', async () => {
    const opened = open(config());
    await connected(opened);
    const before = server.shop.announced.length;
    const refused = (text: RegExp) => expect.objectContaining({ code: 'DEVICE_REFUSED', message: expect.stringMatching(text) });
    for (const [name, value, text] of [
      ['Temperature', 1, /no write named/],
      ['constructor', 1, /no write named/],
      ['switch', 1, /type Boolean/],
      ['setPoint', 40_000, /type Int16/],
      ['setPoint', 1.5, /type Int16/],
      ['total', -1, /type UInt64/],
      ['sensor', 4.5, /BadNotWritable/],
    ] as const)
      await expect(opened.opcua.write(name, value), name).rejects.toEqual(refused(text));
    await expect(opened.opcua.call('reboot', [])).rejects.toEqual(refused(/no call named/));
    await expect(opened.opcua.call('announce', ['Welcome'])).rejects.toEqual(refused(/takes 2 arguments/));
    await expect(opened.opcua.call('announce', ['', 1])).rejects.toEqual(refused(/BadInvalidArgument/));
    expect(server.shop.announced).toHaveLength(before);
    await opened.opcua.stop();
    await expect(opened.opcua.write('switch', true)).rejects.toMatchObject({ code: 'DEVICE_UNREACHABLE' });
  });
});

describe('trust and login', () => {
  it('does not trust an unknown server until somebody does', async () => {
    const own = join(folder, 'unknown');
    const opened = open({ trust: 'known' }, { certificates: own });
    await until(() => opened.opcua.status().problem !== '', 'a refusal', WITHIN_MS);
    const [rejected] = listServerCertificates(own, device);
    expect(rejected).toMatchObject({ isTrusted: false, subject: 'CN=Virtual Shop' });
    expect(opened.opcua.status()).toMatchObject({ isConnected: false, problem: expect.stringContaining('aisle device trust device-1') });
    expect(opened.opcua.status().problem).toContain(rejected?.fingerprint);
    expect(opened.json('status')).toEqual([{ state: 'offline' }]);
    expect(trustServerCertificate(own, device, 'ab'.repeat(32))).toBeUndefined();
    expect(trustServerCertificate(own, device)).toMatchObject({ fingerprint: rejected?.fingerprint, isTrusted: true });
    await connected(opened);
    expect(opened.json('status')).toEqual([{ state: 'offline' }, { state: 'online' }]);
    // Keys and certificates are for the gateway alone.
    const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name.endsWith('.pem'),
    );
    expect(files.length).toBe(3);
    for (const { parentPath, name } of files) expect((statSync(join(parentPath, name)).mode & 0o777).toString(8), name).toBe('600');
  });

  it('says so when user or password is wrong', async () => {
    const opened = open({}, { password: 'wrong' });
    await until(() => opened.opcua.status().problem !== '', 'a refusal', WITHIN_MS);
    expect(opened.opcua.status()).toMatchObject({ isConnected: false, problem: 'the server refused user and password' });
  });

  it('says so when nobody answers, and stops at once', async () => {
    const opened = open({ url: `opc.tcp://127.0.0.1:${await freePort()}` });
    await until(() => opened.opcua.status().problem !== '', 'a failure', WITHIN_MS);
    expect(opened.opcua.status().problem).toMatch(/cannot be reached/);
    const since = performance.now();
    await opened.opcua.stop();
    await opened.opcua.stop();
    expect(performance.now() - since).toBeLessThan(4_000);
  });

  it('stops in the middle of a handshake that leads nowhere', async () => {
    const met = Promise.withResolvers<void>();
    const mute = await listen((socket) => {
      socket.on('error', () => undefined);
      met.resolve();
    });
    const opened = open({ url: `opc.tcp://127.0.0.1:${mute}` });
    await met.promise;
    const since = performance.now();
    await opened.opcua.stop();
    expect(performance.now() - since).toBeLessThan(8_000);
  });
});

describe('a broken connection', () => {
  it('is mended by moving session and subscription over: what the server kept comes after', async () => {
    const wire = await breakable();
    const nodes = [{ node: server.shop.node('In'), as: 'count-in', scale: 1 }] as const;
    const opened = open({ url: wire.url, scan: server.readerNode, nodes });
    await connected(opened);
    await until(() => server.reader.isScanning() && opened.json('data').length === 1, 'ScanStart and the first value', WITHIN_MS);
    wire.cut();
    await until(() => !opened.opcua.status().isConnected, 'the loss', WITHIN_MS);
    expect(opened.opcua.status().problem).toMatch(/being mended/);
    for (let people = 1; people <= 3; people++) {
      server.shop.set('In', people);
      // The server samples every 50 ms.
      await pause(120);
    }
    wire.join();
    await connected(opened);
    const values = () => opened.json('data').map(({ value }) => value);
    await until(() => values().at(-1) === 3, 'what happened meanwhile', WITHIN_MS);
    const before = opened.json('data').length;
    server.reader.scan([read('30340242201D884000000011')]);
    await until(() => opened.json('data').length > before, 'a scan event after it', WITHIN_MS);
    // The same session: it was not begun anew.
    expect(opened.json('info')).toHaveLength(1);
    // The last value is said again by the server, and may come before the older ones: a total never steps back.
    const totals = values().filter((value) => typeof value === 'number');
    expect(totals).toEqual([...new Set(totals)].sort((a, b) => a - b));
    expect(opened.json('status')).toEqual([{ state: 'online' }, { state: 'offline' }, { state: 'online' }]);
  });

  it('that cannot be mended in time is made anew', async () => {
    const wire = await breakable();
    const opened = open({ url: wire.url, scan: server.readerNode }, { repairMs: 300 });
    await connected(opened);
    wire.cut();
    await until(() => /cannot be reached/.test(opened.opcua.status().problem), 'the end of mending', WITHIN_MS);
    wire.join();
    await connected(opened);
    await until(() => opened.json('info').length === 2, 'a new session', WITHIN_MS);
  });
});

// These put another server in place of the shared one: they come last.
describe('a server that goes', () => {
  it('and comes back is read on, and scans again', async () => {
    const opened = open({ scan: server.readerNode, nodes: [{ node: server.shop.node('Door'), as: 'door', scale: 1 }] });
    await connected(opened);
    await server.stop();
    await until(() => !opened.opcua.status().isConnected, 'the loss', WITHIN_MS);
    server = await start();
    await connected(opened);
    await until(() => server.reader.isScanning(), 'ScanStart at the new server', WITHIN_MS);
    const before = opened.frames.length;
    server.reader.scan([read('30340242201D884000000002')]);
    server.shop.set('Door', true);
    await until(() => opened.frames.length >= before + 2, 'frames of the new server', WITHIN_MS);
    expect(decoded(opened.frames)).toContainEqual(expect.objectContaining({ epc: '30340242201D884000000002' }));
    expect(opened.json('data')).toContainEqual(expect.objectContaining({ as: 'door', value: true, status: 'Good' }));
    expect(opened.json('status')).toEqual([{ state: 'online' }, { state: 'offline' }, { state: 'online' }]);
  });

  it('and comes back with another certificate is refused until it is trusted', async () => {
    const own = join(folder, 'changed');
    const opened = open({ trust: 'first-use' }, { certificates: own });
    await connected(opened);
    await server.stop();
    await until(() => !opened.opcua.status().isConnected, 'the loss', WITHIN_MS);
    server = await start({ folder: join(folder, 'server-2') });
    await until(() => opened.opcua.status().problem.includes('CHANGED'), 'the refusal', WITHIN_MS);
    expect(opened.opcua.status().isConnected).toBe(false);
    expect(listServerCertificates(own, device).map(({ isTrusted }) => isTrusted)).toEqual([true, false]);
    expect(server.sessions()).toBe(0);
    trustServerCertificate(own, device);
    await connected(opened);
    expect(listServerCertificates(own, device).map(({ isTrusted }) => isTrusted)).toEqual([true]);
  });

  it('and does not trust the gateway says what to give it', async () => {
    await server.stop();
    server = await start({ trusting: false, folder: join(folder, 'server-3') });
    const opened = open({}, { certificates: join(folder, 'stranger') });
    await until(() => opened.opcua.status().problem !== '', 'a refusal', WITHIN_MS);
    expect(opened.opcua.status().problem).toMatch(/does not trust the gateway: give it .*stranger.gateway.certificate\.pem/);
  });

  it('without events is read by its last scan', async () => {
    await server.stop();
    // Without users and without security, as such readers come.
    server = await startVirtualOpcua({ port, folder: serverFolder, events: false, secureOnly: false });
    const opened = open({ scan: server.readerNode, security: 'none', user: undefined }, { certificates: join(folder, 'last-scan') });
    await connected(opened);
    await until(() => server.reader.isScanning(), 'ScanStart', WITHIN_MS);
    for (let seen = 1; seen <= 2; seen++) {
      server.reader.scan([read('30340242201D884000000003', 4)]);
      await until(() => opened.json('data').length >= seen, 'the last scan', WITHIN_MS);
    }
    expect(decoded(opened.frames).slice(0, 1)).toMatchObject([{ epc: '30340242201D884000000003', antenna: 4, rssi: -57 }]);
  });
});

it('nothing was written to the home folder', () => {
  expect(homedir()).toBe(home);
  expect(readdirSync(home)).toEqual([]);
});
