import { networkInterfaces } from 'node:os';
import { findDriver } from '../devices/index.ts';
import { fillTopic } from '../devices/kit/topics.ts';
import type { LineFacts, ProvisionInput } from '../firmware-config/template.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { Config, DeviceConfig } from './config/schema.ts';

/** What templates need, from store.yaml. `host`: this machine as devices see it; without it an address is looked for. */
export function provisionInput(
  { config }: LoadedConfig,
  device: DeviceConfig,
  { password, host }: { readonly password: string; readonly host?: string | undefined },
): ProvisionInput {
  const { store, broker, http, devices } = config;
  const address = device.address ?? device.id;
  const names = { store: store.id, device: device.id, address };
  const topics = (device.topics ?? findDriver(device.driver)?.topics ?? []).map((topic) => fillTopic(topic, names));
  const antennas = device.antennas.map(({ port }) => port).sort((a, b) => a - b);
  const seen = host ?? seenAddress(broker.host);
  return {
    device: {
      id: device.id,
      address,
      driver: device.driver,
      topics,
      url: device.http?.url.replace(/\/$/, '') ?? null,
      antennas: antennas.length === 0 ? [1] : antennas,
      settings: device.settings,
    },
    children: devices
      .filter(({ via }) => via === device.id)
      .map((child) => ({ id: child.id, address: child.address ?? child.id, zone: child.zone ?? null })),
    store: { id: store.id, timezone: store.timezone },
    broker: brokerSeen(broker, seen),
    gateway: { url: http.publicUrl?.replace(/\/$/, '') ?? `http://${host ?? seenAddress(http.host)}:${http.port}` },
    credential: { user: device.id, password },
    line: lineOf(device),
  };
}

/** A broker of the shop is where devices log in when the gateway has none of its own. */
function brokerSeen({ embedded, external, port }: Config['broker'], seen: string): ProvisionInput['broker'] {
  if (embedded || !external) return { host: seen, port };
  const url = new URL(external.url);
  return { host: url.hostname, port: url.port === '' ? (url.protocol === 'mqtts:' ? 8_883 : 1_883) : Number(url.port) };
}

/** An address that listens everywhere is no address to go to: the first one on the network stands for it. */
function seenAddress(listening: string): string {
  if (listening !== '0.0.0.0' && listening !== '::') return listening;
  const outward = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return outward?.address ?? '127.0.0.1';
}

function lineOf({ driver, serial, tcp, llrp, opcua }: DeviceConfig): LineFacts | null {
  if (llrp) return { kind: 'llrp', ...llrp, powerDbm: llrp.powerDbm ?? null, mode: llrp.mode ?? null };
  if (opcua) return { kind: 'opcua', url: opcua.url, security: opcua.security, policy: opcua.policy, user: opcua.user ?? null };
  if (tcp) return { kind: 'tcp', ...tcp };
  const delivered = findDriver(driver)?.stream?.line;
  if (!serial || !delivered) return null;
  return {
    kind: 'serial',
    path: serial.path,
    baud: serial.baud ?? delivered.baud,
    dataBits: serial.dataBits ?? delivered.dataBits,
    parity: serial.parity ?? delivered.parity,
    stopBits: serial.stopBits ?? delivered.stopBits,
  };
}
