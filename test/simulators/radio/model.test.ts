import { describe, expect, it } from 'vitest';
import { distance } from '../../../simulators/layout/geometry.ts';
import type { RadioRead } from '../../../simulators/radio/dwell.ts';
import { createField } from '../../../simulators/radio/field.ts';
import { createRadio } from '../../../simulators/radio/radio.ts';
import type { RadioPreset } from '../../../simulators/scenarios/presets.ts';
import { createPerson } from '../../../simulators/shop/create-person.ts';
import { createWorld } from '../../../simulators/shop/world.ts';
import { demoLayout, preset, START, scenario } from '../support.ts';

const layout = demoLayout();
/** No chance in the air: what is left is distance, and what belongs to a tag. */
const CLEAN = { outagesPerHour: 0, strays: 0, shadow: 0, antennaSpread: 0, fading: 0, noise: 0, deadTags: 0, readerFloor: -150 };

interface Outage {
  readonly device: string;
  readonly at: number;
  readonly isOver: boolean;
}

function listen(change: Partial<RadioPreset>, minutes: number, before: (world: ReturnType<typeof createWorld>) => void = () => undefined) {
  const world = createWorld(layout, scenario('nobody'), 3, START);
  const outages: Outage[] = [];
  const radio = createRadio(world, layout, preset('realistic', change), 3, (device, at, isOver) => outages.push({ device, at, isOver }));
  before(world);
  const reads: RadioRead[] = [];
  for (let at = START; at < START + minutes * 60_000; at += 200) {
    world.advance(at + 200);
    reads.push(...radio.round());
  }
  return { world, reads, outages };
}

/** Slope of the least-squares line. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mx = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const sxy = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return sxy / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const spread = (list: readonly (readonly [number, number])[]): number => slope(list) * slope(list.map(([x, y]) => [y, x]));
  return Math.sign(slope(pairs)) * Math.sqrt(spread(pairs));
}

describe('the radio model', () => {
  it.each([2, 2.6])('lets the answer fall twice as fast as the power that comes: exponent %s one way', (pathExponent) => {
    const { world, reads } = listen({ ...CLEAN, pathExponent, marginAtOneMetre: 60 }, 1);
    const places = new Map(world.stock.items.map((item) => [item.epc, item.at]));
    const points = reads.flatMap(({ epc, device, port, rssi }) => {
      const at = places.get(epc);
      const antenna = layout.antennas.find((one) => one.device === device && one.port === port);
      if (!at || antenna?.kind !== 'zone') return [];
      return [[Math.log10(Math.hypot(distance(at, antenna.at), antenna.height)), rssi] as const];
    });
    expect(points.length).toBeGreaterThan(2_000);
    expect(slope(points) / -20).toBeGreaterThan(pathExponent - 0.15);
    expect(slope(points) / -20).toBeLessThan(pathExponent + 0.15);
  });

  it('wakes no tag below its turn-on, however well the reader hears', () => {
    const { reads } = listen({ ...CLEAN, marginAtOneMetre: 3 }, 1);
    const weakest = Math.min(...reads.map(({ rssi }) => rssi));
    expect(weakest).toBeGreaterThanOrEqual(preset('realistic').rssiAtOneMetre - 2 * 3 - 0.5);
  });

  it('fades slowly: alike within a second, forgotten after a minute', () => {
    const field = createField(preset('realistic'), 9);
    const antenna = layout.antennas[3];
    if (!antenna) throw new Error('the demo shop has antennas');
    const tags = Array.from({ length: 60 }, (_, n) => ({ epc: `${n}`, number: n * 7_919, placing: 0 }));
    const pairs = (lagMs: number) =>
      tags.flatMap((tag) =>
        Array.from({ length: 40 }, (_, n) => {
          const at = START + n * 31_000;
          return [field.fading(tag, antenna, at), field.fading(tag, antenna, at + lagMs)] as const;
        }),
      );
    expect(correlation(pairs(500))).toBeGreaterThan(0.9);
    expect(correlation(pairs(2_000))).toBeGreaterThan(0.5);
    expect(Math.abs(correlation(pairs(60_000)))).toBeLessThan(0.08);
  });

  it('gives the same tag at the same antenna another shadow in another place, and the same in the same', () => {
    const field = createField(preset('realistic'), 9);
    const antenna = layout.antennas[3];
    if (!antenna) throw new Error('the demo shop has antennas');
    const tag = { epc: 'x', number: 12_345, placing: 0 };
    const first = field.restShadow(tag, antenna);
    expect(field.restShadow(tag, antenna)).toBe(first);
    expect(field.restShadow({ ...tag, placing: 1 }, antenna)).not.toBe(first);
  });

  it('hears goods in a lined bag less often and weaker than goods in the hand', () => {
    const carried = (veil: number): RadioRead[] => {
      let epc = '';
      const { reads } = listen({ ...CLEAN }, 3, (world) => {
        const item = world.stock.items[0];
        const section = world.stock.sectionOf(item?.home ?? '');
        if (!item) throw new Error('the demo shop has goods');
        epc = item.epc;
        const party = { id: 'v1', size: 1, members: [], isPaying: false, isLeaving: false };
        const person = { ...createPerson('v1', party, 'buyer', 1, section.stand), veil };
        world.join(person, stand());
        world.take(person, item);
      });
      return reads.filter((read) => read.epc === epc);
    };
    const mean = (reads: readonly RadioRead[]): number => reads.reduce((sum, { rssi }) => sum + rssi, 0) / reads.length;
    const [hand, bag] = [carried(0), carried(7)];
    expect(hand.length).toBeGreaterThan(50);
    expect(bag.length).toBeLessThan(hand.length * 0.8);
    expect(mean(bag)).toBeLessThan(mean(hand) - 5);
  });

  it('tells of each outage when it begins and when it ends, and the reader says nothing in between', () => {
    const { reads, outages } = listen({ outagesPerHour: 20, outageSeconds: 30 }, 20);
    const begun = outages.filter(({ isOver }) => !isOver);
    expect(begun.length).toBeGreaterThan(10);
    expect(outages.length).toBe(2 * begun.length);
    for (const { device, at } of begun) {
      const end = outages.find((one) => one.isOver && one.device === device && one.at >= at)?.at ?? at;
      const inside = reads.filter((read) => read.device === device && read.at > at && read.at < end - 200);
      expect(inside, `${device} ${at}`).toHaveLength(0);
    }
  });

  it('sends the strays of a tag to one antenna more than to the others', () => {
    const strays = listen({ ...CLEAN, strays: 0.3, marginAtOneMetre: 6 }, 10).reads.filter(({ rssi }) => rssi < -130);
    const shares = [...Map.groupBy(strays, ({ epc }) => epc).values()]
      .filter((list) => list.length >= 12)
      .map(
        (list) =>
          Math.max(...[...Map.groupBy(list, (one) => `${one.device} ${one.port}`).values()].map((same) => same.length)) / list.length,
      );
    expect(shares.length).toBeGreaterThan(20);
    const typical = shares.sort((a, b) => a - b)[shares.length >> 1] ?? 0;
    expect(typical).toBeGreaterThan(0.4);
    expect(typical).toBeLessThan(0.8);
  });
});

function* stand() {
  for (;;) yield { wait: 60_000 };
}
