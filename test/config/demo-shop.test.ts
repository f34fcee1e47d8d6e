import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { drivers } from '../../devices/index.ts';
import { decodeEpc } from '../../devices/kit/epc/decode-epc.ts';
import { identifyEpc } from '../../devices/kit/epc/identify-epc.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import type { LoadedConfig } from '../../gateway/config/loaded-config.ts';
import { asId } from '../../gateway/domain/ids.ts';

const FILE = fileURLToPath(new URL('../../simulators/shops/demo/store.yaml', import.meta.url));

type Point = readonly [number, number];

/** Ray casting: a point on the left or upper edge counts as inside, so that the zones of a tiled plan share no point. */
function holds(polygon: readonly Point[], [x, y]: Point): boolean {
  return polygon.reduce((inside, [x1, y1], index) => {
    const [x2, y2] = polygon[(index + 1) % polygon.length] ?? [0, 0];
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !inside : inside;
  }, false);
}

describe('the demo shop', () => {
  let shop: LoadedConfig;
  beforeAll(() => {
    shop = loadConfig({ file: FILE, env: {}, drivers });
  });
  const zoneOf = (id: string): readonly Point[] => shop.config.zones.find((zone) => zone.id === id)?.polygon ?? [];
  const sections = () => shop.config.shelves.flatMap((shelf) => shelf.sections.map((section) => ({ ...section, zone: shelf.zone })));

  it('is in order and of the size of a real corner shop', () => {
    expect(shop.products).toHaveLength(60);
    expect(shop.inventory.length).toBeGreaterThan(350);
    expect(shop.members).toHaveLength(40);
    expect(shop.config.offers).toHaveLength(6);
  });

  it('has zones that cover the plan without gaps and overlaps', () => {
    const { width, height } = shop.config.plan;
    let checked = 0;
    for (let x = 0.05; x < width; x += 0.1) {
      for (let y = 0.05; y < height; y += 0.1) {
        const zones = shop.config.zones.filter((zone) => holds(zone.polygon ?? [], [x, y]));
        if (zones.length !== 1)
          throw new Error(`${x.toFixed(2)}, ${y.toFixed(2)} is in ${zones.map(({ id }) => id).join(' and ') || 'no zone'}`);
        checked++;
      }
    }
    expect(checked).toBe(19_800);
  });

  it('hangs every antenna inside its zone, and shelf antennas within a metre of their section', () => {
    const antennas = shop.config.devices.flatMap((device) => device.antennas);
    expect(antennas.length).toBeGreaterThan(15);
    for (const antenna of antennas) {
      const { at, section } = antenna;
      expect(at).toBeDefined();
      if (!at) continue;
      expect(holds(zoneOf(antenna.zone), at), `antenna at ${at} in ${antenna.zone}`).toBe(true);
      if (section === undefined) continue;
      const place = sections().find(({ id }) => id === section)?.at ?? [99, 99];
      expect(Math.hypot(at[0] - place[0], at[1] - place[1])).toBeLessThan(1);
    }
  });

  it('puts every section into the zone of its shelf and gives each an antenna', () => {
    const seen = new Set(shop.config.devices.flatMap((device) => device.antennas.map((antenna) => antenna.section)));
    expect(sections().length).toBe(14);
    for (const section of sections()) {
      expect(holds(zoneOf(section.zone), section.at ?? [99, 99]), section.id).toBe(true);
      expect(seen.has(section.id), section.id).toBe(true);
    }
  });

  it('gives every tag an SGTIN-96 of a product that stands in its section, as many as the planogram wants', () => {
    const skuOf = new Map(shop.products.map((product) => [product.gtin, product.sku]));
    const counted = new Map<string, number>();
    for (const { epc, section } of shop.inventory) {
      const facts = decodeEpc(asId(epc));
      expect(facts.scheme).toBe('sgtin-96');
      const key = `${section}/${skuOf.get(facts.gtin14 ?? '')}`;
      counted.set(key, (counted.get(key) ?? 0) + 1);
      expect(identifyEpc(asId(epc))).toEqual({ kind: 'gs1', gtin: facts.gtin14 });
    }
    const planned = sections().flatMap((section) =>
      section.planogram.map((facing) => [`${section.id}/${facing.sku}`, facing.facings] as const),
    );
    expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(planned));
  });

  it('gives every member a GSRN-96 card', () => {
    for (const { card } of shop.members) expect(decodeEpc(asId(card)).scheme).toBe('gsrn-96');
    expect(new Set(shop.members.map(({ tier }) => tier))).toEqual(new Set(['basic', 'silver', 'gold']));
    expect(shop.members.some(({ consent }) => consent.profiling === false)).toBe(true);
  });

  it('speaks three languages wherever it names something', () => {
    const texts = [...shop.config.zones, ...shop.config.devices, ...shop.config.shelves, ...shop.config.offers].map(({ name }) => name);
    for (const name of [...texts, ...shop.products.map((product) => product.name), ...shop.config.offers.map(({ show }) => show)]) {
      expect(Object.keys(name ?? {}).sort()).toEqual(['en', 'zh-CN', 'zh-TW']);
    }
  });

  it('names the schema that editors check it by', () => {
    expect(readFileSync(FILE, 'utf8').split('\n', 1)[0]).toBe('# yaml-language-server: $schema=../../../docs/store.schema.json');
  });
});
