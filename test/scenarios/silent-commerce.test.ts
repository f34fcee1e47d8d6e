import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { impinjIot } from '../../devices/impinj/impinj-iot.ts';
import type { DeviceDriver } from '../../devices/kit/define-device.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { zebraIotc } from '../../devices/zebra/zebra-iotc.ts';
import { asId, type DeviceId, type Epc } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';
import type { AlertView, OfferShownView, VisitView } from '../../gateway/http/contract.ts';
import type { OfferResults } from '../../gateway/http/contract-experiment.ts';
import { expectValidEpcis } from '../exports/epcis-schema.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const CARD = 'MEMBER-4711';
const SHIRTS = [1, 2, 3, 4].map((serial) => encodeSgtin96({ gtin14: '04719999000019', serial, filter: 1, prefixDigits: 7 }));
const [shirt = '', ...others] = SHIRTS;

const shopWith = (offers: string, confirmS: number): string => `
store: { id: corner, locale: en, timezone: UTC }
zones:
  - { id: door, kind: entrance, neighbours: [wall] }
  - { id: wall, kind: shelf, neighbours: [cabin] }
  - { id: cabin, kind: fitting }
devices:
  - { id: walls, driver: impinj-iot, antennas: [{ port: 1, zone: wall, section: rail }] }
  - { id: cabins, driver: zebra-iotc, antennas: [{ port: 1, zone: cabin }] }
  - { id: counter, zone: door, counter: { zone: door } }
  - { id: door-card, zone: door }
  - { id: screen, zone: cabin, display: { faces: [cabin, wall], confirmWithinS: 300 } }
  - { id: side, zone: cabin, display: { faces: [door], confirmWithinS: 300 } }
  - { id: pos, zone: door }
  - { id: welcome, zone: door, display: { confirmWithinS: ${confirmS} } }
shelves:
  - { id: wall-1, zone: wall, sections: [{ id: rail, planogram: [{ sku: SHIRT, facings: 4, minimum: 1 }] }] }
products: products.csv
inventory: inventory.csv
loyalty: { tiers: [basic, gold], members: members.csv }
broker: { observers: [home] }
offers:
${offers}
`;

/** A shop whose clock passes hours in seconds: everything is real but the time on the wall. */
async function openAt(offers: string, confirmS = 300): Promise<OpenShop & { pass(ms: number): void; now(): number }> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'products.csv'), 'gtin,sku,name,category,price,weight\n4719999000019,SHIRT,Linen shirt,clothes,59000,240\n');
  writeFileSync(join(folder, 'inventory.csv'), `epc,section\n${SHIRTS.map((epc) => `${epc},rail\n`).join('')}`);
  writeFileSync(join(folder, 'members.csv'), `card,tier,profiling\n${CARD},gold,yes\n`);
  const started = performance.now();
  let passed = Date.UTC(2026, 2, 2, 10);
  const now = (): number => Math.floor(passed + performance.now() - started);
  const shop = await openShop(shopWith(offers, confirmS), { folder, wall: now });
  return {
    ...shop,
    now,
    pass(ms) {
      passed += ms;
    },
  };
}
type Shop = Awaited<ReturnType<typeof openAt>>;

/** A tag read in the words of the reader's maker. */
async function readTag(client: MqttClient, driver: DeviceDriver, device: string, epc: string, at: number): Promise<void> {
  const read: TagRead = {
    kind: 'tag',
    device: asId<DeviceId>(device),
    at: instant(at),
    reportedAt: instant(at),
    receivedAt: instant(at),
    epc: asId<Epc>(epc),
    antenna: 1,
    rssi: dbm(-57 - (Math.floor(at / 1_000) % 3)),
    tid: null,
    count: 1,
    detail: null,
  };
  for (const { topic, bytes } of driver.encode?.([read], asId<DeviceId>(device)) ?? [])
    await client.publishAsync(topic.replace('{device}', device), Buffer.from(bytes), { qos: 1 });
}

