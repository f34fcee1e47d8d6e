import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import type { ItemView, OfferShownView } from '../../gateway/http/contract.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const SHIRTS = [1, 2, 3, 4, 5, 6].map((serial) => encodeSgtin96({ gtin14: '04719999000019', serial, filter: 1, prefixDigits: 7 }));

const shopWith = (url: string): string => `
store: { id: corner, timezone: UTC, locale: en }
zones:
  - { id: door, kind: entrance, neighbours: [wall] }
  - { id: wall, kind: shelf, neighbours: [cabin] }
  - { id: cabin, kind: fitting }
devices:
  - { id: reader, antennas: [{ port: 1, zone: wall, section: rail }, { port: 2, zone: cabin }] }
  - { id: counter, zone: door, counter: { zone: door } }
  - { id: screen, zone: cabin, display: { faces: [cabin, wall] } }
shelves:
  - { id: wall-1, zone: wall, sections: [{ id: rail, planogram: [{ sku: SHIRT, facings: 6, minimum: 2 }] }] }
products: products.csv
inventory: inventory.csv
offers:
  - { id: goes-with, on: item.picked, show: { en: { title: "{product}" } } }
outputs: { influx: { url: "${url}", timeoutS: 2 } }
`;

/** A VictoriaMetrics over a folder; stopped in order, since what it has acknowledged is its own to keep. */
async function startServer(program: string, folder: string, port: number): Promise<() => Promise<void>> {
  // Without its dedup option the server keeps what it gets, twice if it comes twice: nothing is hidden.
  const options = ['-search.latencyOffset=0s', '-retentionPeriod=100y'];
  const server: ChildProcess = spawn(program, [`-storageDataPath=${folder}`, `-httpListenAddr=127.0.0.1:${port}`, ...options], {
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
  };
  onTestFinished(stop);
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200));
  return stop;
}

/** All values of one figure, over all its series. */
async function valuesOf(url: string, name: string): Promise<number[]> {
  await fetch(`${url}/internal/force_flush`);
  const text = await (await fetch(`${url}/api/v1/export?match[]=${name}`)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as { values: number[] }).values);
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describeWith('victoria-metrics', 'time series in a real server', (program) => {
  it('hold every event once, with the server away in between', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const storage = temporaryFolder();
    const stopServer = await startServer(program, storage, port);

    const folder = temporaryFolder();
    writeFileSync(join(folder, 'products.csv'), 'gtin,sku,name,category,price,weight\n4719999000019,SHIRT,Linen shirt,clothes,59000,240\n');
    writeFileSync(join(folder, 'inventory.csv'), `epc,section\n${SHIRTS.map((epc) => `${epc},rail\n`).join('')}`);
    let passed = Date.UTC(2026, 2, 2, 10);
    const started = performance.now();
    const shop = await openShop(shopWith(url), { folder, wall: () => Math.floor(passed + performance.now() - started) });
    const [reader, counter] = await Promise.all(['reader', 'counter'].map((id) => shop.connect(id)));
    if (!reader || !counter) throw new Error('a client is missing');
    let reads = 0;
    let passages = 0;
    /** Two minutes of the shop: everything on the wall, then one more shirt in the cabin. */
    const twoMinutes = async (taken: number): Promise<void> => {
      for (let second = 0; second < 120; second += 3) {
        passed += 3_000;
        const batch = SHIRTS.map((epc, index) => ({ epc, ant: index < taken || (index === taken && second >= 60) ? 2 : 1, rssi: -58 }));
        reads += batch.length;
        await reader.publishAsync('aisle/v1/corner/reader/reads', JSON.stringify(batch), { qos: 1 });
        if (second % 30 !== 0) continue;
        passages += 1;
        await counter.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: 2, out: 0, n: passages }), { qos: 1 });
      }
    };
    const waiting = async (): Promise<number> => (await shop.ledger()).outbox.influx?.waiting ?? 0;

    await twoMinutes(0);
    await eventually(async () => expect(await waiting()).toBe(0));
    const before = await valuesOf(url, 'footfall_in');
    expect(before.length).toBeGreaterThan(0);
    await stopServer();
    await twoMinutes(1);
    await eventually(async () => expect(await waiting()).toBeGreaterThan(10));
    await startServer(program, storage, port);
    await twoMinutes(2);
    // Windows of reads close.
    passed += 60_000;
    await counter.publishAsync('aisle/v1/corner/counter/count', '{"in":2,"out":0,"n":"last"}', { qos: 1 });
    passages += 1;
    await eventually(async () => expect(await shop.ledger()).toMatchObject({ pending: 0, outbox: { influx: { waiting: 0, failed: 0 } } }));

    const items = await Promise.all(SHIRTS.map((epc) => shop.get<ItemView>(`items/${epc}`)));
    const itemEvents = items.flatMap((item) => (item?.history ?? []).filter(({ type }) => type.startsWith('item.')));
    const decisions = (await shop.get<OfferShownView[]>('offers/decisions')) ?? [];
    expect(itemEvents.length).toBeGreaterThan(SHIRTS.length);
    expect(decisions.length).toBeGreaterThan(0);
    await eventually(async () => {
      const footfall = await valuesOf(url, 'footfall_in');
      expect([footfall.length, sum(footfall)]).toEqual([passages, 2 * passages]);
      expect(sum(await valuesOf(url, 'tag_reads_reads'))).toBe(reads);
      expect(await valuesOf(url, 'offer_eligible')).toHaveLength(decisions.length);
      expect((await valuesOf(url, 'shelf_on_shelf')).length).toBeGreaterThan(0);
      expect((await valuesOf(url, 'item_event_confidence')).length).toBe(itemEvents.length);
    });
  });
});
