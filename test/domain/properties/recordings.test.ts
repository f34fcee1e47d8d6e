import { beforeAll, describe, expect, test } from 'vitest';
import type { DomainEvent } from '../../../gateway/domain/events.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { seconds } from '../../../gateway/domain/units.ts';
import { createRandom } from '../../../simulators/random.ts';
import { scoreItems } from '../../../simulators/score/events.ts';
import { preset, runAll, scenario, simulate } from '../../simulators/support.ts';
import { claimedItems, demoShop, isReads, type Line, linesOf, type Replayed, replay, shuffled, withClock } from './recordings.ts';

/**
 * What became of items, visits and shelves, without when the gateway came to say it. Cards and counters do not wait for the reads that
 * happened before them, so what is said may stand before or after, and where a visit is between its door and its end may differ.
 */
const story = (events: readonly DomainEvent[]): string[] =>
  events
    .filter(({ type }) => /^(item|exit|footfall|occupancy|shelf)\.|^visit\.(opened|identified|closed)$/.test(type))
    .map(({ id: _, emittedAt: __, ...event }) => JSON.stringify(event))
    .sort();

const bytesOf = ({ report }: Replayed): string => JSON.stringify(report);

const simulated = (seed: number, name = 'easy'): Line[] =>
  linesOf(
    runAll(
      simulate({ seed, preset: preset(name, { clockDriftMsPerHour: 0 }), scenario: scenario('rush-hour', { durationMs: 6 * 60_000 }) }),
    ),
  );

/** Shelf readers of the simulator report once a second: with the longest window there is room for reads to overtake each other by one. */
const patient: Shop = { ...demoShop, settings: { ...demoShop.settings, arrival: { ...demoShop.settings.arrival, reorder: seconds(2) } } };
const OVERTAKEN_MS = 900;

/** Visits without the confidences of what they hold. */
const visitsOf = ({ report }: Replayed): unknown[] =>
  report['visits.ndjson'].map((line) => {
    const { visit, start, end, visitor, party } = JSON.parse(line) as Record<string, unknown>;
    return { visit, start, end, visitor, party };
  });

describe.each([2])('a recorded rush hour, seed %i', (seed) => {
  let lines: readonly Line[];
  let plain: Replayed;
  beforeAll(() => {
    lines = simulated(seed);
    plain = replay(lines);
  }, 60_000);

  test('is rich enough to be asked', () => {
    const types = new Set(plain.events.map(({ type }) => type));
    for (const type of ['visit.opened', 'item.picked', 'item.exited', 'custody.assigned']) expect(types).toContain(type);
    expect(story(plain.events).length).toBeGreaterThan(300);
  });

  test('names whole milliseconds only: the ledger takes no others', () => {
    for (const event of plain.events) expect([event.type, event.at % 1, event.emittedAt % 1]).toEqual([event.type, 0, 0]);
  });

  test('tells the same twice, byte for byte', () => {
    expect(bytesOf(replay(lines))).toBe(bytesOf(plain));
  }, 60_000);

  test('tells the same when the gateway is restored from its snapshot again and again', () => {
    const random = createRandom(seed, 'cuts');
    const cuts = new Set(Array.from({ length: 8 }, () => random.int(1, lines.length - 1)));
    const restored = replay(lines, demoShop, cuts);
    expect(bytesOf(restored)).toBe(bytesOf(plain));
    expect(restored.events).toEqual(plain.events);
  }, 60_000);

  test('tells the same when reads overtake each other inside the reorder window', () => {
    const overtaken = replay(shuffled(lines, OVERTAKEN_MS, seed, isReads), patient);
    expect(story(overtaken.events)).toEqual(story(replay(lines, patient).events));
  }, 60_000);

  test('tells the same visits when reads overtake each other inside the window that a shop has by default', () => {
    const overtaken = replay(shuffled(lines, demoShop.settings.arrival.reorder, seed, isReads));
    expect(visitsOf(overtaken)).toEqual(visitsOf(plain));
  }, 60_000);

  test('tells the same when messages of reads are delivered twice, at once or later', () => {
    const random = createRandom(seed, 'redelivery');
    const twice = lines.flatMap((line) => {
      if (!isReads(line) || !random.chance(0.3)) return [line];
      return [line, { ...line, receivedAt: line.receivedAt + (random.chance(0.5) ? 0 : random.int(0, 2_000)) }];
    });
    const other = replay(twice.sort((a, b) => a.receivedAt - b.receivedAt));
    expect(story(other.events)).toEqual(story(plain.events));
  }, 60_000);
});

describe('a quiet shop in which a reader is out for a minute', () => {
  const quiet = (seed: number): Line[] =>
    linesOf(
      runAll(
        simulate({
          seed,
          preset: preset('realistic', { outagesPerHour: 0 }),
          scenario: scenario('rush-hour', { durationMs: 6 * 60_000, arrivals: [{ share: 1, perHour: 0 }], thiefAt: null }),
        }),
      ),
    );
  /** What the radio alone makes of it: a scale that lost weight is a witness of its own. */
  const losses = (events: readonly DomainEvent[]): DomainEvent[] =>
    events.filter(
      (event) =>
        /^item\.(picked|departed|exited)$|^exit\./.test(event.type) &&
        !('why' in event && event.why.some(({ code }) => code === 'weight-step')),
    );

  test.each([
    { seed: 1, reader: 'coffee-reader' },
    { seed: 2, reader: 'apparel-reader' },
    { seed: 3, reader: 'gate-reader' },
  ])(
    'nothing is picked, departs or leaves because of $reader',
    ({ seed, reader }) => {
      const lines = quiet(seed);
      const from = (lines[0]?.receivedAt ?? 0) + 150_000;
      const silent = lines.filter(({ device, receivedAt }) => device !== reader || receivedAt < from || receivedAt > from + 60_000);
      expect(lines.length - silent.length).toBeGreaterThan(10);
      // Items depart after a time that is shorter than the outage, so that only the evidence can hold them.
      const { tags } = demoShop.settings;
      const hasty: Shop = { ...demoShop, settings: { ...demoShop.settings, tags: { ...tags, departedAfter: seconds(45) } } };
      const before = losses(replay(lines, hasty).events).length;
      expect(losses(replay(silent, hasty).events).length).toBeLessThanOrEqual(before);
    },
    60_000,
  );
});

describe('a reader whose clock is off by two seconds', () => {
  test.each([2_000, -2_000])(
    'changes the exits by less than .03: %i ms',
    (shift) => {
      const simulation = simulate({ seed: 5, preset: preset('easy'), scenario: scenario('rush-hour', { durationMs: 15 * 60_000 }) });
      const lines = linesOf(runAll(simulation));
      const exits = (recorded: readonly Line[]): number =>
        scoreItems(simulation.truth().items, claimedItems(replay(recorded))).byType.exited?.f1 ?? 0;
      const moved = lines.map((line) => (line.device === 'gate-reader' ? { ...line, bytes: withClock(line.bytes, shift) } : line));
      expect(moved.filter(({ bytes }, i) => bytes !== lines[i]?.bytes).length).toBeGreaterThan(100);
      const right = exits(lines);
      expect(right).toBeGreaterThan(0.7);
      expect(Math.abs(exits(moved) - right)).toBeLessThan(0.03);
    },
    90_000,
  );
});
