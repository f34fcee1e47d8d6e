import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { drivers } from '../../devices/index.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { identifyEpc } from '../../devices/kit/epc/identify-epc.ts';
import { compileShop } from '../../gateway/config/compile-shop.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { createStore } from '../../gateway/domain/create-store.ts';
import { openJournal } from '../../gateway/journal/open-journal.ts';
import { readJournal } from '../../gateway/journal/read-journal.ts';
import { readOrMakeKey } from '../../gateway/keys.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { createPipeline } from '../../gateway/pipeline/create-pipeline.ts';
import { createPseudonyms } from '../../gateway/pipeline/pseudonyms.ts';
import { createProjection } from '../../gateway/project.ts';
import { topicResolver } from '../../gateway/topic-resolver.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { temporaryFolder } from '../support/temporary.ts';

const ROUNDS = 20;
const PIPELINED = 200;

const SHOP = `
store: { id: shop }
zones:
  - { id: door, kind: entrance, neighbours: [shelf] }
  - { id: shelf, kind: shelf }
devices:
  - id: reader
    zone: door
    counter: { zone: door }
    antennas: [{ port: 1, zone: shelf }, { port: 2, zone: door, kind: portal-outer }, { port: 3, zone: shelf }]
  - { id: screen, zone: shelf, display: { faces: [shelf, door] } }
offers:
  - { id: hello, on: zone.entered, show: { en: { title: Hello } } }
`;

const load = (file: string) => loadConfig({ file, env: {}, drivers });

/** Numbers that look random and are the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** Goods that move between shelf and door, people, cards and receipts: something of everything that moves the domain. */
function nextReading(number: number, at: number): { channel: string; reading: Record<string, unknown> } {
  const epc = encodeSgtin96({ gtin14: '04719999000019', serial: number % 37, filter: 1, prefixDigits: 7 });
  if (number % 101 === 0) return { channel: 'count', reading: { in: 1, out: number % 2, at } };
  if (number % 103 === 0) return { channel: 'card', reading: { card: `card-${number % 5}`, at } };
  if (number % 211 === 0)
    return { channel: 'sale', reading: { id: `s${number}-${at}`, at, currency: 'TWD', lines: [{ epc, qty: 1, amountMinor: 100 }] } };
  return { channel: 'reads', reading: { epc, ant: 1 + (Math.floor(number / 150) % 2), rssi: -50 - (number % 9), at } };
}

/** Publishes until the process is killed; gives the payloads that were acknowledged. */
async function publishUntilKilled(
  port: number,
  secrets: Readonly<Record<string, string>>,
  round: number,
  killAfter: number,
  kill: () => Promise<void>,
) {
  const acknowledged: string[] = [];
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId: 'reader',
    username: 'reader',
    password: secrets.reader ?? '',
    reconnectPeriod: 0,
  });
  client.on('error', () => {});
  let number = 0;
  let killed: Promise<void> | null = null;
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const next = (): void => {
    if (killed) return;
    const at = Date.now();
    const { channel, reading } = nextReading(number, at);
    const payload = JSON.stringify({ ...reading, n: `${round}-${number++}` });
    client.publish(`aisle/v1/shop/reader/${channel}`, payload, { qos: 1 }, (error) => {
      if (!error) acknowledged.push(payload);
      if (acknowledged.length >= killAfter) killed ??= kill();
      next();
    });
  };
  for (let i = 0; i < PIPELINED; i++) next();
  await closed;
  await killed;
  client.end(true);
  return acknowledged;
}

/** What an uninterrupted run over the same frames has in its ledger. */
async function digestOfCleanRun(file: string, dataFolder: string, until: number): Promise<string> {
  const folder = temporaryFolder();
  cpSync(join(dataFolder, 'journal'), join(folder, 'journal'), { recursive: true });
  const loaded = load(file);
  const pseudonym = createPseudonyms(readOrMakeKey(join(dataFolder, 'keys', 'pseudonym.key')));
  const shop = compileShop(loaded, { pseudonym, identify: identifyEpc });
  const clock = () => until;
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    key: readOrMakeKey(join(dataFolder, 'keys', 'journal.key')),
    clock,
    maxAgeMs: 1e12,
    maxBytes: 1e12,
  });
  const opened = openLedger({ file: ':memory:', clock });
  const pipeline = createPipeline({
    journal,
    ledger: opened.ledger,
    clock,
    resolve: topicResolver(loaded).resolve,
    pseudonym,
    createStore: (snapshot) => createStore(shop, snapshot),
    project: createProjection(loaded),
    onRead: () => {},
    onAsk: () => {},
    onCounts: () => {},
    onCommitted: () => {},
    onBroken: (error) => {
      throw error;
    },
    log: () => {},
  });
  await pipeline.start();
  await pipeline.stop();
  await journal.close();
  const digest = opened.ledger.digest();
  opened.close();
  return digest;
}

test(`${ROUNDS} times kill -9 under load: nothing acknowledged is missing, and the ledger is that of a run without a crash`, {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'store.yaml');
  const dataFolder = join(folder, 'data');
  writeFileSync(file, SHOP);
  const random = sequence(7);
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Checkpoints come often, so that a start has to go on from one in the middle of the work.
    const gateway = await startGatewayProcess(file, dataFolder, 1_000);
    acknowledged.push(
      ...(await publishUntilKilled(gateway.mqttPort, gateway.secrets, round, 200 + Math.floor(random() * 1_500), gateway.kill)),
    );
  }
  const last = await startGatewayProcess(file, dataFolder);
  expect(await last.stop()).toBe(0);

  const journalled = new Set<string>();
  for await (const batch of readJournal(join(dataFolder, 'journal'), readOrMakeKey(join(dataFolder, 'keys', 'journal.key')))) {
    for (const frame of batch) journalled.add(Buffer.from(frame.bytes).toString());
  }
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 200);
  expect(acknowledged.filter((payload) => !journalled.has(payload))).toEqual([]);

  const { ledger, close } = openLedger({ file: join(dataFolder, 'ledger.sqlite'), clock: Date.now });
  const { seq, tick } = ledger.position();
  expect(seq).toBeGreaterThanOrEqual(acknowledged.length);
  expect(ledger.lastEventId()).toBeGreaterThan(40);
  const digest = ledger.digest();
  close();
  expect(await digestOfCleanRun(file, dataFolder, tick)).toBe(digest);
  console.log(`${ROUNDS} kills, ${acknowledged.length} acknowledged, 0 missing, digest ${digest.slice(0, 16)} equal`);
});
