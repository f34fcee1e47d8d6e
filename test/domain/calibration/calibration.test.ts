import { describe, expect, test } from 'vitest';
import { createCalibration } from '../../../gateway/domain/calibration/calibration.ts';
import type { Fact } from '../../../gateway/domain/events.ts';
import { type Instant, instant, probability } from '../../../gateway/domain/units.ts';
import { at, epc, gtin, OPENING, shopOf, zone } from '../support.ts';

const DAY = 86_400_000;
const midnight = (days: number): Instant => instant(OPENING - (OPENING % DAY) + days * DAY);

const started = (saved?: unknown) => {
  const facts: Fact[] = [];
  const calibration = createCalibration(shopOf(), (fact) => facts.push(fact), saved);
  const tick = (now: Instant) => calibration.on.tick?.({ kind: 'tick', receivedAt: now });
  if (saved === undefined) tick(at(0));
  return { calibration, tick, facts };
};

type Started = ReturnType<typeof started>;

/** `n` claims of `claimed`, of which every k-th proves right so that the share is `share`. */
const teach = ({ calibration }: Started, claimed: number, share: number, n: number, when: Instant = at(10)) => {
  let right = 0;
  for (let i = 1; i <= n; i++) {
    const isRight = right < Math.round(share * i);
    if (isRight) right++;
    calibration.learn('holder', claimed, isRight, when);
  }
};

describe('claims that are too sure', () => {
  test('are said with what they proved to be worth, from the next night on', () => {
    const shop = started();
    teach(shop, 0.95, 0.6, 400);
    expect(shop.calibration.adjust('holder', 0.95)).toBe(0.95);
    shop.tick(midnight(1));
    // Pulled up a little by the tenths below it, of which nothing is known.
    expect(shop.calibration.adjust('holder', 0.95)).toBeCloseTo(0.633, 2);
    expect(shop.calibration.adjust('holder', 0.99)).toBeLessThan(0.67);
  });

  test('do not change the order of claims, nor claims of another kind', () => {
    const shop = started();
    teach(shop, 0.95, 0.6, 400);
    teach(shop, 0.75, 0.7, 400);
    shop.tick(midnight(1));
    const said = [0.1, 0.5, 0.7, 0.75, 0.9, 0.95, 1].map((claimed) => shop.calibration.adjust('holder', claimed));
    expect(said).toEqual(said.toSorted((a, b) => a - b));
    expect(shop.calibration.adjust('exit', 0.95)).toBe(0.95);
  });
});

test('claims that are too timid are said with more', () => {
  const shop = started();
  teach(shop, 0.35, 0.8, 300);
  shop.tick(midnight(1));
  expect(shop.calibration.adjust('holder', 0.35)).toBeGreaterThan(0.7);
});

test('a claim that is right as often as it says stays what it is', () => {
  const shop = started();
  for (const claimed of [0.15, 0.35, 0.55, 0.75, 0.95]) teach(shop, claimed, claimed, 200);
  shop.tick(midnight(1));
  for (const claimed of [0.1, 0.4, 0.66, 0.9]) expect(shop.calibration.adjust('holder', claimed)).toBeCloseTo(claimed, 1);
});

test('few labels change nothing, and some more change little', () => {
  const few = started();
  teach(few, 0.95, 0, 29);
  few.tick(midnight(1));
  expect(few.calibration.adjust('holder', 0.95)).toBe(0.95);
  const some = started();
  teach(some, 0.95, 0.6, 30);
  some.tick(midnight(1));
  expect(some.calibration.adjust('holder', 0.95)).toBeGreaterThan(0.7);
});

test('the accuracy of the week is told at midnight, with its Brier score and the table', () => {
  const shop = started();
  teach(shop, 0.8, 0.5, 10);
  shop.tick(midnight(1));
  const [told] = shop.facts;
  expect(shop.facts).toHaveLength(1);
  expect(told).toMatchObject({ type: 'accuracy.measured', at: midnight(1), day: '2026-03-02', kind: 'holder', labels: 10, right: 5 });
  // Half right at 0.2² and half wrong at 0.8².
  if (told?.type === 'accuracy.measured') expect(told.brier).toBeCloseTo((0.04 + 0.64) / 2);
  if (told?.type === 'accuracy.measured') expect(told.table[8]).toMatchObject({ claimed: expect.closeTo(0.8), right: 0.5, labels: 10 });
});

test('nothing is told where nothing could be measured', () => {
  const shop = started();
  shop.tick(midnight(1));
  expect(shop.facts).toEqual([]);
});

test('after a week the figure is of newer claims, and after months the curve is too', () => {
  const shop = started();
  teach(shop, 0.95, 0.2, 400);
  shop.tick(midnight(1));
  shop.tick(midnight(9));
  teach(shop, 0.95, 1, 8, midnight(9));
  shop.tick(midnight(10));
  expect(shop.facts.at(-1)).toMatchObject({ day: '2026-03-11', labels: 8, right: 8 });
  const before = shop.calibration.adjust('holder', 0.95);
  for (let day = 11; day < 200; day++) shop.tick(midnight(day));
  expect(before).toBeLessThan(0.5);
  expect(shop.calibration.adjust('holder', 0.95)).toBe(0.95);
});

describe('an exit', () => {
  const exit = (second: number, n: number, confidence = 0.9): Fact => ({
    type: 'item.exited',
    at: at(second),
    epc: epc(n),
    gtin: gtin(1),
    zone: zone('door'),
    from: null,
    section: null,
    visit: null,
    confidence: probability(confidence),
    why: [],
  });
  const back = (second: number, n: number): Fact => ({ ...exit(second, n), type: 'item.returned' }) as Fact;

  test('was none when the item is back, and was one when it stays away', () => {
    const shop = started();
    for (let n = 1; n <= 40; n++) shop.calibration.enrich?.(exit(n, n));
    for (let n = 1; n <= 20; n++) shop.calibration.enrich?.(back(100 + n, n));
    shop.tick(at(100));
    shop.tick(midnight(1));
    expect(shop.facts[0]).toMatchObject({ kind: 'exit', labels: 40, right: 20 });
    expect(shop.calibration.enrich?.(exit(90_000, 99))).toMatchObject({ confidence: expect.closeTo(0.71) });
  });

  test('that comes back after a quarter of an hour was an exit', () => {
    const shop = started();
    for (let n = 1; n <= 40; n++) shop.calibration.enrich?.(exit(n, n));
    shop.tick(at(950));
    for (let n = 1; n <= 40; n++) shop.calibration.enrich?.(back(1_000 + n, n));
    shop.tick(midnight(1));
    expect(shop.facts).toMatchObject([{ kind: 'exit', labels: 40, right: 40 }]);
  });
});

test('a restored calibration goes on exactly', () => {
  const shop = started();
  teach(shop, 0.95, 0.6, 400);
  shop.tick(midnight(1));
  teach(shop, 0.65, 0.9, 50, midnight(1));
  const again = started(JSON.parse(JSON.stringify(shop.calibration.save())));
  for (const one of [shop, again]) one.tick(midnight(2));
  expect(again.calibration.save()).toEqual(shop.calibration.save());
  expect(again.calibration.adjust('holder', 0.66)).toBe(shop.calibration.adjust('holder', 0.66));
  expect(again.facts).toEqual(shop.facts.slice(1));
});
