import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { startVirtualOpcua } from '../../simulators/virtual/opcua-server.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

/** A coffee shelf with a screen and an LED strip; a member's card at the shelf brings an offer. */
const SHOP = `
store: { id: corner, locale: en, timezone: UTC }
zones: [{ id: door, kind: entrance }, { id: wall, kind: shelf }]
devices:
  - { id: door-card, zone: door }
  - { id: wall-card, zone: wall }
  - { id: screen, zone: wall, display: {} }
  - { id: strip, driver: wled, address: wled/0a1b2c, zone: wall, actuator: { kind: light, maxOnS: 20, confirmWithinS: 2 } }
  - { id: plug, driver: tasmota, address: tasmota_3F2A, zone: wall, actuator: { confirmWithinS: 2 } }
  - { id: desk, zone: wall }
offers:
  - id: coffee
    on: zone.entered
    when: visit.zone == "wall"
    display: screen
    showForS: 2
    show: { en: { title: Coffee } }
    actuators: [{ device: strip, color: "#00FF00", brightness: 0.5 }]
rules:
  - { id: help, on: button.pressed, when: button.name == "help", forS: 0.4, actuators: [{ device: plug }] }
  - { id: long, on: button.pressed, when: button.name == "long", forS: 60, actuators: [{ device: plug }, { device: strip }] }
`;

/** A WLED strip as a client of the broker: does what it hears and says what it does. */
async function wled(shop: OpenShop) {
  const heard: unknown[] = [];
  const client = await shop.connect('strip', {
    will: { topic: 'wled/0a1b2c/status', payload: Buffer.from('offline'), qos: 1, retain: true },
  });
  client.on('message', (_topic, payload) => {
    const asked = JSON.parse(payload.toString()) as { on: boolean; bri?: number };
    heard.push(asked);
    answer(client, 'wled/0a1b2c/g', String(asked.on ? (asked.bri ?? 0) : 0));
  });
  await client.subscribeAsync('wled/0a1b2c/api', { qos: 1 });
  await say(client, 'wled/0a1b2c/status', 'online');
  return { client, heard };
}

/** A Tasmota plug, which answers on its result topic. */
async function tasmota(shop: OpenShop) {
  const heard: string[] = [];
  const client = await shop.connect('plug');
  client.on('message', (_topic, payload) => {
    heard.push(payload.toString());
    answer(client, 'stat/tasmota_3F2A/RESULT', { POWER: payload.toString().toUpperCase() });
  });
  await client.subscribeAsync('cmnd/tasmota_3F2A/POWER', { qos: 1 });
  await say(client, 'tele/tasmota_3F2A/LWT', 'Online');
  return { client, heard };
}

/** A display that proves whatever it is to show. */
async function screen(shop: OpenShop) {
  const client = await shop.connect('screen');
  client.on('message', (_topic, payload) => {
    const { id } = JSON.parse(payload.toString()) as { id: string };
    answer(client, 'aisle/v1/corner/screen/ack', { id, result: 'shown', at: Date.now() });
  });
  await client.subscribeAsync('aisle/v1/corner/screen/cmd', { qos: 1 });
  await say(client, 'aisle/v1/corner/screen/status', { state: 'online' });
}

const say = (client: MqttClient, topic: string, payload: unknown) =>
  client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 });
/** At the end of a test nobody may be there to hear it. */
const answer = (...said: Parameters<typeof say>): void => void say(...said).catch(() => undefined);
const enter = (client: MqttClient, card: string) =>
  say(client, `aisle/v1/corner/${client.options.clientId}/card`, { card, at: Date.now() });

const LIT = { on: true, bri: 128, seg: [{ col: [[0, 255, 0]] }] };
const DARK = { on: false };

