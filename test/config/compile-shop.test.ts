import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../gateway/config/catalogue.ts';
import { compileShop } from '../../gateway/config/compile-shop.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { asId, type VisitorId } from '../../gateway/domain/ids.ts';
import { unknownVisitor } from '../../gateway/domain/loyalty/visitor-view.ts';
import type { OfferContext } from '../../gateway/domain/offers/offer.ts';
import type { Shop } from '../../gateway/domain/shop.ts';
import { instant } from '../../gateway/domain/units.ts';
import { loadShop } from './shop-folder.ts';

const deps = {
  pseudonym: (card: string): VisitorId => asId(createHash('sha256').update(card).digest('hex').slice(0, 22)),
  identify: () => ({ kind: 'other', gtin: null }) as const,
};
const demo = () => loadConfig({ file: fileURLToPath(new URL('../../simulators/shops/demo/store.yaml', import.meta.url)), env: {} });
const shopOf = (yaml: string): Shop => compileShop(loadShop({ 'store.yaml': yaml }), deps);

const CONTEXT: OfferContext = {
  visit: { id: 'v1', party: 1, seconds: 60, zone: 'coffee', items: [], compared: [] },
  item: { sku: 'CB-DARK', gtin: '04719987101223', category: 'coffee-beans', priceMinor: 62_000 },
  shelf: { id: 'tea-wall', section: 'tea-ware', sku: 'TW-POT', onShelf: 1, facings: 4 },
  visitor: { ...unknownVisitor, known: true, tier: 'gold', visits: 2 },
  store: { id: 'demo', occupancy: 3 },
  climate: { temperatureC: 24, humidityPct: 50, illuminanceLux: 300, doorOpen: false },
  now: { hour: 10, minute: 0, weekday: 1, dayPart: 'morning', date: '2026-11-23' },
  recommend: {
    ...{ boughtTogether: () => '', nextItem: () => '', popular: () => '', usual: () => '' },
    ...{ boughtBefore: () => false, confidence: () => 0, lift: () => 0 },
  },
};

describe('the compiled shop', () => {
  it('knows products, stock and members of the demo', () => {
    const shop = compileShop(demo(), deps);
    expect([shop.products.size, shop.home.size, shop.members.size, shop.antennas.length, shop.displays.length]).toEqual([
      60, 401, 40, 21, 3,
    ]);
    expect(shop.products.get(asId('04719987101018'))).toMatchObject({
      sku: 'CB-ALISHAN',
      price: 52_000,
      weight: 262,
      category: 'coffee-beans',
    });
    expect(shop.localTime(instant(Date.parse('2026-11-23T01:30:00Z')))).toMatchObject({ hour: 9, minute: 30, dayPart: 'morning' });
  });

  it('makes every offer of the demo hold in its own situation, and not in the opposite one', () => {
    const opposite: OfferContext = {
      ...CONTEXT,
      visit: { ...CONTEXT.visit, zone: 'checkout', items: ['x'] },
      item: null,
      shelf: null,
      visitor: unknownVisitor,
      now: { ...CONTEXT.now, hour: 9, dayPart: '' },
    };
    const inZone = (zone: string): OfferContext => ({ ...CONTEXT, visit: { ...CONTEXT.visit, zone } });
    const situations: Readonly<Record<string, OfferContext>> = { 'tea-tasting': inZone('tea'), 'today-in-the-shop': inZone('entrance') };
    const { offers } = compileShop(demo(), deps);
    expect(offers.map((offer) => offer.condition(situations[offer.id] ?? CONTEXT))).toEqual(offers.map(() => ({ ok: true, holds: true })));
    expect(offers.map((offer) => offer.condition(opposite))).toEqual(offers.map(() => ({ ok: true, holds: false })));
  });

  it('lets no card number through', () => {
    const loaded = demo();
    const shop = compileShop(loaded, deps);
    const seen = [...shop.members.keys(), ...shop.staff.cards].join();
    for (const { card } of loaded.members) expect(seen).not.toContain(card);
    expect([...shopOf('staff: { cards: [abc123], tags: [e280aabb] }').staff.cards]).toEqual([deps.pseudonym('ABC123')]);
    const gsrn = '2d1520147618711e4c000000';
    expect([...shopOf(`staff: { tags: [${gsrn}] }`).staff.cards]).toEqual([deps.pseudonym(gsrn.toUpperCase())]);
    expect([...shopOf('staff: { cards: [abc123], tags: [e280aabb] }').staff.tags]).toEqual(['E280AABB']);
  });

  it('makes neighbourhood mutual', () => {
    const shop = shopOf('zones: [{ id: a, kind: aisle, neighbours: [b] }, { id: b, kind: aisle }]');
    expect(shop.zones.map(({ id, neighbours }) => [id, neighbours])).toEqual([
      ['a', ['b']],
      ['b', ['a']],
    ]);
  });

  it('gives a counter its own zone and one for each line', () => {
    const yaml =
      'zones: [{ id: a, kind: entrance }, { id: b, kind: aisle }]\ndevices: [{ id: c, counter: { zone: a, lines: { back: b }, swapped: true } }]';
    expect(shopOf(yaml).counters).toEqual([
      { device: 'c', line: '', zone: 'a', swapped: true },
      { device: 'c', line: 'back', zone: 'b', swapped: true },
    ]);
  });

  it('knows where a device stands: its zone, its counter, or the one zone of its antennas', () => {
    const yaml = `
zones: [{ id: a, kind: entrance }, { id: b, kind: aisle }]
devices:
  - { id: till, zone: b }
  - { id: counter, counter: { zone: a } }
  - { id: one, antennas: [{ port: 1, zone: b }, { port: 2, zone: b }] }
  - { id: two, antennas: [{ port: 1, zone: a }, { port: 2, zone: b }] }
`;
    expect([...shopOf(yaml).standsIn]).toEqual([
      ['till', 'b'],
      ['counter', 'a'],
      ['one', 'b'],
    ]);
  });

  it('lets a display be read from its own zone when it faces none', () => {
    const shop = shopOf('zones: [{ id: a, kind: aisle }]\ndevices: [{ id: d, zone: a, display: {} }]');
    expect(shop.displays).toMatchObject([{ id: 'd', zone: 'a', faces: ['a'] }]);
  });

  it('turns seconds of the file into milliseconds', () => {
    const { settings, devices } = shopOf(
      'sensing: { tags: { decayS: 1.5 } }\nsecurity: { cloneWindowS: 0.5 }\ndevices: [{ id: d, silentAfterS: 7 }]',
    );
    expect([settings.tags.decay, settings.security.cloneWindow, settings.visits.silence, devices[0]?.silentAfter]).toEqual([
      1_500, 500, 1_800_000, 7_000,
    ]);
  });
});

