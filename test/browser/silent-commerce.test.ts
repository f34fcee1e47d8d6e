import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { impinjIot } from '../../devices/impinj/impinj-iot.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { asId, type DeviceId, type Epc } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';
import type { DeviceView, OfferShownView, VisitView } from '../../gateway/http/contract.ts';
import type { OfferResults } from '../../gateway/http/contract-experiment.ts';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';
import { keepPicture, openBrowser, openPage } from './open-browser.ts';

const WEB_ROOT = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));
const DAY = 86_400_000;
const COFFEE = { gtin: '04719999000019', grams: 250, priceMinor: 38_000 };
/** Enough for both arms of a fair coin, but for one shop in two thousand. */
const MEMBERS = Array.from({ length: 12 }, (_, i) => `MEMBER-47${11 + i}`);

const PACKS = MEMBERS.map((_, i) => encodeSgtin96({ gtin14: COFFEE.gtin, serial: i + 1, filter: 1, prefixDigits: 7 }));

/** A time zone in which it is about eight in the morning now, so that nobody's clock has to lie to the browser. */
function whereItIsMorning(): string {
  const ahead = ((8 - new Date().getUTCHours() + 12 + 24) % 24) - 12;
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

const SHOP = `
store: { id: corner, name: Corner shop, locale: en, timezone: ${whereItIsMorning()}, currency: TWD }
zones:
  - { id: door, kind: entrance, neighbours: [coffee] }
  - { id: coffee, kind: shelf, neighbours: [till] }
  - { id: till, kind: checkout }
devices:
  - { id: counter, zone: door, counter: { zone: door } }
  - { id: door-card, zone: door }
  - { id: coffee-card, zone: coffee }
  - { id: till-card, zone: till }
  - { id: reader, driver: impinj-iot, antennas: [{ port: 1, zone: coffee, section: beans }] }
  - { id: scale }
  - { id: pos, zone: till }
  - { id: strip, driver: wled, address: wled/0a1b2c, zone: coffee, actuator: { kind: light, maxOnS: 20 } }
  - { id: screen, zone: coffee, display: { idle: Fresh from the roaster } }
shelves:
  - { id: coffee-shelf, zone: coffee, sections: [{ id: beans, scale: { device: scale }, planogram: [{ sku: BEANS, facings: 40, minimum: 1 }] }] }
products: products.csv
inventory: inventory.csv
loyalty: { tiers: [basic, gold], members: members.csv }
offers:
  - id: morning-beans
    on: item.picked
    when: recommend.boughtBefore(visitor, item) && now.dayPart == "morning"
    personal: true
    control: 0.5
    showForS: 6
    actuators: [{ device: strip, color: "#00FF00", brightness: 0.5 }]
    show: { en: { title: "{product}, as every morning", body: "A croissant goes with it"} }
`;

async function readTag(client: MqttClient, epc: string, at: number, strength: number): Promise<void> {
  const device = asId<DeviceId>('reader');
  const stated = instant(at);
  const times = { at: stated, reportedAt: stated, receivedAt: stated };
  const read: TagRead = {
    kind: 'tag',
    device,
    ...times,
    epc: asId<Epc>(epc),
    antenna: 1,
    rssi: dbm(strength),
    tid: null,
    count: 1,
    detail: null,
  };
  for (const { topic, bytes } of impinjIot.encode?.([read], device) ?? [])
    await client.publishAsync(topic.replace('{device}', device), Buffer.from(bytes), { qos: 1 });
}

/** A shop that opens yesterday, in this minute; everything is real but the night between. */
async function openYesterday() {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'products.csv'),
    `gtin,sku,name,category,price,weight\n${COFFEE.gtin},BEANS,House beans,coffee,${COFFEE.priceMinor},${COFFEE.grams}\n`,
  );
  writeFileSync(join(folder, 'members.csv'), `card,tier,profiling\n${MEMBERS.map((card) => `${card},gold,yes\n`).join('')}`);
  writeFileSync(join(folder, 'inventory.csv'), `epc,section\n${PACKS.map((epc) => `${epc},beans\n`).join('')}`);
  let behind = DAY;
  const now = (): number => Date.now() - behind;
  const shop = await openShop(SHOP, { folder, webRoot: WEB_ROOT, wall: now });
  const reader = await shop.connect('reader');
  const onShelf = new Set<string>(PACKS);
  /** One round of the reader over the shelf, in the words of its maker. */
  const readShelf = async (): Promise<void> => {
    for (const [i, epc] of [...onShelf].entries()) await readTag(reader, epc, now(), -52 - (i % 9) - (Math.floor(now() / 1_000) % 3));
  };
  const clients = new Map<string, MqttClient>();
  const say = async (device: string, channel: string, body: object): Promise<void> => {
    const client = clients.get(device) ?? (await shop.connect(device));
    clients.set(device, client);
    await client.publishAsync(`aisle/v1/corner/${device}/${channel}`, JSON.stringify({ ...body, at: now() }), { qos: 1 });
  };
  /** The scale under the beans. */
  const weigh = () => say('scale', 'weight', { channel: '1', grams: onShelf.size * COFFEE.grams, stable: true });
  return {
    ...shop,
    say,
    readShelf,
    /** A stretch of yesterday passes at once. */
    pass(ms: number) {
      behind -= ms;
    },
    /** Today, now, and from here on in nobody's time but our own: the reader reads the shelf twice a second. */
    nextDay() {
      behind = 0;
      let round = Promise.resolve();
      const rounds = setInterval(() => {
        round = round.then(readShelf);
      }, 500);
      onTestFinished(() => {
        clearInterval(rounds);
        return round;
      });
    },
    weigh,
    /** One pack leaves the shelf: the scale feels it, the reader does not hear its tag any more. */
    async take() {
      const [first = ''] = onShelf;
      onShelf.delete(first);
      await weigh();
    },
    pay: (receipt: string, card: string) =>
      say('pos', 'sale', { id: receipt, card, currency: 'TWD', lines: [{ gtin: COFFEE.gtin, qty: 1, amountMinor: COFFEE.priceMinor }] }),
  };
}
type Shop = Awaited<ReturnType<typeof openYesterday>>;

