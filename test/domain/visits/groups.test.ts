import { describe, expect, test } from 'vitest';
import { asId, type Epc, type ZoneId } from '../../../gateway/domain/ids.ts';
import { instant } from '../../../gateway/domain/units.ts';
import { addCrossing, type Burst } from '../../../gateway/domain/visits/bursts.ts';
import { createGapLaw } from '../../../gateway/domain/visits/gap-law.ts';
import { divide } from '../../../gateway/domain/visits/groups.ts';

const zone = asId<ZoneId>('door');
const same = (burst: Burst): Burst => burst;
const burstOf = (...times: number[]): Burst => {
  const bursts: Burst[] = [];
  for (const at of times) addCrossing(bursts, { zone, people: 1, at: instant(at), gap: 4_000 }, same);
  const [burst] = bursts;
  if (burst === undefined || bursts.length > 1) throw new Error('one burst was meant');
  return burst;
};
const item = (at: number) => ({ epc: asId<Epc>(`${at}`), at, picked: null, holder: null, confidence: 1 });

describe('a burst', () => {
  test('takes in who follows within the gap, wherever the message comes late', () => {
    const burst = burstOf(10_000, 12_000, 11_000, 9_500);
    expect(burst).toMatchObject({ first: 9_500, last: 12_000, people: 4, times: [9_500, 10_000, 11_000, 12_000] });
  });

  test('ends with the gap, and belongs to its door', () => {
    const bursts: Burst[] = [];
    addCrossing(bursts, { zone, people: 1, at: instant(0), gap: 2_000 }, same);
    addCrossing(bursts, { zone, people: 1, at: instant(2_500), gap: 2_000 }, same);
    addCrossing(bursts, { zone: asId('other'), people: 1, at: instant(2_600), gap: 2_000 }, same);
    expect(bursts.map(({ people }) => people)).toEqual([1, 1, 1]);
  });

  test('counts a crowd of hundreds without keeping each of them', () => {
    const bursts: Burst[] = [];
    addCrossing(bursts, { zone, people: 300, at: instant(0), gap: 2_000 }, same);
    expect(bursts[0]?.people).toBe(300);
    expect(bursts[0]?.times.length).toBeLessThan(20);
  });
});

describe('the ways to see a burst', () => {
  const gaps = createGapLaw();

  test('are one for a single person', () => {
    expect(divide(burstOf(1_000), [item(1_200)], gaps)).toMatchObject([{ nats: 0, groups: [{ people: 1, at: 1_000, goods: [{}] }] }]);
  });

  test('begin with the whole, and part where the gap is widest', () => {
    const [all, ...parted] = divide(burstOf(0, 900, 3_900, 4_800), [], gaps);
    expect(all?.groups.map(({ people }) => people)).toEqual([4]);
    const best = parted.toSorted((x, y) => y.nats - x.nats)[0];
    expect(best?.groups.map(({ people, from, at }) => [people, from, at])).toEqual([
      [2, 0, 900],
      [2, 3_900, 4_800],
    ]);
    expect(best?.nats).toBeGreaterThan(0);
  });

  test('give goods to those who crossed nearest to them', () => {
    const parted = divide(burstOf(0, 3_000), [item(400), item(3_900)], gaps)[1];
    expect(parted?.groups.map(({ goods }) => goods.map(({ at }) => at))).toEqual([[400], [3_900]]);
  });

  test('keep all people of a crowd', () => {
    for (const { groups } of divide({ ...burstOf(0, 2_000, 4_000), people: 40 }, [], gaps)) {
      expect(groups.reduce((sum, { people }) => sum + people, 0)).toBe(40);
    }
  });

  test('are few, however many people there are', () => {
    expect(divide(burstOf(0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000), [], gaps).length).toBeLessThanOrEqual(7);
  });
});