describe('an actuator that offers and rules drive', { timeout: 60_000 }, () => {
  it('lights up when the offer is shown and goes out when it is over', async () => {
    const shop = await openShop(SHOP);
    const { heard } = await wled(shop);
    await screen(shop);
    const [door, wall] = [await shop.connect('door-card'), await shop.connect('wall-card')];
    // Its first word since the gateway began: it is put into its safe state.
    await eventually(() => expect(heard).toEqual([DARK]));
    await enter(door, 'MEMBER-1');
    await enter(wall, 'MEMBER-1');
    await eventually(() => expect(heard).toEqual([DARK, LIT]));
    const lit = performance.now();
    await eventually(() => expect(heard).toEqual([DARK, LIT, DARK]));
    expect(performance.now() - lit).toBeGreaterThan(1_500);
    expect(performance.now() - lit).toBeLessThan(4_000);
    expect(await shop.get('alerts?open=true')).toEqual([]);
  });

  it('that is unplugged is put into its safe state when it is back', async () => {
    const shop = await openShop(SHOP);
    const before = await wled(shop);
    const desk = await shop.connect('desk');
    await eventually(() => expect(before.heard).toEqual([DARK]));
    await say(desk, 'aisle/v1/corner/desk/button', { button: 'long' });
    await eventually(() => expect(before.heard).toHaveLength(2));
    // Gone without a word: the broker tells its will.
    before.client.stream.destroy();
    const state = async () => (await shop.get<{ id: string; state: string }[]>('devices'))?.find(({ id }) => id === 'strip')?.state;
    await eventually(async () => expect(await state()).toBe('offline'));
    const after = await wled(shop);
    await eventually(() => expect(after.heard).toEqual([DARK]));
  });

  it('switches for less than half a second when it is told so, and is put back when the gateway stops', async () => {
    const shop = await openShop(SHOP);
    const { heard } = await tasmota(shop);
    const desk = await shop.connect('desk');
    await eventually(() => expect(heard).toEqual(['off']));
    await say(desk, 'aisle/v1/corner/desk/button', { button: 'help' });
    await eventually(() => expect(heard).toEqual(['off', 'on']), { timeout: 5_000, interval: 5 });
    const pressed = performance.now();
    await eventually(() => expect(heard).toEqual(['off', 'on', 'off']), { timeout: 5_000, interval: 5 });
    expect(performance.now() - pressed).toBeGreaterThan(300);
    expect(performance.now() - pressed).toBeLessThan(900);

    await say(desk, 'aisle/v1/corner/desk/button', { button: 'long' });
    await eventually(() => expect(heard).toHaveLength(4));
    await shop.gateway.stop();
    expect(heard).toEqual(['off', 'on', 'off', 'on', 'off']);
  });

  it('writes a set point over OPC UA while the shop is full, and takes it back', async () => {
    const port = await freePort();
    const server = await startVirtualOpcua({ port, folder: temporaryFolder() });
    const shop = await openShop(`
store: { id: corner, timezone: UTC }
zones: [{ id: hall, kind: aisle }]
devices:
  - id: hvac
    driver: opcua-nodes
    zone: hall
    opcua:
      url: "opc.tcp://127.0.0.1:${port}"
      trust: first-use
      nodes: [{ node: "${server.shop.node('Temperature')}", as: temperature }]
      writes: { setPoint: "${server.shop.node('SetPoint')}" }
    actuator: { kind: machine, maxOnS: 3600, safe: { do: write, name: setPoint, value: 4 } }
  - { id: air, zone: hall }
rules:
  - id: cool
    on: climate
    when: climate.temperatureC > 26.0
    forS: 2
    actuators: [{ device: hvac, do: write, name: setPoint, value: 9 }]
`);
    try {
      await eventually(() => expect(server.sessions()).toBe(1), { timeout: 30_000, interval: 50 });
      const air = await shop.connect('air');
      const setPoint = (value: number) => eventually(() => expect(server.shop.get('SetPoint')).toBe(value), { timeout: 20_000 });
      await say(air, 'aisle/v1/corner/air/climate', { temperatureC: 25.5 });
      await say(air, 'aisle/v1/corner/air/climate', { temperatureC: 27.5 });
      await setPoint(9);
      await setPoint(4);
    } finally {
      await shop.gateway.stop();
      await server.stop();
    }
  });
});
