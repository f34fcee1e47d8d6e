import type { Command } from 'commander';
import { drivers, findDriver } from '../../devices/index.ts';
import type { DeviceDriver } from '../../devices/kit/define-device.ts';
import { runHttpDevice } from '../../simulators/virtual/http-device.ts';
import { createVirtualVoice, type DeviceProgress, runMqttDevice, type VirtualDevice } from '../../simulators/virtual/mqtt-device.ts';
import { pace } from '../../simulators/virtual/pace.ts';
import { openPtyPair } from '../../simulators/virtual/pty-pair.ts';
import { runLabelAccessPoint, runPoleDisplay } from '../../simulators/virtual/run-display.ts';
import { runLlrpReader, runOpcuaServer, runStreamDevice } from '../../simulators/virtual/run-listening.ts';
import { didYouMean } from '../config/did-you-mean.ts';
import { GatewayError } from '../errors.ts';
import { readCredentials } from './credentials.ts';
import { parseDuration } from './duration.ts';
import { endBar, showBar } from './progress-bar.ts';

interface SimulateDeviceOptions {
  readonly rate: string;
  readonly duration?: string;
  readonly tags: string;
  readonly seed: string;
  readonly device?: string;
  readonly address?: string;
  readonly store: string;
  readonly broker: string;
  readonly http?: string;
  readonly listen?: string;
  readonly host: string;
  readonly path?: string;
  readonly keys: string;
  readonly credentials?: string;
  readonly print?: boolean;
}

const EXAMPLES = `
Examples:
  aisle simulate device impinj-iot --rate 300 --device gate-reader --credentials secrets.txt
  aisle simulate device yrm100 --rate 50               # makes a serial port pair and says its name
  aisle simulate device llrp --listen 5084 --rate 500  # a reader to which the gateway connects
  aisle simulate device tasmota --rate 1 --print       # a recording on stdout instead of a connection
`;

/** `aisle simulate device`: one virtual device, in the bytes of the real one, for as long as one likes. */
export function registerSimulateDevice(simulate: Command): void {
  simulate
    .command('device <driver>')
    .description('one virtual device that speaks the bytes of the real one')
    .option('--rate <number>', 'readings per second', '10')
    .option('--duration <time>', 'such as 90s, 20m, 1h; default: until Ctrl-C')
    .option('--tags <number>', 'tags in view of a reader, or cards of customers', '100')
    .option('--seed <number>', 'the same seed gives the same readings', '1')
    .option('--device <id>', 'its id in store.yaml; default: the name of the driver')
    .option('--address <name>', 'its own name in topics; default: its id')
    .option('--store <id>', 'id of the shop, for canonical topics', 'shop')
    .option('--broker <url>', 'where MQTT devices publish', 'mqtt://127.0.0.1:1883')
    .option('--http <url>', 'push to this gateway over HTTP instead, such as http://127.0.0.1:8080')
    .option('--listen <port>', 'wait for the gateway on this TCP port: byte streams, LLRP (5084), OPC UA (4840); 0 takes any free one')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--path <terminal>', 'speak on this serial port; default: a port pair is made, and the other end is told')
    .option('--keys <folder>', 'where a virtual OPC UA server keeps its keys', '.aisle-virtual-opcua')
    .option('--credentials <file>', 'JSON object or lines "device password"; or the environment variable AISLE_DEVICE_PASSWORD')
    .option('--print', 'write a recording to stdout, connect to nothing')
    .addHelpText('after', EXAMPLES)
    .action(simulateDevice);
}

async function simulateDevice(name: string, options: SimulateDeviceOptions): Promise<void> {
  const driver = findDriver(name);
  if (!driver) {
    const names = drivers.map(({ driver: known }) => known);
    throw invalid(`no driver ${name}${didYouMean(name, names)}; there are ${names.join(', ')}`);
  }
  const durationMs = options.duration === undefined ? Number.POSITIVE_INFINITY : parseDuration('--duration', options.duration);
  const perSecond = positive('--rate', options.rate);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const begun = performance.now();
  const run: Run = {
    virtual: virtualDevice(driver, options),
    perSecond,
    durationMs,
    signal: stop.signal,
    onReady: (where) => console.error(`${name} waits for the gateway: ${where}`),
    onProgress({ readings, sent, acknowledged }) {
      const share = Number.isFinite(durationMs) ? (performance.now() - begun) / durationMs : 0;
      showBar(share, `${readings} readings in ${sent} messages${acknowledged === null ? '' : `, ${sent - acknowledged} under way`}`);
    },
  };
  try {
    if (!driver.encode) {
      await obey(driver, options, run);
      return;
    }
    const { readings, sent, acknowledged } = await start(driver, options, run, stop);
    endBar();
    console.error(`${readings} readings in ${sent} messages${acknowledged === null ? '' : `, ${acknowledged} acknowledged`}`);
  } finally {
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
  }
}

