import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import type { FootfallView, VisitView } from '../../gateway/http/contract.ts';
import { runAisle } from '../support/aisle-command.ts';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const DEMO = new URL('../../simulators/shops/demo/store.yaml', import.meta.url).pathname;

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const linesOf = <T>(text: string | undefined): T[] =>
  (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

/** Runs a command that must succeed; gives what it wrote. */
async function aisle(...words: string[]): Promise<string> {
  const { code, out, err } = await runAisle(...words);
  expect(code, `${words.join(' ')}: ${err}`).toBe(0);
  return out;
}

it('a simulated morning replays twice to the same bytes, and can be scored against its truth', async () => {
  const folder = temporaryFolder();
  const path = (name: string): string => join(folder, name);
  await aisle('simulate', '--seed', '11', '--duration', '15m', '--record', path('day.ndjson'), '--truth', path('truth'));
  const replay = (out: string): Promise<string> =>
    aisle('replay', '--config', DEMO, '--from', path('day.ndjson'), '--out', path(out), '--quiet');
  await replay('first');
  await replay('second');
  const first = filesOf(path('first'));
  expect(filesOf(path('second'))).toEqual(first);
  expect(Object.keys(first).sort()).toEqual([
    'alerts.ndjson',
    'footfall.ndjson',
    'items.ndjson',
    'kpis.json',
    'offers.ndjson',
    'shelves.ndjson',
    'visits.ndjson',
  ]);
  expect(linesOf(first['visits.ndjson']).length).toBeGreaterThan(3);
  expect(linesOf(first['items.ndjson']).length).toBeGreaterThan(100);
  const score = JSON.parse(await aisle('score', '--truth', path('truth'), '--out', path('first'), '--json')) as Record<string, number>;
  expect(score.badLines).toBe(0);
  expect(score.composite).toBeGreaterThan(0.3);
});

const SHOP = `
store: { id: corner, timezone: UTC }
zones:
  - { id: door, kind: entrance, neighbours: [wall] }
  - { id: wall, kind: shelf }
devices:
  - { id: counter, zone: door, counter: { zone: door } }
  - { id: door-card, zone: door }
  - { id: walls, zone: wall, antennas: [{ zone: wall }] }
`;

interface ReplayedVisit {
  readonly visit: string;
  readonly start: number;
  readonly end: number | null;
  readonly party: number;
}

it('what a live gateway recorded replays to the visits and the footfall of its own ledger', async () => {
  const folder = temporaryFolder();
  let passed = Date.UTC(2026, 2, 2, 10);
  const started = performance.now();
  const shop = await openShop(SHOP, { folder, wall: () => Math.floor(passed + performance.now() - started) });
  const [counter, cards, walls] = await Promise.all(['counter', 'door-card', 'walls'].map((id) => shop.connect(id)));
  if (!counter || !cards || !walls) throw new Error('a client is missing');
  const send = (client: typeof counter, device: string, channel: string, payload: unknown) =>
    client.publishAsync(`aisle/v1/corner/${device}/${channel}`, JSON.stringify(payload), { qos: 1 });
  for (let guest = 0; guest < 24; guest++) {
    passed += 30_000;
    await send(counter, 'counter', 'count', { in: 1 + (guest % 2), out: 0, n: guest });
    if (guest % 3 === 0) await send(cards, 'door-card', 'card', { card: `guest-${guest}` });
    const epc = encodeSgtin96({ gtin14: '04719999000019', serial: guest % 5, filter: 1, prefixDigits: 7 });
    for (let read = 0; read < 4; read++) await send(walls, 'walls', 'reads', { epc, ant: 1, rssi: -55 - read });
    passed += 20_000;
    if (guest % 4 === 3) await send(counter, 'counter', 'count', { in: 0, out: 2, n: `out-${guest}` });
  }
  passed += 60_000;
  // The end of the recording, at a moment in which time alone changes nothing for a minute.
  await send(walls, 'walls', 'reads', { epc: '303402420000000000000001', ant: 1, rssi: -80 });
  await eventually(async () => expect(await shop.ledger()).toMatchObject({ pending: 0, balanced: true, rejected: {} }));
  // The recorder works beside the running gateway.
  await aisle('record', '--data', shop.dataFolder, '--out', join(folder, 'live.ndjson'));
  const recorded = linesOf(readFileSync(join(folder, 'live.ndjson'), 'utf8'));
  await eventually(async () => expect(await shop.ledger()).toMatchObject({ pending: 0, applied: recorded.length }));

  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'replayed.yaml'), SHOP);
  await aisle(
    'replay',
    '--config',
    join(folder, 'replayed.yaml'),
    '--from',
    join(folder, 'live.ndjson'),
    '--out',
    join(folder, 'out'),
    '--quiet',
  );
  const replayed = filesOf(join(folder, 'out'));
  const facts = ({ visit, start, end, party }: ReplayedVisit): unknown[] => [visit, start, end, party];
  const visits = linesOf<ReplayedVisit>(replayed['visits.ndjson']).map(facts).sort();
  expect(visits.length).toBeGreaterThan(20);
  const lastMessage = Number(linesOf<{ receivedAt: number }>(readFileSync(join(folder, 'live.ndjson'), 'utf8')).at(-1)?.receivedAt);
  const afterwards = linesOf<{ emittedAt: number; type: string }>(replayed['alerts.ndjson']).filter(
    ({ emittedAt }) => emittedAt > lastMessage,
  );
  expect(afterwards.filter(({ type }) => type === 'device-silent')).toEqual([]);
  // The replay lets the clock go on until everything that silence decides is said: so does the shop.
  passed += 301_000;
  await eventually(async () => {
    const live = (await shop.get<VisitView[]>('visits?limit=500')) ?? [];
    expect(visits).toEqual(live.map(({ id, start, end, party }) => facts({ visit: id, start, end, party })).sort());
  });
  const footfall = await shop.get<FootfallView>('footfall?date=2026-03-02');
  const passages = linesOf<{ in?: number; out?: number }>(replayed['footfall.ndjson']);
  expect(footfall?.in).toBe(passages.reduce((sum, line) => sum + (line.in ?? 0), 0));
  expect(footfall?.out).toBe(passages.reduce((sum, line) => sum + (line.out ?? 0), 0));
});
