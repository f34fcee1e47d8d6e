import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import type { AlertView } from '../../gateway/http/contract.ts';
import { runAisle } from '../support/aisle-command.ts';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const SHOP = `
store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: gate, zone: door, counter: { zone: door } }
broker: { observers: [home] }
`;

const SHIRT = encodeSgtin96({ gtin14: '04719999000019', serial: 1, filter: 1, prefixDigits: 7 });
/** Two devices fall silent at once; the gate itself is heard for an hour. */
const SHELVES = `
store: { id: corner }
zones: [{ id: door, kind: entrance }, { id: wall, kind: shelf }]
devices:
  - { id: gate, zone: door, counter: { zone: door }, silentAfterS: 3600, antennas: [{ zone: wall, section: rail }] }
  - { id: quiet-1, zone: wall, silentAfterS: 60 }
  - { id: quiet-2, zone: wall, silentAfterS: 60 }
shelves:
  - { id: wall-1, zone: wall, sections: [{ id: rail, planogram: [{ sku: SHIRT, facings: 4 }] }] }
products: products.csv
inventory: inventory.csv
broker: { observers: [home] }
`;

/** The retained messages that an observer is handed when it comes. */
async function retained(client: MqttClient, expected: number): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  // The gateway's own health is always there; the tests of what stands look at the shop's state.
  client.on('message', (topic, payload, { retain }) => void (retain && !topic.endsWith('/health') && kept.set(topic, payload.toString())));
  await client.subscribeAsync('aisle/v1/corner/gateway/#', { qos: 1 });
  await eventually(() => expect([...kept.keys()].sort(), [...kept.keys()].join(' ')).toHaveLength(expected));
  return kept;
}