/** Commands that a display gets, and its answers. */
async function openDisplay(shop: Shop, id: string, answers: boolean): Promise<Record<string, unknown>[]> {
  const display = await shop.connect(id);
  const commands: Record<string, unknown>[] = [];
  display.on('message', (_topic, payload) => {
    const command = JSON.parse(payload.toString()) as Record<string, unknown>;
    commands.push(command);
    const ack = JSON.stringify({ id: command.id, result: 'shown', at: shop.now() });
    if (answers) void display.publishAsync(`aisle/v1/corner/${id}/ack`, ack, { qos: 1 });
  });
  await display.subscribeAsync(`aisle/v1/corner/${id}/cmd`, { qos: 1 });
  await display.publishAsync(`aisle/v1/corner/${id}/status`, '{"state":"online"}', { qos: 1, retain: true });
  return commands;
}

const decisions = async (shop: Shop): Promise<OfferShownView[]> => (await shop.get<OfferShownView[]>('offers/decisions?limit=500')) ?? [];

/** Every key of a command at any depth, with languages as `*`. */
function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    keysOf(inner, path === 'content' ? 'content.*' : path === '' ? key : `${path}.${key}`),
  );
}

const COMMAND_KEYS = ['id', 'deadline', 'kind', 'showForMs', 'priority'];
const CONTENT_KEYS = ['title', 'body', 'priceMinor', 'wasMinor', 'currency', 'picture', 'link'].map((key) => `content.*.${key}`);