/** The light of the shelf: a WLED strip that does what it hears and says what it does. `heard` begins when it is dark and the shop knows it. */
async function openLight(shop: Shop): Promise<{ readonly heard: readonly unknown[] }> {
  const heard: unknown[] = [];
  const client = await shop.connect('strip');
  const say = (topic: string, word: string) => client.publishAsync(`wled/0a1b2c/${topic}`, word, { qos: 1 });
  client.on('message', (_topic, payload) => {
    const asked = JSON.parse(payload.toString()) as { on: boolean; bri?: number };
    heard.push(asked);
    say('g', String(asked.on ? (asked.bri ?? 0) : 0)).catch(() => undefined);
  });
  await client.subscribeAsync('wled/0a1b2c/api', { qos: 1 });
  await say('status', 'online');
  await eventually(async () => {
    const strip = await shop.get<DeviceView>('devices/strip');
    expect(strip?.actuator?.channels).toMatchObject([{ state: 'safe', proved: true }]);
  });
  heard.length = 0;
  return { heard };
}
const LIT = { on: true, bri: 128, seg: [{ col: [[0, 255, 0]] }] };
const DARK = { on: false };

const decisions = async (shop: OpenShop): Promise<OfferShownView[]> =>
  (await shop.get<OfferShownView[]>('offers/decisions?limit=500')) ?? [];

/** Counts every slide that ever came onto the page, however shortly. */
const COUNT_SLIDES = `globalThis.slidesSeen = 0;
new MutationObserver((changes) => {
  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
  slidesSeen += added.filter((node) => node.matches('.slide') || node.querySelector('.slide')).length;
}).observe(document, { childList: true, subtree: true });`;

/** All that anybody before the screen can read, and all that somebody with the machine's keyboard could: texts, attributes, storage. */
const everythingOn = (page: Page): Promise<Seen> =>
  page.evaluate<Seen>(`({
  html: document.documentElement.outerHTML,
  words: [...document.querySelectorAll('.slide *')].filter((each) => each.childElementCount === 0).map((each) => each.className + ': ' + each.textContent),
  stored: JSON.stringify(Object.entries(localStorage)) + JSON.stringify(Object.entries(sessionStorage)),
  address: location.href,
})`);

interface Seen {
  readonly html: string;
  readonly words: readonly string[];
  readonly stored: string;
  readonly address: string;
}

