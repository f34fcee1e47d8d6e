import { describe, expect, it } from 'vitest';
import { distance } from '../../../simulators/layout/geometry.ts';
import type { RadioRead } from '../../../simulators/radio/dwell.ts';
import { createRadio } from '../../../simulators/radio/radio.ts';
import { createWorld } from '../../../simulators/shop/world.ts';
import { demoLayout, preset, START, scenario } from '../support.ts';

const layout = demoLayout();

/** A quarter of an hour of radio in a shop without people. */
function listenAtRest(change: Parameters<typeof preset>[1] = {}, name = 'realistic', minutes = 15) {
  const world = createWorld(layout, scenario('quiet-morning'), 3, START);
  const radio = createRadio(world, layout, preset(name, { outagesPerHour: 0, ...change }), 3);
  const reads: RadioRead[] = [];
  for (let at = START; at < START + minutes * 60_000; at += 200) {
    world.advance(at + 200);
    reads.push(...radio.round());
  }
  return { world, reads };
}

describe('the radio model, with goods at rest', () => {
  const { world, reads } = listenAtRest();
  const byTag = Map.groupBy(reads, (read) => read.epc);

  it('reads nearly all goods, each some times a minute', () => {
    expect(byTag.size).toBeGreaterThan(world.stock.items.length * 0.97);
    const perMinute = [...byTag.values()].map((list) => list.length / 15).sort((a, b) => a - b);
    const typical = perMinute[perMinute.length >> 1] ?? 0;
    expect(typical).toBeGreaterThan(3);
    expect(typical).toBeLessThan(60);
  });

  it('leaves a few tags silent that never answer', () => {
    const { reads: allAlive } = listenAtRest({ deadTags: 0 }, 'easy', 5);
    const { reads: someDead } = listenAtRest({ deadTags: 0.2 }, 'easy', 5);
    expect(new Set(allAlive.map((read) => read.epc)).size).toBe(world.stock.items.length);
    expect(new Set(someDead.map((read) => read.epc)).size).toBeLessThan(world.stock.items.length * 0.9);
  });

  it('gives signals in half decibels between the reader’s floor and what a near tag can give', () => {
    for (const { rssi } of reads) expect(Number.isInteger(rssi * 2)).toBe(true);
    const levels = reads.map((read) => read.rssi).sort((a, b) => a - b);
    expect(levels[0]).toBeGreaterThanOrEqual(-84);
    expect(levels.at(-1)).toBeLessThan(-25);
    const typical = levels[levels.length >> 1] ?? 0;
    expect(typical).toBeGreaterThan(-78);
    expect(typical).toBeLessThan(-50);
  });

  it('makes near tags louder than far ones, by the fourth power of distance', () => {
    const near: number[] = [];
    const far: number[] = [];
    for (const { item, metres, read } of placed(reads)) {
      if (item.at && metres < 1) near.push(read.rssi);
      if (item.at && metres > 2.2 && metres < 2.8) far.push(read.rssi);
    }
    const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
    expect(near.length).toBeGreaterThan(500);
    expect(far.length).toBeGreaterThan(500);
    expect(mean(near) - mean(far)).toBeGreaterThan(8);
  });

  it('hears nothing beyond the range but strays', () => {
    const { reads: clean } = listenAtRest({ strays: 0 }, 'realistic', 5);
    expect(Math.max(...placed(clean).map(({ metres }) => metres))).toBeLessThan(11.5);
    const { reads: wild } = listenAtRest({ strays: 0.02 }, 'realistic', 5);
    const share = placed(wild).filter(({ metres }) => metres > 11.5).length / wild.length;
    expect(share).toBeGreaterThan(0.001);
    expect(share).toBeLessThan(0.02);
  });

  it('shares a reader’s time among the tags in view, so twice the capacity is about twice the reads of a busy one', () => {
    const count = (readsPerSecond: number): number =>
      listenAtRest({ readsPerSecond, shelfRate: 50 }, 'realistic', 2).reads.filter((read) => read.device === 'apparel-reader').length;
    const ratio = count(100) / count(50);
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(2.2);
  });

  it('keeps a tag’s signal at one antenna steady over minutes, within the fading', () => {
    const spreads = [...Map.groupBy(reads, (read) => `${read.epc} ${read.device} ${read.port}`).values()]
      .filter((list) => list.length > 50)
      .map(deviation);
    expect(spreads.length).toBeGreaterThan(100);
    const typical = spreads.sort((a, b) => a - b)[spreads.length >> 1] ?? 0;
    expect(typical).toBeGreaterThan(1);
    expect(typical).toBeLessThan(4);
  });

  it('goes silent in an outage and comes back', () => {
    const { reads: broken } = listenAtRest({ outagesPerHour: 30, outageSeconds: 40 }, 'realistic', 15);
    const times = broken.filter((read) => read.device === 'tea-reader').map((read) => read.at);
    const gaps = times.map((at, index) => at - (times[index - 1] ?? START));
    expect(Math.max(...gaps)).toBeGreaterThan(10_000);
    expect(times.at(-1)).toBeGreaterThan(START + 10 * 60_000);
  });

  function placed(list: readonly RadioRead[]) {
    const items = new Map(world.stock.items.map((item) => [item.epc, item]));
    return list.flatMap((read) => {
      const item = items.get(read.epc);
      const antenna = layout.antennas.find((one) => one.device === read.device && one.port === read.port);
      return item?.at && antenna ? [{ item, read, metres: distance(item.at, antenna.at) }] : [];
    });
  }
});

function deviation(list: readonly RadioRead[]): number {
  const mean = list.reduce((sum, read) => sum + read.rssi, 0) / list.length;
  return Math.sqrt(list.reduce((sum, read) => sum + (read.rssi - mean) ** 2, 0) / list.length);
}