describe('silent commerce', () => {
  it('a member takes a shirt to the fitting room and the display there answers, without a word of who or which', async () => {
    const shop = await openAt(`
  - { id: treat, on: visit.identified, when: visitor.tier == "gold", personal: true, display: welcome, showForS: 300, show: { en: { title: Welcome back } } }
  - { id: goes-with, on: item.picked, when: item.category == "clothes", showForS: 300, show: { en: { title: "Goes well with {product}", body: "Now {price}" } } }
`);
    const onScreen = await openDisplay(shop, 'screen', true);
    const onWelcome = await openDisplay(shop, 'welcome', true);
    const [walls, cabins, counter, cards, home] = await Promise.all(
      ['walls', 'cabins', 'counter', 'door-card', 'home'].map((id) => shop.connect(id)),
    );
    if (!walls || !cabins || !counter || !cards || !home) throw new Error('a client is missing');
    const told = new Map<string, string>();
    home.on('message', (topic, payload) => void told.set(topic, payload.toString()));
    await home.subscribeAsync('aisle/v1/corner/gateway/#', { qos: 1 });

    for (let second = 0; second < 120; second += 3) {
      shop.pass(3_000);
      const at = shop.now();
      const here = second < 66 ? SHIRTS : others;
      await Promise.all(here.map((epc) => readTag(walls, impinjIot, 'walls', epc, at)));
      if (second >= 66) await readTag(cabins, zebraIotc, 'cabins', shirt, at);
      if (second === 6) await counter.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: 1, out: 0, at }), { qos: 1 });
      if (second === 9) await cards.publishAsync('aisle/v1/corner/door-card/card', JSON.stringify({ card: CARD, at }), { qos: 1 });
    }

    await eventually(async () => expect((await decisions(shop)).map(({ outcome }) => outcome)).toEqual(['shown', 'shown']));
    const [offer, welcome] = await decisions(shop);
    expect(offer).toMatchObject({ offer: 'goes-with', display: 'screen', sku: 'SHIRT', arm: 'treatment', reason: 'selected' });
    expect(welcome).toMatchObject({ offer: 'treat', display: 'welcome', reason: 'selected' });
    expect(offer?.visit).toBe(welcome?.visit);
    const visit = await shop.get<VisitView>(`visits/${offer?.visit}`);
    expect(visit).toMatchObject({ tier: 'gold', items: [{ epc: shirt, sku: 'SHIRT' }] });

    // What a display may know: an allow-list of keys, and none of these words in any value.
    expect(onScreen).toMatchObject([{ id: offer?.decision, kind: 'show', content: { en: { title: 'Goes well with Linen shirt' } } }]);
    expect(onWelcome).toMatchObject([{ id: welcome?.decision, content: { en: { title: 'Welcome back' } } }]);
    const personal = [CARD, visit?.visitor ?? '', visit?.id ?? '', 'gold', ...SHIRTS];
    expect(visit?.visitor).toMatch(/^[\w-]{22}$/);
    for (const command of [...onScreen, ...onWelcome]) {
      for (const key of keysOf(command)) expect([...COMMAND_KEYS, ...CONTENT_KEYS]).toContain(key);
      for (const word of personal) expect(JSON.stringify(command).toLowerCase()).not.toContain(word.toLowerCase());
    }

    // What other programs may take home: the same happening, in their words, and nothing of who it was.
    const epcis = await shop.get<{ epcisBody: { eventList: { epcList: string[]; bizStep: string }[] } }>('export/epcis');
    expectValidEpcis(epcis);
    const arrivals = epcis?.epcisBody.eventList.filter(({ bizStep }) => bizStep === 'arriving').flatMap(({ epcList }) => epcList);
    expect(arrivals?.toSorted()).toEqual([1, 2, 3, 4].map((serial) => `urn:epc:id:sgtin:4719999.000001.${serial}`));
    for (const word of [CARD, visit?.visitor ?? CARD, `"${visit?.id}"`]) expect(JSON.stringify(epcis)).not.toContain(word);

    // What the gateway tells the house: occupancy and stock, retained for whoever comes later, and never who.
    const late = await shop.connect('home', { clientId: 'home_late' });
    const kept = new Map<string, unknown>();
    late.on('message', (topic, payload, { retain }) => void (retain && kept.set(topic, JSON.parse(payload.toString()))));
    await late.subscribeAsync('aisle/v1/corner/gateway/#', { qos: 1 });
    await eventually(() => {
      expect(kept.get('aisle/v1/corner/gateway/zone/store/occupancy')).toMatchObject({ people: 1 });
      expect(kept.get('aisle/v1/corner/gateway/shelf/wall-1/stock')).toMatchObject([{ sku: 'SHIRT', onShelf: 3 }]);
    });
    expect([...told.keys()]).toContain('aisle/v1/corner/gateway/event/offer.shown');
    const all = [...told.values(), shop.log(), ...shop.disk()].join('\n');
    expect(all.includes(CARD)).toBe(false);
    expect(shop.disk().some((file) => file.includes(visit?.visitor ?? CARD))).toBe(true);
    expect([...told.values()].join('\n')).not.toContain(visit?.visitor);
  });

  it('a display that never proves what it shows ends as unconfirmed and in alarm, until it shows again', async () => {
    const shop = await openAt(
      '  - { id: hello, on: visit.identified, display: welcome, showForS: 10, show: { en: { title: Hello } } }',
      10,
    );
    const commands = await openDisplay(shop, 'welcome', false);
    const cards = await shop.connect('door-card');
    const home = await shop.connect('home');
    const alerts = new Map<string, string>();
    home.on('message', (topic, payload) => void alerts.set(topic, payload.toString()));
    await home.subscribeAsync('aisle/v1/corner/gateway/alert/#', { qos: 1 });
    await cards.publishAsync('aisle/v1/corner/door-card/card', '{"card":"guest-1"}', { qos: 1 });
    await eventually(() => expect(commands).toHaveLength(1));
    shop.pass(30_000);
    await eventually(async () => expect(await decisions(shop)).toMatchObject([{ outcome: 'unconfirmed', display: 'welcome' }]));
    const open = async (): Promise<AlertView[]> => (await shop.get<AlertView[]>('alerts?open=true')) ?? [];
    await eventually(async () => expect(await open()).toMatchObject([{ type: 'display-unconfirmed', device: 'welcome' }]));
    await eventually(() =>
      expect([...alerts.values()].map((text) => JSON.parse(text) as unknown)).toMatchObject([{ about: 'display-unconfirmed' }]),
    );

    const display = await shop.connect('welcome', { clientId: 'welcome_again' });
    await display.publishAsync('aisle/v1/corner/welcome/ack', JSON.stringify({ id: commands[0]?.id, result: 'shown' }), { qos: 1 });
    await eventually(async () => expect(await open()).toEqual([]));
    await eventually(() => expect([...alerts.values()]).toEqual(['']));
  });

  it('a display that never proves what it shows is no exposure, and the next best one shows it instead, to be measured once', async () => {
    const shop = await openAt('  - { id: hello, on: visit.identified, showForS: 60, validForS: 600, show: { en: { title: Hello } } }', 10);
    const onWelcome = await openDisplay(shop, 'welcome', false);
    const onSide = await openDisplay(shop, 'side', true);
    const cards = await shop.connect('door-card');
    const pos = await shop.connect('pos');
    const results = async () =>
      (await shop.get<OfferResults>(`offers/hello/results?from=${shop.now() - 86_400_000}&to=${shop.now()}`))?.arms[0];

    await cards.publishAsync('aisle/v1/corner/door-card/card', '{"card":"guest-1"}', { qos: 1 });
    await eventually(() => expect(onWelcome).toHaveLength(1));
    expect(onSide).toEqual([]);
    await eventually(async () => expect(await results()).toMatchObject({ arm: 'treatment', assigned: 1, shown: 0 }));

    shop.pass(15_000);
    await eventually(async () =>
      expect(await decisions(shop)).toMatchObject([
        { decision: onSide[0]?.id, display: 'side', arm: 'treatment', outcome: 'shown', instead: onWelcome[0]?.id },
        { decision: onWelcome[0]?.id, display: 'welcome', outcome: 'unconfirmed', instead: null },
      ]),
    );
    expect(onSide).toMatchObject([{ kind: 'show', content: { en: { title: 'Hello' } } }]);
    const alerts = (await shop.get<AlertView[]>('alerts?open=true')) ?? [];
    expect(alerts).toMatchObject([{ type: 'display-unconfirmed', device: 'welcome' }]);

    const sale = JSON.stringify({
      id: 'r-1',
      card: 'guest-1',
      currency: 'TWD',
      lines: [{ gtin: '04719999000019', qty: 1, amountMinor: 59_000 }],
    });
    await pos.publishAsync('aisle/v1/corner/pos/sale', sale, { qos: 1 });
    // One visit, one showing, one purchase: the display that failed adds nothing to any of them.
    await eventually(async () => expect(await results()).toMatchObject({ arm: 'treatment', assigned: 1, shown: 1, bought: 1 }));
    expect((await decisions(shop)).map(({ convertedAt }) => convertedAt === null)).toEqual([false, true]);

    // Whoever comes next is not kept waiting for a display that is known to be silent.
    shop.pass(61_000);
    await cards.publishAsync('aisle/v1/corner/door-card/card', '{"card":"guest-2"}', { qos: 1 });
    await eventually(async () => expect((await decisions(shop))[0]).toMatchObject({ decision: onSide[1]?.id, outcome: 'shown' }));
    expect(onWelcome).toHaveLength(1);
  });

  it('the control share sees nothing and is counted beside the others', async () => {
    const shop = await openAt(
      '  - { id: hello, on: visit.identified, display: welcome, unit: visit, control: 0.5, show: { en: { title: Hello } } }',
    );
    const commands = await openDisplay(shop, 'welcome', true);
    const cards = await shop.connect('door-card');
    const welcome = await shop.connect('welcome', { clientId: 'welcome_sensor' });
    const visits = 30;
    for (let guest = 0; guest < visits; guest++) {
      shop.pass(40_000);
      await welcome.publishAsync('aisle/v1/corner/welcome/state', '{"screen":"idle"}', { qos: 1 });
      await cards.publishAsync('aisle/v1/corner/door-card/card', `{"card":"guest-${guest}"}`, { qos: 1 });
      // The next one comes when this one's offer has been shown or withheld: in the shop that is 40 s later.
      await eventually(async () => expect((await decisions(shop)).filter(({ outcome }) => outcome !== 'pending')).toHaveLength(guest + 1), {
        timeout: 30_000,
        interval: 5,
      });
    }
    const made = await decisions(shop);
    const arms = (arm: string): OfferShownView[] => made.filter((decision) => decision.arm === arm);
    expect(arms('control').length).toBeGreaterThan(5);
    expect(arms('treatment').length).toBeGreaterThan(5);
    expect(arms('control').length + arms('treatment').length).toBe(visits);
    expect(arms('control').every(({ outcome }) => outcome === 'withheld')).toBe(true);
    await eventually(() =>
      expect(commands.map(({ id }) => id).sort()).toEqual(
        arms('treatment')
          .map(({ decision }) => decision)
          .sort(),
      ),
    );
    const to = shop.now();
    await eventually(async () => {
      const results = await shop.get<OfferResults>(`offers/hello/results?from=${to - 86_400_000}&to=${to}`);
      expect(results?.arms).toMatchObject([
        { arm: 'treatment', assigned: arms('treatment').length, shown: arms('treatment').length },
        { arm: 'control', assigned: arms('control').length, shown: 0 },
      ]);
    });
  });
});
