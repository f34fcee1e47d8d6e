import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { encodeGsrn96, encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';

const COUNTERS = 10;
const BATCH = 20;

/** Ten counters, each with a card antenna and a display: a card that is read brings an offer on the display before it. */
const shop = (): string => {
  const each = <T>(make: (n: number) => T): string => Array.from({ length: COUNTERS }, (_, n) => make(n)).join('\n');
  return `
zones:
${each((n) => `  - { id: zone-${n}, kind: aisle }`)}
devices:
  - id: reader
    antennas:
${each((n) => `      - { port: ${n + 1}, zone: zone-${n}, kind: close-range }`)}
${each((n) => `  - { id: screen-${n}, zone: zone-${n}, display: { faces: [zone-${n}] } }`)}
offers:
  - { id: welcome, on: visit.identified, showForS: 1, limits: { perDisplayHour: 100000 }, show: { en: { title: Welcome } } }
`;
};

export interface Latency {
  readonly samples: number;
  readonly missing: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** From the publish of the read that triggers an offer to the arrival of `cmd` at the display, under a load of reads. */
export async function commandLatency(triggers: number, readsPerSecond: number): Promise<Latency> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-bench-'));
  const file = join(folder, 'store.yaml');
  writeFileSync(file, shop());
  const gateway = await startGatewayProcess(file, join(folder, 'data'));
  const connected: MqttClient[] = [];
  const connectAs = async (device: string): Promise<MqttClient> => {
    const client = await connectAsync(`mqtt://127.0.0.1:${gateway.mqttPort}`, {
      clientId: device,
      username: device,
      password: gateway.secrets[device] ?? '',
    });
    connected.push(client);
    return client;
  };
  const reader = await connectAs('reader');
  const publish = (reads: unknown): void => void reader.publish('aisle/v1/shop/reader/reads', JSON.stringify(reads), { qos: 1 });
  const waiting = new Map<string, (at: number) => void>();
  for (let n = 0; n < COUNTERS; n++) {
    const screen = await connectAs(`screen-${n}`);
    await screen.publishAsync(`aisle/v1/shop/screen-${n}/status`, '{"state":"online"}', { qos: 1, retain: true });
    screen.on('message', (_topic, payload) => {
      waiting.get(`screen-${n}`)?.(performance.now());
      const { id } = JSON.parse(payload.toString()) as { id: string };
      screen.publish(`aisle/v1/shop/screen-${n}/ack`, JSON.stringify({ id, result: 'shown', at: Date.now() }), { qos: 1 });
    });
    await screen.subscribeAsync(`aisle/v1/shop/screen-${n}/cmd`, { qos: 1 });
  }
  const background = setInterval(
    () => {
      const at = Date.now();
      publish({
        reads: Array.from({ length: BATCH }, (_, i) => ({
          epc: encodeSgtin96({ gtin14: '04719999000019', serial: (at + i) % 3_000, filter: 1, prefixDigits: 7 }),
          ant: 1 + (i % COUNTERS),
          rssi: -60,
          at,
        })),
      });
    },
    (1_000 * BATCH) / readsPerSecond,
  );

  const times: number[] = [];
  let missing = 0;
  for (let n = 0; n < triggers; n++) {
    const screen = n % COUNTERS;
    const sent = performance.now();
    const arrived = new Promise<number | null>((resolve) => {
      const late = setTimeout(() => resolve(null), 2_000);
      waiting.set(`screen-${screen}`, (at) => {
        clearTimeout(late);
        resolve(at);
      });
    });
    publish({ epc: encodeGsrn96({ gsrn18: gsrn(n), filter: 0, prefixDigits: 7 }), ant: screen + 1, rssi: -40, at: Date.now() });
    const at = await arrived;
    if (at === null) missing++;
    else times.push(at - sent);
    await new Promise((resolve) => setTimeout(resolve, 130));
  }
  clearInterval(background);
  for (const client of connected) client.end(true);
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { samples: times.length, missing, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? Number.NaN };
}

/** A made-up recipient number with its check digit (GS1 General Specifications 7.9). */
function gsrn(n: number): string {
  const body = `4719999${String(n).padStart(10, '0')}`;
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
