import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import type { AlertDetail, AlertView, VisitView } from '../../gateway/http/contract.ts';
import type { ExplanationView } from '../../gateway/http/contract-explain.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const CARD = 'MEMBER-4711';
const SHIRTS = [1, 2, 3, 4].map((serial) => encodeSgtin96({ gtin14: '04719999000019', serial, filter: 1, prefixDigits: 7 }));
const [shirt = '', ...others] = SHIRTS;

const SHOP = `
store: { id: corner, locale: zh-TW, timezone: Asia/Taipei }
zones:
  - { id: door, kind: entrance, name: { zh-TW: 大門, en: Entrance }, neighbours: [wall] }
  - { id: wall, kind: shelf, name: { zh-TW: 衣架, en: Rail }, neighbours: [cabin] }
  - { id: cabin, kind: fitting, name: { zh-TW: 試衣間, en: Fitting room }, neighbours: [desk] }
  - { id: desk, kind: checkout, name: { zh-TW: 櫃台, en: Till } }
devices:
  - { id: walls, antennas: [{ port: 1, zone: wall, section: rail }] }
  - { id: cabins, antennas: [{ port: 1, zone: cabin }] }
  - { id: counter, zone: door, counter: { zone: door } }
  - { id: door-card, zone: door }
  - { id: till, zone: desk }
  - { id: welcome, name: { zh-TW: 迎賓螢幕, en: Welcome screen }, zone: door, display: {} }
shelves:
  - { id: wall-1, zone: wall, sections: [{ id: rail, planogram: [{ sku: SHIRT, facings: 4, minimum: 1 }] }] }
products: products.csv
inventory: inventory.csv
offers:
  - { id: hello, on: visit.identified, display: welcome, showForS: 10, show: { en: { title: Hello } } }
`;

/** A shop whose clock passes minutes in seconds: everything is real but the time on the wall. */
async function openAt() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'products.csv'), 'gtin,sku,name,category,price,weight\n4719999000019,SHIRT,Linen shirt,clothes,59000,240\n');
  writeFileSync(join(folder, 'inventory.csv'), `epc,section\n${SHIRTS.map((epc) => `${epc},rail\n`).join('')}`);
  const started = performance.now();
  let passed = Date.UTC(2026, 2, 2, 10);
  const now = (): number => Math.floor(passed + performance.now() - started);
  const shop = await openShop(SHOP, { folder, wall: now });
  const pass = (ms: number): void => {
    passed += ms;
  };
  return { shop, now, pass };
}

const explain = async (shop: OpenShop, path: string, lang: string): Promise<ExplanationView> => {
  const told = await shop.get<ExplanationView>(`${path}/explain?lang=${lang}`);
  if (told === null) throw new Error(`${path} has no explanation`);
  return told;
};
const read = (client: MqttClient, device: string, epc: string, at: number) =>
  client.publishAsync(
    `aisle/v1/corner/${device}/reads`,
    JSON.stringify({ reads: [{ epc, ant: 1, rssi: -57 - (Math.floor(at / 1_000) % 3), at }] }),
    { qos: 1 },
  );
const sentencesOf = ({ claims, chain }: ExplanationView): string[] => [
  ...claims.flatMap(({ text, reasons, weighing }) => [text, ...reasons.map((reason) => reason.text), weighing?.text ?? '']),
  ...chain.map(({ text }) => text),
];

describe('a gateway that is asked why', () => {
  it('tells how a shirt was tried on and paid, who had it, and why a screen is in alarm', async () => {
    const { shop, now, pass } = await openAt();
    const [walls, cabins, counter, cards, till] = await Promise.all(
      ['walls', 'cabins', 'counter', 'door-card', 'till'].map((id) => shop.connect(id)),
    );
    if (!walls || !cabins || !counter || !cards || !till) throw new Error('a client is missing');
    const welcome = await shop.connect('welcome');
    await welcome.publishAsync('aisle/v1/corner/welcome/status', '{"state":"online"}', { qos: 1, retain: true });

    for (let second = 0; second < 150; second += 3) {
      pass(3_000);
      const at = now();
      await Promise.all((second < 66 ? SHIRTS : others).map((epc) => read(walls, 'walls', epc, at)));
      if (second >= 66 && second < 130) await read(cabins, 'cabins', shirt, at);
      if (second === 6) await counter.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: 1, out: 0, at }), { qos: 1 });
      if (second === 9) await cards.publishAsync('aisle/v1/corner/door-card/card', JSON.stringify({ card: CARD, at }), { qos: 1 });
    }
    const sale = { id: 'r-88', at: now(), card: CARD, currency: 'TWD', lines: [{ epc: shirt, qty: 1, amountMinor: 59_000 }] };
    await till.publishAsync('aisle/v1/corner/till/sale', JSON.stringify(sale), { qos: 1 });
    pass(5_000);

    const item = await eventually(async () => {
      const told = await explain(shop, `items/${shirt}`, 'en');
      expect(told.claims.map(({ code }) => code)).toContain('paid');
      return told;
    });
    expect(item.claims.find(({ code }) => code === 'paid')).toMatchObject({ text: 'Linen shirt is paid for' });
    const story = item.chain.map(({ type }) => type).filter((type) => type.startsWith('item.'));
    expect(story.indexOf('item.picked')).toBeGreaterThan(-1);
    expect(story.indexOf('item.sold')).toBeGreaterThan(story.indexOf('item.picked'));
    expect(item.chain.map(({ at }) => at)).toEqual(item.chain.map(({ at }) => at).sort((a, b) => a - b));
    for (const { at, emittedAt } of item.chain) expect(emittedAt).toBeGreaterThanOrEqual(at - 1_000);
    expect(item.chain.some(({ text }) => text === 'Linen shirt was taken into Fitting room to try')).toBe(true);

    const [visit] = (await shop.get<VisitView[]>('visits')) ?? [];
    const held = await explain(shop, `visits/${visit?.id}`, 'zh-CN');
    expect(held.claims.map(({ epc }) => epc)).toContain(shirt);
    expect(held.chain.map(({ type }) => type)).toEqual(expect.arrayContaining(['visit.opened', 'visit.identified', 'sale.recorded']));

    pass(60_000);
    const [alarm] = await eventually(async () => {
      const alerts = (await shop.get<AlertView[]>('alerts?open=true')) ?? [];
      expect(alerts.map(({ type }) => type)).toContain('display-unconfirmed');
      return alerts.filter(({ type }) => type === 'display-unconfirmed');
    });
    const address = `alerts/${encodeURIComponent(alarm?.id ?? '')}`;
    expect(await shop.get<AlertDetail>(address)).toMatchObject({ ...alarm, clearedBecause: null, emittedAt: expect.any(Number) });
    const why = await explain(shop, address, 'zh-TW');
    expect(why.claims[0]?.text).toBe('迎賓螢幕未確認應播出的內容');

    // Every sentence is whole, and none says who the visitor is.
    const told = [item, held, why].flatMap(sentencesOf);
    expect(told.length).toBeGreaterThan(15);
    for (const sentence of told) expect(sentence).not.toMatch(/[{}[\]–]|undefined|NaN/);
    const answers = JSON.stringify([item, held, why]);
    expect(answers).not.toContain(CARD);
    expect(answers).not.toContain(visit?.visitor);
  });
});