describe('an observer', () => {
  it('hears what the gateway tells, retained and new, and no other topic', async () => {
    const shop = await openShop(SHOP);
    const gate = await shop.connect('gate');
    await gate.publishAsync('aisle/v1/corner/gate/count', '{"in":2,"out":0}', { qos: 1 });
    await eventually(async () => expect((await shop.ledger()).outbox.mqtt).toMatchObject({ waiting: 0 }));

    const home = await shop.connect('home');
    const heard = new Map<string, { payload: string; retain: boolean }>();
    home.on('message', (topic, payload, { retain }) => void heard.set(topic, { payload: payload.toString(), retain }));
    await home.subscribeAsync('aisle/v1/corner/gateway/#', { qos: 1 });
    const occupancy = 'aisle/v1/corner/gateway/zone/store/occupancy';
    await eventually(() => expect(heard.get(occupancy)).toMatchObject({ retain: true }));
    expect(JSON.parse(heard.get(occupancy)?.payload ?? '')).toMatchObject({ people: 2 });

    await gate.publishAsync('aisle/v1/corner/gate/count', '{"in":1,"out":0}', { qos: 1 });
    await eventually(() => expect(JSON.parse(heard.get(occupancy)?.payload ?? '')).toMatchObject({ people: 3 }));
    expect([...heard.keys()].filter((topic) => !topic.startsWith('aisle/v1/corner/gateway/'))).toEqual([]);
  });

  it('hears how the gateway itself does', async () => {
    const shop = await openShop(SHOP);
    const home = await shop.connect('home');
    const heard: unknown[] = [];
    home.on('message', (_topic, payload) => void heard.push(JSON.parse(payload.toString())));
    await home.subscribeAsync('aisle/v1/corner/gateway/health', { qos: 1 });
    await eventually(() => expect(heard[0]).toMatchObject({ state: 'running', journalLag: 0, outbox: { display: 0, mqtt: 0 } }));
    await shop.gateway.stop();
    await eventually(() => expect(heard.at(-1)).toMatchObject({ state: 'stopped' }));
  });

  it('hears after a restart what stood before it, and no alert that had ended', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'products.csv'), 'gtin,sku,name,category,price,weight\n4719999000019,SHIRT,Linen shirt,clothes,59000,240\n');
    writeFileSync(join(folder, 'inventory.csv'), `epc,section\n${SHIRT},rail\n`);
    let passed = 0;
    const wall = (): number => Date.now() + passed;
    const first = await openShop(SHELVES, { folder, wall });
    const gate = await first.connect('gate');
    const say = (channel: string, payload: unknown) =>
      gate.publishAsync(`aisle/v1/corner/gate/${channel}`, JSON.stringify(payload), { qos: 1 });
    await say('count', { in: 2, out: 0 });
    await say('presence', { people: 1 });
    for (let read = 0; read < 30; read++) {
      passed += 3_000;
      await say('reads', { epc: SHIRT, ant: 1, rssi: -55 - (read % 3) });
    }
    const raised = async (): Promise<string[]> => ((await first.get<AlertView[]>('alerts?open=true')) ?? []).map(({ id }) => id);
    await eventually(async () => expect(await raised()).toHaveLength(2));
    const home = await first.connect('home');
    const before = await retained(home, 5);
    const [ended] = [...before.keys()].filter((topic) => topic.includes('/alert/'));
    const speaker = String((JSON.parse(before.get(ended ?? '') ?? '{}') as { device: string }).device);
    const back = await first.connect(speaker);
    await back.publishAsync(`aisle/v1/corner/${speaker}/status`, '{"state":"online"}', { qos: 1 });
    await eventually(async () => expect(await raised()).toHaveLength(1));
    await first.gateway.stop();

    const second = await openShop(SHELVES, { folder, wall });
    const after = await retained(await second.connect('home'), 4);
    const lasting = [...before].filter(([topic]) => topic !== ended);
    expect([...after].sort()).toEqual(lasting.sort());
  });

  it('gets its secret by `aisle device rotate` while the gateway runs, and stands in the list', async () => {
    const shop = await openShop(SHOP);
    const words = ['--config', join(shop.folder, 'store.yaml'), '--data', shop.dataFolder];
    const rotated = await runAisle('device', 'rotate', 'home', ...words);
    const password = /password\s+(\S+)/.exec(rotated.out)?.[1] ?? '';
    const home = await shop.connect('home', { password });
    await home.subscribeAsync('aisle/v1/corner/gateway/alert/#', { qos: 1 });
    expect((await runAisle('device', 'list', ...words)).out).toMatch(/^home +\(observer\) +has a secret$/m);
    expect((await runAisle('device', 'rotate', 'hoem', ...words)).err).toContain('DEVICE_UNKNOWN');
  });

  it('cannot subscribe to anything else', async () => {
    const shop = await openShop(SHOP);
    const home = await shop.connect('home');
    const foreign = [
      '#',
      'aisle/v1/corner/gate/count',
      'aisle/v1/corner/+/count',
      'aisle/v1/other/gateway/#',
      '$SYS/#',
      'aisle/v1/corner/gateway',
    ];
    for (const filter of foreign) await expect(home.subscribeAsync(filter), filter).rejects.toThrow();
    await eventually(async () => expect((await shop.ledger()).refused).toEqual({ 'foreign-subscription': foreign.length }));
  });

  it('publishes nothing, neither readings of a device nor what the gateway tells, by MQTT and by HTTP', async () => {
    const shop = await openShop(SHOP);
    const home = await shop.connect('home');
    for (const topic of ['aisle/v1/corner/gate/count', 'aisle/v1/corner/home/count', 'aisle/v1/corner/gateway/zone/store/occupancy'])
      await home.publishAsync(topic, '{"in":9,"out":0}', { qos: 1, retain: true });
    const push = await fetch(`${shop.gateway.url}/api/v1/readings/count`, {
      method: 'POST',
      headers: { authorization: `Bearer home:${shop.secret('home')}`, 'content-type': 'application/json' },
      body: '{"in":9,"out":0}',
    });
    expect(push.status).toBe(404);
    await eventually(async () => expect((await shop.ledger()).refused).toEqual({ 'foreign-topic': 3, 'unknown-channel': 1 }));
    expect(await shop.ledger()).toMatchObject({ received: 0, balanced: true });
  });
});