describeWith('chromium', 'a member, a shelf and its screen', (chromium) => {
  let browser: Browser;
  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterAll(() => browser?.close());

  it('beans taken as every morning bring an offer to the screen of the shelf, proof of it, a purchase that counts; and the control sees nothing', {
    timeout: 180_000,
  }, async () => {
    const shop = await openYesterday();
    // Yesterday morning everybody bought beans; that is all that the shop knows of them.
    for (const card of MEMBERS) await shop.pay(`yesterday-${card}`, card);
    for (let second = 0; second < 90; second += 3) {
      shop.pass(3_000);
      await shop.readShelf();
      await shop.weigh();
    }
    await eventually(async () => expect((await shop.ledger()).pending).toBe(0));
    shop.nextDay();

    const { page, complaints, context } = await openPage(browser, { width: 1280, scheme: 'light', language: 'en' });
    await page.addInitScript(COUNT_SLIDES);
    const key = shop.secret('screen');
    await page.goto(`${shop.gateway.url}/player/#display=screen&key=${key}&store=corner`);
    await page.waitForSelector('#screen[data-state=idle]');
    await eventually(async () => {
      const devices = await shop.get<{ id: string; state: string }[]>('devices');
      expect(devices?.find(({ id }) => id === 'screen')?.state).toBe('online');
    });

    const { heard } = await openLight(shop);
    const told = { treatment: 0, control: 0 };
    for (const [i, card] of MEMBERS.entries()) {
      if (told.treatment > 0 && told.control > 0) break;
      await shop.say('counter', 'count', { in: 1, out: 0 });
      await shop.say('door-card', 'card', { card });
      const inside = async () => ((await shop.get<VisitView[]>('visits?open=true')) ?? [])[0];
      await eventually(async () => expect(await inside()).toMatchObject({ zone: 'door', tier: 'gold' }));
      await shop.say('coffee-card', 'card', { card });
      await eventually(async () => expect(await inside()).toMatchObject({ zone: 'coffee', tier: 'gold' }));
      await shop.take();
      await eventually(async () => expect(await decisions(shop)).toHaveLength(i + 1));
      const [decided] = await decisions(shop);
      expect(decided).toMatchObject({
        offer: 'morning-beans',
        sku: 'BEANS',
        detail: '',
        reason: expect.stringMatching(/selected|control/),
      });
      expect(decided?.unit).toEqual({ by: 'visit', id: decided?.visit });
      if (decided?.arm === 'treatment') {
        told.treatment++;
        await page.getByText('House beans, as every morning').waitFor();
        await eventually(() => expect(heard.at(-1)).toEqual(LIT));
        await keepPicture(page, 'silent-commerce-screen');
        await expectNothingPersonal(shop, page, decided, [card, key]);
        await eventually(async () => expect((await decisions(shop))[0]).toMatchObject({ decision: decided.decision, outcome: 'shown' }));
        await page.waitForSelector('#screen[data-state=idle]');
        await eventually(async () => expect((await decisions(shop))[0]?.visibleMs).toBeGreaterThan(3_000));
      } else {
        told.control++;
        expect(decided).toMatchObject({ arm: 'control', outcome: 'withheld' });
      }
      await shop.say('till-card', 'card', { card });
      await shop.pay(`today-${card}`, card);
      await shop.say('counter', 'count', { in: 0, out: 1 });
      await eventually(async () => expect((await decisions(shop))[0]).toMatchObject({ convertedAt: expect.any(Number) }), {
        timeout: 30_000,
      });
      expect(await page.evaluate<number>('slidesSeen')).toBe(told.treatment);
      // On while the offer is on the screen, and never for whom it is held back.
      await eventually(() => expect(heard).toEqual(Array.from({ length: told.treatment }, () => [LIT, DARK]).flat()));
    }
    expect(told.treatment).toBeGreaterThan(0);
    expect(told.control).toBeGreaterThan(0);

    await eventually(async () => {
      const results = await shop.get<OfferResults>(`offers/morning-beans/results?from=${Date.now() - DAY / 2}&to=${Date.now() + 1_000}`);
      expect(results?.arms).toMatchObject([
        { arm: 'treatment', assigned: told.treatment, shown: told.treatment, bought: told.treatment },
        { arm: 'control', assigned: told.control, shown: 0, bought: told.control },
      ]);
    });
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** The page holds what store.yaml and the products file say, in the places that a slide has, and of the member nothing. */
async function expectNothingPersonal(shop: Shop, page: Page, decided: OfferShownView, secrets: readonly string[]): Promise<void> {
  const seen = await everythingOn(page);
  expect(seen.words).toEqual([
    'slide-title is-long: House beans, as every morning',
    'slide-body: A croissant goes with it',
    'slide-price: NT$380',
  ]);
  const visit = await shop.get<VisitView>(`visits/${decided.visit}`);
  expect(visit?.visitor).toMatch(/^[\w-]{22}$/);
  const personal = [...secrets, visit?.visitor ?? '', decided.visit ?? '', 'gold', 'MEMBER'];
  for (const word of personal) {
    expect(word).not.toBe('');
    expect(`${seen.html} ${seen.address}`.toLowerCase()).not.toContain(word.toLowerCase());
  }
  // The key of the display is kept on its own machine; nobody's card is.
  for (const word of personal.filter((one) => one !== secrets[1])) expect(seen.stored.toLowerCase()).not.toContain(word.toLowerCase());
}
