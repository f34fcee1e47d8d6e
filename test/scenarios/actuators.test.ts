import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { startVirtualOpcua } from '../../simulators/virtual/opcua-server.ts';
import { ACTUATOR_CASES, ACTUATOR_SHOP, type Asked, turn } from '../support/actuator-cases.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

interface Outcome {
  readonly command: string;
  readonly device: string;
  readonly result: string;
}

/** A shop whose clock can be moved, and somebody of the house who hears what became of commands. */
async function open(yaml = ACTUATOR_SHOP) {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const shop = await openShop(yaml, { wall: now });
  const home = await shop.connect('home');
  const outcomes: Outcome[] = [];
  home.on('message', (_topic, payload) => {
    const { command, device, result } = JSON.parse(payload.toString()) as Outcome;
    outcomes.push({ command, device, result });
  });
  await home.subscribeAsync('aisle/v1/corner/gateway/event/command.acknowledged', { qos: 1 });
  const ask = (device: string, id: string, asked: Asked, withinMs = 60_000): void =>
    shop.gateway.command(device, { id, deadline: now() + withinMs, ...asked });
  const pass = (ms: number): void => {
    ahead += ms;
  };
  return { shop, outcomes, ask, pass };
}

/** Hardware as an MQTT client with its own subscriptions. */
async function actor(shop: OpenShop, name: string, filters: readonly string[]) {
  const client = await shop.connect(name);
  const heard: (readonly [string, string])[] = [];
  client.on('message', (topic, payload) => heard.push([topic, payload.toString()]));
  for (const filter of filters) await client.subscribeAsync(filter, { qos: 1 });
  return { client, heard };
}

const say = (client: MqttClient, topic: string, payload: unknown) =>
  client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 });

const applied = async (shop: OpenShop): Promise<number> => (await shop.ledger()).applied;
describe('a command', () => {
  it.each(ACTUATOR_CASES)('reaches $what, and is done when its own state proves it', async ({ device, client: name, filter, ...row }) => {
    const { shop, outcomes, ask } = await open();
    const { client, heard } = await actor(shop, name, [filter]);
    for (const [topic, payload] of row.first ?? []) await say(client, topic, payload);
    await eventually(async () => expect(await applied(shop)).toBe(row.first?.length ?? 0));
    ask(device, 'c-1', row.asked);
    const words = row.hears.map(([topic, payload]) => [topic, typeof payload === 'string' ? payload : JSON.stringify(payload)]);
    await eventually(() => expect(heard).toEqual(words));

    const before = await applied(shop);
    await say(client, ...row.wrong);
    await eventually(async () => expect(await applied(shop)).toBe(before + 1));
    expect(outcomes).toEqual([]);
    await say(client, ...row.right);
    await eventually(() => expect(outcomes).toEqual([{ command: 'c-1', device, result: 'done' }]));
    // Once, however often the state is told again.
    await say(client, ...row.right);
    ask(device, 'c-1', row.asked);
    ask(device, 'c-2', { kind: 'call', name: 'no;such thing', arguments: [] });
    await eventually(() => expect(outcomes).toHaveLength(2));
    expect(outcomes[1]).toEqual({ command: 'c-2', device, result: 'refused' });
    // The bridge hears its own states too, as all of its base topic.
    const told = heard.map(([topic]) => topic).filter((topic) => topic !== row.right[0]);
    expect(told).toEqual(words.map(([topic]) => topic));
    expect(await shop.ledger()).toMatchObject({ balanced: true, rejected: {} });
  });

  it('to hardware that says nothing is never done: it expires, a late state is no proof, and nobody takes it for alive', async () => {
    const { shop, outcomes, ask, pass } = await open();
    const { client, heard } = await actor(shop, 'plug', ['cmnd/tasmota_3F2A/#']);
    ask('plug', 'c-1', turn(true), 30_000);
    await eventually(() => expect(heard).toHaveLength(1));
    pass(30_001);
    await eventually(() => expect(outcomes).toEqual([{ command: 'c-1', device: 'plug', result: 'expired' }]));
    const state = async () => (await shop.get<{ id: string; state: string }[]>('devices'))?.find(({ id }) => id === 'plug')?.state;
    expect(await state()).not.toBe('online');
    await say(client, 'stat/tasmota_3F2A/RESULT', { POWER: 'ON' });
    await eventually(async () => expect(await state()).toBe('online'));
    expect(outcomes).toHaveLength(1);
    expect(() => ask('nobody', 'c-2', turn(true))).toThrow(expect.objectContaining({ code: 'DEVICE_UNKNOWN' }));
    // Too late already when it is asked: it never goes out.
    ask('plug', 'c-3', turn(false), -1);
    ask('plug', 'c-4', turn(false));
    await eventually(() => expect(heard).toHaveLength(2));
  });

  it('reaches a machine over OPC UA, and nothing of it that store.yaml does not name', async () => {
    const port = await freePort();
    const server = await startVirtualOpcua({ port, folder: temporaryFolder() });
    const { shop, outcomes, ask } = await open(`
store: { id: corner }
zones: [{ id: wall, kind: shelf }]
devices:
  - id: plc
    driver: opcua-nodes
    zone: wall
    opcua:
      url: "opc.tcp://127.0.0.1:${port}"
      trust: first-use
      nodes: [{ node: "${server.shop.node('Temperature')}", as: temperature }]
      writes: { switch: "${server.shop.node('Relay')}" }
broker: { observers: [home] }
`);
    try {
      await eventually(() => expect(server.sessions()).toBe(1), { timeout: 30_000, interval: 50 });
      const ended = async (count: number) => eventually(() => expect(outcomes).toHaveLength(count), { interval: 20 });
      ask('plc', 'c-1', turn(true));
      await ended(1);
      expect(server.shop.get('Relay')).toBe(true);
      // Not named, of the wrong type, by its node: none of them may touch the server.
      ask('plc', 'c-2', { kind: 'write', name: 'SetPoint', value: 9 });
      ask('plc', 'c-3', { kind: 'write', name: 'switch', value: 1 });
      ask('plc', 'c-4', { kind: 'write', name: server.shop.node('SetPoint'), value: 9 });
      ask('plc', 'c-5', turn(true, 1));
      ask('plc', 'c-6', turn(false, 0, 500));
      await ended(6);
      const results = Object.fromEntries(outcomes.map(({ command, result }) => [command, result]));
      expect(results).toEqual({ 'c-1': 'done', 'c-2': 'refused', 'c-3': 'refused', 'c-4': 'refused', 'c-5': 'refused', 'c-6': 'refused' });
      expect([server.shop.get('Relay'), server.shop.get('SetPoint')]).toEqual([true, 4]);
    } finally {
      await shop.gateway.stop();
      await server.stop();
    }
  });
});
