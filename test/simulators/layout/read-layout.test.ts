import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeSgtin96 } from '../../../devices/kit/epc/encode.ts';
import { parseCsv } from '../../../simulators/layout/csv.ts';
import { isInside } from '../../../simulators/layout/geometry.ts';
import type { Layout } from '../../../simulators/layout/layout.ts';
import { readLayout } from '../../../simulators/layout/read-layout.ts';
import { createRoutes } from '../../../simulators/shop/routes.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { demoLayout } from '../support.ts';

const STORE = `
zones:
  - { id: door, kind: entrance, polygon: [[0, 0], [4, 0], [4, 4], [0, 4]], neighbours: [hall] }
  - { id: hall, kind: shelf, polygon: [[4, 0], [10, 0], [10, 4], [4, 4]] }
  - { id: loft, kind: storage }
plan: { width: 10, height: 8 }
devices:
  - { id: reader, driver: impinj-iot, antennas: [{ zone: hall, section: a }, { port: 2, zone: door, kind: portal-inner }] }
  - { id: counter, counter: { zone: door, swapped: true } }
  - { id: pos-1, zone: door }
  - { id: lamp }
shelves:
  - { id: rack, zone: hall, sections: [{ id: a, scale: { device: pan } }, { id: b, at: [9, 1] }] }
products: products.csv
inventory: inventory.csv
`;

function writeShop(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-layout-'));
  const epcs = [7, 9].map((prefixDigits) => encodeSgtin96({ gtin14: '04006381333931', serial: 12, prefixDigits }));
  const foreign = encodeSgtin96({ gtin14: '04719987101018', serial: 1 });
  writeFileSync(join(folder, 'store.yaml'), STORE);
  writeFileSync(join(folder, 'products.csv'), 'gtin,sku,name,category,price,weight\r\n4006381333931,PEN,"Pen, ""fine""",pens,250,12\r\n');
  writeFileSync(
    join(folder, 'inventory.csv'),
    `epc,section\n${epcs[0]},a\n${epcs[1]?.toLowerCase()},b\n${foreign},a\n${epcs[0]},nowhere\n`,
  );
  return folder;
}

describe('reading a layout', () => {
  let layout: Layout;
  beforeAll(() => {
    const folder = writeShop();
    layout = readLayout(folder);
    rmSync(folder, { recursive: true });
  });

  it('knows the product of an item whatever the length of the company prefix, and leaves strangers out', () => {
    expect(layout.items.map(({ sku, section }) => [sku, section])).toEqual([
      ['PEN', 'a'],
      ['PEN', 'b'],
    ]);
    expect(layout.products.get('PEN')).toMatchObject({ gtin: '04006381333931', price: 250, weight: 12 });
  });

  it('tells devices by what store.yaml says of them, else by a word in their id', () => {
    expect([...layout.devices.values()].map(({ id, roles }) => [id, ...roles])).toEqual([
      ['reader', 'reader'],
      ['counter', 'counter'],
      ['pos-1', 'till'],
      ['lamp', 'other'],
    ]);
    expect(layout.devices.get('counter')?.counter).toEqual({ zone: 'door', line: '', swapped: true });
  });

  it('makes neighbours mutual and gives every zone a place', () => {
    expect(layout.zones.get('hall')?.neighbours).toEqual(['door']);
    expect(layout.zones.get('loft')?.polygon).toHaveLength(4);
  });

  it('places what store.yaml left open: sections in their zone, antennas at their section, people outside the nearest wall', () => {
    const hall = layout.zones.get('hall')?.polygon ?? [];
    for (const section of layout.sections.values()) {
      expect(isInside(section.at, hall)).toBe(true);
      expect(isInside(section.stand, hall)).toBe(true);
    }
    expect(layout.antennas[0]?.at).toEqual(layout.sections.get('a')?.at);
    expect(isInside(layout.doors[0]?.outside ?? [1, 1], layout.zones.get('door')?.polygon ?? [])).toBe(false);
  });

  it('names the file and the key of what it cannot use', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'store.yaml'), 'zones: [{ id: door, kind: castle }]\n');
    expect(() => readLayout(folder)).toThrow(/store\.yaml cannot be simulated[\s\S]*kind/);
    writeFileSync(join(folder, 'store.yaml'), 'zones: []\n');
    expect(() => readLayout(folder)).toThrow('nothing to simulate');
  });

  it('reads the bundled shop whole', () => {
    const demo = demoLayout();
    expect(demo.items.length).toBeGreaterThan(390);
    expect(demo.doors[0]?.outside[0]).toBeLessThan(0);
    const roles = new Set([...demo.devices.values()].flatMap((device) => [...device.roles]));
    expect([...roles].sort()).toEqual(['card', 'climate', 'counter', 'display', 'presence', 'reader', 'scale', 'till']);
  });
});

describe('ways through the shop', () => {
  const demo = demoLayout();
  const routes = createRoutes(demo);

  it('lead only through zones that are neighbours', () => {
    const tea = demo.sections.get('tea-ware')?.stand ?? [0, 0];
    const checkout = demo.zones.get('checkout')?.middle ?? [0, 0];
    let here = tea;
    const visited = [routes.zoneAt(tea)];
    for (const corner of routes.way(tea, checkout)) {
      for (let step = 1; step <= 20; step++) {
        const zone = routes.zoneAt([here[0] + ((corner[0] - here[0]) * step) / 20, here[1] + ((corner[1] - here[1]) * step) / 20]);
        if (zone !== null && zone !== visited.at(-1)) visited.push(zone);
      }
      here = corner;
    }
    expect(visited[0]).toBe('tea');
    expect(visited.at(-1)).toBe('checkout');
    for (const [index, zone] of visited.entries()) {
      const next = visited[index + 1];
      if (zone && next) expect(demo.zones.get(zone)?.neighbours).toContain(next);
    }
  });

  it('stay inside one zone when both ends are in it', () => {
    expect(routes.way([9, 9], [12, 10])).toEqual([[12, 10]]);
  });
});

describe('reading CSV', () => {
  it('takes quotes, doubled quotes, commas and line ends inside them, a byte order mark and either line end', () => {
    expect(parseCsv('\uFEFFA,b\r\n"x, ""y""\nz",2\r\n\r\n3,4')).toEqual([
      { a: 'x, "y"\nz', b: '2' },
      { a: '3', b: '4' },
    ]);
    expect(parseCsv('')).toEqual([]);
  });
});
