import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../gateway/config/load-config.ts';
import { isInside } from '../../../simulators/layout/geometry.ts';
import type { Layout } from '../../../simulators/layout/layout.ts';
import { KINDS, type ShopKind } from '../../../simulators/layout/made/plan.ts';
import { makeShop, writeShop } from '../../../simulators/layout/make-shop.ts';
import { readLayout } from '../../../simulators/layout/read-layout.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { runAll, scenario, simulate } from '../support.ts';

async function made(kind: ShopKind, seed: number, items = 400): Promise<{ layout: Layout; file: string }> {
  const folder = temporaryFolder();
  await writeShop(makeShop({ kind, seed, items }), folder);
  return { layout: readLayout(folder), file: join(folder, 'store.yaml') };
}

const devicesOf = ({ devices }: Layout, role: string): string[] =>
  [...devices.values()].filter(({ roles }) => (roles as ReadonlySet<string>).has(role)).map(({ id }) => id);
const zonesOf = ({ zones }: Layout, kind: string): string[] => [...zones.values()].filter((zone) => zone.kind === kind).map(({ id }) => id);

/** Zones that one can walk to from a door. */
function reached({ zones, doors }: Layout): Set<string> {
  const seen = new Set<string>();
  const next = doors.slice(0, 1).map(({ zone }) => zone);
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    next.push(...(zones.get(id)?.neighbours ?? []));
  }
  return seen;
}

describe.each(KINDS)('made shops of kind %s', (kind) => {
  it('are valid for the gateway, hold as many items as asked, and can be walked through, for twenty seeds', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { layout, file } = await made(kind, seed);
      const loaded = loadConfig({ file, env: {} });
      expect(loaded.products.length, `seed ${seed}`).toBe(layout.products.size);
      expect(layout.items.length, `seed ${seed}`).toBe(400);
      expect(new Set(layout.items.map(({ epc }) => epc)).size).toBe(400);
      expect([...reached(layout)].sort(), `seed ${seed}`).toEqual([...layout.zones.keys()].sort());
      for (const section of layout.sections.values()) {
        expect(isInside(section.at, layout.zones.get(section.zone)?.polygon ?? []), `seed ${seed} ${section.id}`).toBe(true);
      }
      for (const { directions, outside } of layout.doors) {
        expect(directions === 'both', `seed ${seed}`).toBe(kind !== 'grocery');
        expect([...layout.zones.values()].some(({ polygon }) => isInside(outside, polygon))).toBe(false);
      }
    }
  });

  it('are the same for the same seed and different for another', () => {
    expect(makeShop({ kind, seed: 3, items: 300 })).toEqual(makeShop({ kind, seed: 3, items: 300 }));
    expect(makeShop({ kind, seed: 3, items: 300 })['store.yaml']).not.toBe(makeShop({ kind, seed: 4, items: 300 })['store.yaml']);
  });

  it('can be simulated: people come in, and every reader hears something', async () => {
    const { layout } = await made(kind, 2, 800);
    const simulation = simulate({ layout, scenario: scenario('rush-hour', { durationMs: 8 * 60_000 }) });
    const speakers = new Set(
      runAll(simulation)
        .filter(({ topic }) => !/\/(status|info)$/.test(topic))
        .map(({ device }) => device),
    );
    for (const reader of devicesOf(layout, 'reader')) if (!/^(checkout|fitting|gate)/.test(reader)) expect(speakers).toContain(reader);
    expect(simulation.truth().visits.length).toBeGreaterThan(1);
  });
});

describe('the kinds of made shops', () => {
  it('differ in doors, tills, cabins, scales and in what their antennas look at', async () => {
    const [concept, fashion, grocery] = await Promise.all(KINDS.map(async (kind) => (await made(kind, 5, 3_000)).layout));
    if (!concept || !fashion || !grocery) throw new Error('three kinds');
    expect([concept, fashion, grocery].map((shop) => shop.doors.length)).toEqual([1, 1, 2]);
    expect([concept, fashion, grocery].map((shop) => devicesOf(shop, 'counter').length)).toEqual([1, 1, 2]);
    expect([concept, fashion, grocery].map((shop) => devicesOf(shop, 'till').length)).toEqual([1, 2, 3]);
    expect([concept, fashion, grocery].map((shop) => zonesOf(shop, 'fitting').length)).toEqual([1, 3, 0]);
    const scaled = [concept, fashion, grocery].map((shop) => [...shop.sections.values()].filter(({ scale }) => scale !== null).length);
    expect(scaled[0]).toBeGreaterThan(0);
    expect(scaled[1]).toBe(0);
    expect(scaled[2]).toBeGreaterThan((grocery.sections.size * 2) / 3);
    expect(fashion.antennas.filter(({ height }) => height > 1).length).toBe(2 * zonesOf(fashion, 'shelf').length);
    expect(concept.antennas.filter(({ height }) => height > 1).length).toBe(0);
    expect(concept.antennas.length).toBeGreaterThan(2 * fashion.antennas.length);
  });

  it('refuses a shop of almost nothing', () => {
    expect(() => makeShop({ kind: 'concept', seed: 1, items: 10 })).toThrow(RangeError);
  });
});