interface How {
  readonly perSecond: number;
  readonly durationMs: number;
  readonly signal: AbortSignal;
  readonly onReady: (where: string) => void;
  readonly onProgress: (progress: DeviceProgress) => void;
}

interface Run extends How {
  readonly virtual: VirtualDevice;
}

function start(driver: DeviceDriver, options: SimulateDeviceOptions, run: Run, stop: AbortController): Promise<DeviceProgress> {
  const { virtual, ...how } = run;
  if (options.print) return print(run, stop);
  if (options.http !== undefined)
    return runHttpDevice({ ...virtual, ...how, gateway: options.http, password: passwordOf(virtual.device, options) ?? '' });
  if (driver.transports.includes('llrp')) return runLlrpReader(virtual, { host: options.host, port: portOf(options, 5_084) }, how);
  if (driver.transports.includes('opcua'))
    return runOpcuaServer(virtual, { host: options.host, port: portOf(options, 4_840), folder: options.keys }, how);
  if (driver.stream && options.listen === undefined)
    return onTerminal(options, how, (path, ready) => runStreamDevice(virtual, { path }, { ...how, onReady: ready }));
  if (driver.stream) return runStreamDevice(virtual, { host: options.host, port: portOf(options, 0) }, how);
  if (driver.transports.includes('mqtt'))
    return runMqttDevice({ ...virtual, ...how, broker: options.broker, password: passwordOf(virtual.device, options) });
  throw invalid(`${driver.driver} pushes over HTTP: name the gateway with --http`);
}

/** A device that only obeys: what it is told is told to the person before the screen. */
async function obey(driver: DeviceDriver, options: SimulateDeviceOptions, { virtual, ...how }: Run): Promise<void> {
  const showing = { ...how, onShown: (text: string) => console.log(text) };
  const place = { host: options.host, port: portOf(options, 0) };
  if (driver.stream && options.listen !== undefined) await runPoleDisplay(virtual, place, showing);
  else if (driver.stream) await onTerminal(options, how, (path, onReady) => runPoleDisplay(virtual, { path }, { ...showing, onReady }));
  else if (driver.driver === 'openepaperlink') await runLabelAccessPoint(place, showing);
  else throw invalid(`${driver.driver} only obeys; there is nothing that it could say by itself`);
}

/** On the given terminal, or on a cable made for it. */
async function onTerminal<T>(
  { path }: SimulateDeviceOptions,
  { onReady }: Pick<How, 'onReady'>,
  use: (path: string, onReady: (where: string) => void) => Promise<T>,
): Promise<T> {
  if (path !== undefined) return use(path, onReady);
  const cable = await openPtyPair();
  if (!cable) throw invalid('a serial port pair needs socat (apt-get install socat); or give --path, or --listen for TCP');
  try {
    return await use(cable.device, () => onReady(`serial: { path: ${cable.gateway} }`));
  } finally {
    await cable.close();
  }
}

/** Recording lines (DESIGN of recordings: docs/recordings.md) on stdout. */
async function print({ virtual, onProgress, ...how }: Run, stop: AbortController): Promise<DeviceProgress> {
  const say = createVirtualVoice(virtual, Date.now);
  const progress = { readings: 0, sent: 0, acknowledged: 0 };
  // Whoever reads may have enough: `| head`.
  process.stdout.once('error', () => stop.abort());
  for await (const due of pace(how)) {
    progress.readings += due;
    for (const { topic, bytes } of say(due)) {
      const payload = `base64:${Buffer.from(bytes).toString('base64')}`;
      process.stdout.write(`${JSON.stringify({ receivedAt: Date.now(), topic, payload })}\n`);
      progress.sent++;
      progress.acknowledged++;
    }
    onProgress(progress);
  }
  return progress;
}

function virtualDevice(driver: DeviceDriver, options: SimulateDeviceOptions): VirtualDevice {
  const device = options.device ?? driver.driver;
  const seed = Number(options.seed);
  if (!Number.isSafeInteger(seed)) throw invalid(`--seed wants a whole number, not ${options.seed}`);
  const tags = Math.floor(positive('--tags', options.tags));
  return { driver, device, address: options.address ?? device, store: options.store, seed, tags: Math.max(1, tags) };
}

function portOf({ listen }: SimulateDeviceOptions, fallback: number): number {
  const port = listen === undefined ? fallback : Number(listen);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw invalid(`--listen wants a TCP port, not ${listen}`);
  return port;
}

function passwordOf(device: string, { credentials }: SimulateDeviceOptions): string | undefined {
  if (credentials === undefined) return process.env.AISLE_DEVICE_PASSWORD;
  const password = readCredentials(credentials).get(device);
  if (password === undefined) throw invalid(`${credentials} has no line for ${device}`);
  return password;
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0) || !Number.isFinite(number)) throw invalid(`${option} wants a number above 0, not ${text}`);
  return number;
}

const invalid = (message: string): GatewayError => new GatewayError('INPUT_INVALID', message);
