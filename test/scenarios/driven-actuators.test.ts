import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeviceView } from '../../gateway/http/contract.ts';
import type { ActuatorAnswer, AuditCheck, AuditRow } from '../../gateway/http/contract-actuator.ts';
import { startVirtualOpcua } from '../../simulators/virtual/opcua-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
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
const tasmota = async (shop: OpenShop) => listen(await shop.connect('plug'));

async function listen(client: MqttClient) {
  const heard: string[] = [];
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

/** Waits until a device that has just come has proved its safe state, and forgets what it heard until then. */
async function atRest(shop: OpenShop, device: string, heard: unknown[]) {
  await eventually(async () => {
    expect(heard.length).toBeGreaterThan(0);
    const view = await shop.get<DeviceView>(`devices/${device}`);
    expect(view?.actuator?.channels).toMatchObject([{ state: 'safe', proved: true }]);
  });
  heard.length = 0;
}

const LIT = { on: true, bri: 128, seg: [{ col: [[0, 255, 0]] }] };
const DARK = { on: false };

describe('an actuator that offers and rules drive', () => {
  it('lights up when the offer is shown and goes out when it is over', async () => {
    const shop = await openShop(SHOP);
    const { heard } = await wled(shop);
    await screen(shop);
    const [door, wall] = [await shop.connect('door-card'), await shop.connect('wall-card')];
    await atRest(shop, 'strip', heard);
    await enter(door, 'MEMBER-1');
    await enter(wall, 'MEMBER-1');
    await eventually(() => expect(heard).toEqual([LIT]));
    const lit = performance.now();
    await eventually(() => expect(heard).toEqual([LIT, DARK]));
    expect(performance.now() - lit).toBeGreaterThan(1_500);
    expect(performance.now() - lit).toBeLessThan(10_000);
    expect(await shop.get('alerts?open=true')).toEqual([]);
  });

  it('that is unplugged is put into its safe state when it is back', async () => {
    const shop = await openShop(SHOP);
    const before = await wled(shop);
    const desk = await shop.connect('desk');
    await atRest(shop, 'strip', before.heard);
    await say(desk, 'aisle/v1/corner/desk/button', { button: 'long' });
    // Its last word is in, or it would come after its will.
    const strip = async () => (await shop.get<DeviceView>('devices/strip'))?.actuator?.channels;
    await eventually(async () => expect(await strip()).toMatchObject([{ state: 'away', proved: true }]));
    // Gone without a word: the broker tells its will.
    before.client.stream.destroy();
    const state = async () => (await shop.get<{ id: string; state: string }[]>('devices'))?.find(({ id }) => id === 'strip')?.state;
    await eventually(async () => expect(await state()).toBe('offline'));
    await eventually(async () => expect(await strip()).toMatchObject([{ state: 'lost' }]));
    const after = await wled(shop);
    await eventually(() => expect(after.heard).toEqual([DARK]));
  });

  it('switches for less than half a second when it is told so, and is put back when the gateway stops', async () => {
    const shop = await openShop(SHOP);
    const { heard } = await tasmota(shop);
    const desk = await shop.connect('desk');
    await atRest(shop, 'plug', heard);
    await say(desk, 'aisle/v1/corner/desk/button', { button: 'help' });
    await eventually(() => expect(heard).toEqual(['on']), { interval: 5 });
    const pressed = performance.now();
    await eventually(() => expect(heard).toEqual(['on', 'off']), { interval: 5 });
    expect(performance.now() - pressed).toBeGreaterThan(300);
    expect(performance.now() - pressed).toBeLessThan(3_000);

    await say(desk, 'aisle/v1/corner/desk/button', { button: 'long' });
    await eventually(() => expect(heard).toHaveLength(3));
    await shop.gateway.stop();
    expect(heard).toEqual(['on', 'off', 'on', 'off']);
  });

  it('obeys an operator within its bounds, and everything stands in a log that is whole', async () => {
    const shop = await openShop(SHOP);
    const { heard } = await tasmota(shop);
    await atRest(shop, 'plug', heard);
    const asleep = (await shop.get<AuditRow[]>('audit?device=plug'))?.[0]?.seq ?? 0;
    const ask = (body: object, device = 'plug') => shop.post<ActuatorAnswer & { code?: string }>(`devices/${device}/command`, body);
    const plug = async () => (await shop.get<DeviceView>('devices/plug'))?.actuator?.channels[0];
    const asked = await ask({ do: 'on', forS: 30 });
    expect(asked).toMatchObject({ status: 202, body: { result: 'asked', reason: 'operator' } });
    await eventually(async () =>
      expect(await plug()).toMatchObject({ state: 'away', by: { kind: 'operator', user: 'mei' }, until: asked.body.until, proved: true }),
    );
    expect((await ask({ do: 'on', forS: 40 })).body).toMatchObject({ result: 'extended' });
    // Switching off is what is safe: nobody holds it any more.
    expect((await ask({ do: 'off' })).body).toMatchObject({ result: 'asked', until: null });
    await eventually(() => expect(heard).toEqual(['on', 'off']));
    expect(await ask({ do: 'on', channel: 3 })).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
    expect(await ask({ do: 'write', name: 'a', value: 1 })).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
    expect(await ask({ do: 'on' }, 'screen')).toMatchObject({ status: 404, body: { code: 'DEVICE_UNKNOWN' } });

    const log = async () => ((await shop.get<AuditRow[]>('audit?device=plug')) ?? []).filter(({ seq }) => seq > asleep).toReversed();
    await eventually(async () => expect((await log()).filter(({ kind }) => kind === 'answered')).toHaveLength(2));
    const rows = await log();
    expect(rows.map(({ kind, toward, reason, outcome }) => [kind, toward, reason ?? outcome])).toEqual([
      ['commanded', 'use', 'operator'],
      ['answered', 'use', 'done'],
      ['extended', null, null],
      ['commanded', 'safe', 'operator'],
      ['answered', 'safe', 'done'],
    ]);
    expect(rows.filter(({ by }) => by !== null).every(({ by }) => by?.user === 'mei')).toBe(true);
    expect(await shop.get<AuditCheck>('audit/check')).toMatchObject({ broken: null });
  });

  it('is not asked again for what the journal tells after a crash, but put back', async () => {
    const folder = temporaryFolder();
    const config = join(folder, 'store.yaml');
    writeFileSync(config, SHOP);
    const before = await startGatewayProcess(config, join(folder, 'data'));
    const enterAs = async ({ mqttPort, secrets }: GatewayProcess, name: string) => {
      const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
        ...{ clientId: name, username: name, password: secrets[name] ?? '', reconnectPeriod: 0 },
      });
      client.on('error', () => undefined);
      onTestFinished(() => client.endAsync(true).then(() => undefined));
      return client;
    };
    const first = await listen(await enterAs(before, 'plug'));
    await eventually(() => expect(first.heard).toContain('off'));
    first.heard.length = 0;
    await say(await enterAs(before, 'desk'), 'aisle/v1/corner/desk/button', { button: 'long' });
    await eventually(() => expect(first.heard).toContain('on'));
    await before.drained();
    await before.kill();

    const after = await startGatewayProcess(config, join(folder, 'data'));
    onTestFinished(() => after.stop().then(() => undefined));
    const second = await listen(await enterAs(after, 'plug'));
    await eventually(() => expect(second.heard).toContain('off'));
    await after.drained();
    expect(second.heard).not.toContain('on');
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
      const setPoint = (value: number) => eventually(() => expect(server.shop.get('SetPoint')).toBe(value));
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
