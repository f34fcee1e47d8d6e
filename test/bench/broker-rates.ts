import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { openRawPublisher } from '../support/raw-publisher.ts';

const SHOP = `
zones: [{ id: shelf, kind: shelf }, { id: aisle, kind: aisle, neighbours: [shelf] }]
devices: [{ id: reader, antennas: [{ port: 1, zone: shelf }, { port: 2, zone: aisle }] }]
`;
const TOPIC = 'aisle/v1/shop/reader/reads';
const ROUNDS = 3;
const BATCH = 20;
const WINDOW = 1_000;

const epcs = (count: number): string[] =>
  Array.from({ length: count }, (_, serial) => encodeSgtin96({ gtin14: '04719999000019', serial, filter: 1, prefixDigits: 7 }));

/** One read per message, or `batch` reads; every message another time, so that none is a repetition. */
function payloads(messages: number, batch: number, tags: readonly string[]): Buffer[] {
  const from = Date.now();
  return Array.from({ length: messages }, (_, m) => {
    const reads = Array.from({ length: batch }, (_, i) => ({
      epc: tags[(m * batch + i) % tags.length],
      ant: 1,
      rssi: -55 - ((m + i) % 10),
      at: from + m,
    }));
    return Buffer.from(JSON.stringify(batch === 1 ? reads[0] : { reads }));
  });
}

async function withBareBroker<T>(use: (port: number) => Promise<T>): Promise<T> {
  const child = fork(new URL('./bare-broker.ts', import.meta.url), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const [{ mqttPort }] = (await once(child, 'message')) as [{ mqttPort: number }];
  try {
    return await use(mqttPort);
  } finally {
    child.kill();
  }
}

async function withGateway<T>(use: (gateway: GatewayProcess) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-bench-'));
  const file = join(folder, 'store.yaml');
  writeFileSync(file, SHOP);
  const gateway = await startGatewayProcess(file, join(folder, 'data'));
  try {
    return await use(gateway);
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Messages per second, from the first publish to the last effect: acknowledged, and with `drained` also applied and committed. */
async function rate(port: number, secret: string, messages: readonly Buffer[], drained: () => Promise<void>): Promise<number> {
  const publisher = await openRawPublisher(port, 'reader', secret);
  try {
    await publisher.publish(TOPIC, messages.slice(0, messages.length / 10), WINDOW);
    await drained();
    const started = performance.now();
    await publisher.publish(TOPIC, messages.slice(messages.length / 10), WINDOW);
    await drained();
    return (0.9 * messages.length * 1_000) / (performance.now() - started);
  } finally {
    publisher.close();
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export interface BrokerRates {
  readonly bareMessages: number;
  readonly gatewayMessages: number;
  readonly ratios: readonly number[];
  readonly batchReads: number;
}

/** Messages per second at QoS 1, bare aedes and whole gateway in turn, so that a noisy machine is noisy for both. */
export async function brokerRates(messages: number): Promise<BrokerRates> {
  const tags = epcs(2_000);
  const rows: { bare: number; gateway: number; batch: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const single = payloads(messages, 1, tags);
    const bare = await withBareBroker((port) => rate(port, '', single, async () => {}));
    const { gateway, batch } = await withGateway(async ({ mqttPort, secrets, drained }) => ({
      gateway: await rate(mqttPort, secrets.reader ?? '', single, drained),
      batch: (await rate(mqttPort, secrets.reader ?? '', payloads(messages / 4, BATCH, tags), drained)) * BATCH,
    }));
    rows.push({ bare, gateway, batch });
  }
  return {
    bareMessages: median(rows.map(({ bare }) => bare)),
    gatewayMessages: median(rows.map(({ gateway }) => gateway)),
    ratios: rows.map(({ bare, gateway }) => gateway / bare),
    batchReads: median(rows.map(({ batch }) => batch)),
  };
}

/** Resident memory of the gateway, MB, after so many reads of so many distinct tags. Peak (VmHWM) and at the end (VmRSS). */
export async function memoryAfter(tags: number, reads: number): Promise<{ readonly rssMb: number; readonly peakMb: number }> {
  return withGateway(async ({ mqttPort, secrets, pid, drained }) => {
    const publisher = await openRawPublisher(mqttPort, 'reader', secrets.reader ?? '');
    const all = epcs(tags);
    for (let done = 0; done < reads; done += 100_000) {
      await publisher.publish(TOPIC, payloads(100_000 / BATCH, BATCH, all.slice(done % tags, (done % tags) + 100_000)), 200);
    }
    publisher.close();
    await drained();
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kb = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
    return { rssMb: kb('VmRSS') / 1_024, peakMb: kb('VmHWM') / 1_024 };
  });
}