describe('the devices of the shop', () => {
  it('know their reference tags by port, and these are no goods', () => {
    const { devices, staff } = shopOf(
      `zones: [{ id: a, kind: shelf }]
staff: { tags: [e2801160000000000000000a] }
devices:
  - { id: r, maxSkewS: 2, antennas: [{ port: 1, zone: a }, { port: 3, zone: a, referenceTags: [e2801160000000000000000b] }] }`,
    );
    const epc = 'E2801160000000000000000B';
    expect(devices).toEqual([{ id: 'r', silentAfter: 120_000, maxSkew: 2_000, referenceTags: [{ epc, port: 3 }] }]);
    expect([...staff.tags]).toEqual(['E2801160000000000000000A', epc]);
  });

  it('are judged inside the opening hours only', () => {
    const { isOpen } = shopOf('store: { timezone: UTC, hours: { thu: { open: "09:00", close: "18:00" } } }');
    expect([8, 9, 17, 18].map((hour) => isOpen((hour * 3_600_000) as Parameters<typeof isOpen>[0]))).toEqual([false, true, true, false]);
  });
});

describe('the catalogue', () => {
  it('survives structured cloning and holds nothing of members or secrets', () => {
    const loaded = demo();
    const catalogue = catalogueOf(loaded);
    expect(structuredClone(catalogue)).toEqual(catalogue);
    const text = JSON.stringify(catalogue);
    for (const { card } of loaded.members) expect(text).not.toContain(card);
    expect(catalogue.displays.map(({ id, zone }) => [id, zone])).toEqual([
      ['display-entrance', 'entrance'],
      ['display-drinks', 'coffee'],
      ['display-style', 'apparel'],
    ]);
  });

  it("calls the nameless by their id and takes a plain text for the shop's language", () => {
    const catalogue = catalogueOf(loadShop({ 'store.yaml': 'store: { name: Ecke, locale: en }\nzones: [{ id: a, kind: aisle }]' }));
    expect([catalogue.name, catalogue.zones]).toEqual([{ en: 'Ecke' }, [{ id: 'a', name: { en: 'a' }, kind: 'aisle', polygon: [] }]]);
  });
});
