import { join } from 'node:path';
import { findDriver } from '../devices/index.ts';
import type { Outgoing } from '../devices/kit/command.ts';
import type { DeviceDriver } from '../devices/kit/define-device.ts';
import type { LineSettings } from '../devices/kit/stream.ts';
import { canonicalTopic } from '../devices/kit/topics.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { DeviceConfig } from './config/schema.ts';
import { GatewayError } from './errors.ts';
import { readSecret } from './keys.ts';
import type { Log } from './observability/log.ts';
import type { Intake } from './pipeline/frame.ts';
import { createHttpPolls, type HttpPollDevice } from './transports/http-poll.ts';
import { createHttpStreams, type HttpStreamDevice } from './transports/http-stream.ts';
import { createLlrpReader } from './transports/llrp.ts';
import { createOpcuaDevice } from './transports/opcua.ts';
import { createSerial, type StreamDevice } from './transports/serial.ts';
import type { StreamLine } from './transports/stream-port.ts';

export interface LinesOptions {
  readonly loaded: LoadedConfig;
  readonly intake: Intake;
  /** Certificates of OPC UA are kept in it. */
  readonly dataFolder: string;
  readonly log: Log;
  readonly clock: () => number;
}

/** The devices that the gateway goes to itself: byte streams, LLRP readers, OPC UA servers, HTTP event streams. None is started. */
export function createLines({ loaded, intake, dataFolder, log, clock }: LinesOptions) {
  const { config } = loaded;
  const topics = (device: string) => ({
    topic: canonicalTopic(config.store.id, device, 'reads'),
    statusTopic: canonicalTopic(config.store.id, device, 'status'),
    infoTopic: canonicalTopic(config.store.id, device, 'info'),
  });
  const known = config.devices.flatMap((device) => {
    const driver = findDriver(device.driver);
    return driver
      ? [{ ...device, ...topics(device.id), hardware: driver, driverSettings: loaded.settings.get(device.id) ?? {}, folder: loaded.folder }]
      : [];
  });
  const environment = { intake, log: log.child({ part: 'lines' }), clock };
  const serial = createSerial({ ...environment, devices: known.flatMap(streamDevice) });
  const streams = createHttpStreams({ ...environment, devices: known.flatMap(httpStream) });
  const polls = createHttpPolls({ ...environment, devices: known.flatMap(httpPoll) });
  const readers = new Map(
    known.flatMap((device) => {
      const { id, llrp } = device;
      if (!llrp) return [];
      const antennas = device.antennas.map(({ port }) => port);
      return [[id, createLlrpReader({ ...environment, ...topics(id), ...llrp, device: id, antennas })] as const];
    }),
  );
  const servers = new Map(
    known.flatMap(({ id, opcua }) => {
      if (!opcua) return [];
      const certificates = join(dataFolder, 'opcua');
      const password = readSecret(loaded.folder, opcua.passwordFile);
      return [[id, createOpcuaDevice({ ...environment, ...topics(id), device: id, config: opcua, password, certificates })] as const];
    }),
  );
  const sessions = [...readers.values(), ...servers.values()];

  return {
    /** Begins to reach all of them; does not wait for any, since a shop must open without its devices. */
    async start(): Promise<void> {
      serial.start();
      streams.start();
      polls.start();
      await Promise.all(sessions.map((session) => session.start()));
    },
    /** Safe to call twice. */
    async stop(): Promise<void> {
      await Promise.all([serial.stop(), streams.stop(), polls.stop(), ...sessions.map((session) => session.stop())]);
    },
    /** Bytes to a device on a stream. Rejects with DEVICE_UNREACHABLE, or DEVICE_UNKNOWN for one without a stream. */
    send: serial.send,
    /** A write or call to an OPC UA server. Rejects with DEVICE_UNREACHABLE or DEVICE_REFUSED, or DEVICE_UNKNOWN for other devices. */
    async ask(device: string, request: Extract<Outgoing, { via: 'opcua' }>): Promise<void> {
      const server = servers.get(device);
      if (!server) throw new GatewayError('DEVICE_UNKNOWN', `${device} is no OPC UA server`, { device });
      if ('write' in request) await server.write(request.write.name, request.write.value);
      else await server.call(request.call.name, request.call.arguments);
    },
    /** Undefined for devices that come by themselves. */
    status: (device: string) =>
      serial.status(device) ??
      streams.status(device) ??
      polls.status(device) ??
      readers.get(device)?.status() ??
      servers.get(device)?.status(),
  };
}

export type Lines = ReturnType<typeof createLines>;

type KnownDevice = DeviceConfig & {
  readonly hardware: DeviceDriver;
  readonly driverSettings: unknown;
  readonly topic: string;
  readonly statusTopic: string;
  /** Folder of store.yaml. */
  readonly folder: string;
};

function streamDevice(device: KnownDevice): StreamDevice[] {
  const { id, serial, tcp, hardware, topic, statusTopic } = device;
  const protocol = hardware.stream;
  if (!protocol || (!serial && !tcp)) return [];
  const antennas = device.antennas.map(({ port }) => port).sort((a, b) => a - b);
  return [
    {
      device: id,
      topic,
      statusTopic,
      line: serial ? serialLine(serial, protocol.line) : (tcp ?? { host: '', port: 0 }),
      protocol,
      options: { antennas: antennas.length === 0 ? [1] : antennas, settings: device.driverSettings },
      isPersonal: hardware.isPersonal === true,
    },
  ];
}

/** What store.yaml leaves out is as the maker delivers it. */
const serialLine = (serial: NonNullable<DeviceConfig['serial']>, delivered: LineSettings): StreamLine => ({
  path: serial.path,
  baud: serial.baud ?? delivered.baud,
  dataBits: serial.dataBits ?? delivered.dataBits,
  parity: serial.parity ?? delivered.parity,
  stopBits: serial.stopBits ?? delivered.stopBits,
});

function httpStream({ id, folder, http, hardware, topic, statusTopic }: KnownDevice): HttpStreamDevice[] {
  if (http?.stream === undefined) return [];
  const { url, user, stream: path, passwordFile } = http;
  return [
    {
      device: id,
      topic,
      statusTopic,
      url,
      path,
      user,
      password: readSecret(folder, passwordFile),
      isPersonal: hardware.isPersonal === true,
    },
  ];
}

function httpPoll({ id, folder, address = id, http, hardware, topic, statusTopic }: KnownDevice): HttpPollDevice[] {
  if (!http) return [];
  const path = http.poll?.replaceAll('{address}', encodeURIComponent(address)) ?? hardware.asked?.path(address);
  if (path === undefined || path === null) return [];
  const everyMs = http.pollEveryS === undefined ? (hardware.asked?.everyMs ?? 15_000) : http.pollEveryS * 1_000;
  const { url, user, passwordFile } = http;
  return [
    {
      device: id,
      topic,
      statusTopic,
      url,
      path,
      user,
      password: readSecret(folder, passwordFile),
      everyMs,
      isPersonal: hardware.isPersonal === true,
    },
  ];
}
