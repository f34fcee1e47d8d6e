import { describe, expect, test } from 'vitest';
import { asId, type Epc, type SectionId, type Sku } from '../../../gateway/domain/ids.ts';
import { createUnheard } from '../../../gateway/domain/shelves/unheard.ts';

const section = asId<SectionId>('wall-1');
const sku = asId<Sku>('shirt');
const epcs = Array.from({ length: 100 }, (_, i) => asId<Epc>(`E${i}`));
const home = new Map(epcs.map((epc) => [epc, section]));
const skuOf = () => sku;
const hearFirst = (items: number, saved?: unknown) => {
  const unheard = createUnheard(home, skuOf, 0.02, saved);
  for (const epc of epcs.slice(0, items)) unheard.known(epc);
  return unheard;
};

describe('items of the stock count that no reader hears', () => {
  test('are there when they are as many as tags die', () => {
    const unheard = hearFirst(98);
    expect([unheard.of(section, sku), unheard.probability(0)]).toEqual([2, 1]);
    expect([...unheard.places()]).toEqual([[section, sku, 2]]);
  });

  test('are not there when they are many: the count is wrong, or nobody listens', () => {
    expect(hearFirst(60).probability(0)).toBeCloseTo(2 / 40, 9);
    expect(hearFirst(0).probability(0)).toBeCloseTo(0.02, 9);
  });

  test('are forgotten with the weeks', () => {
    const unheard = hearFirst(98);
    unheard.probability(1_000);
    expect(unheard.probability(1_000 + 7 * 86_400_000)).toBeCloseTo(Math.exp(-1), 9);
  });

  test('are none when all were heard, and stay known over a restart', () => {
    const unheard = hearFirst(100);
    expect([unheard.of(section, sku), unheard.probability(5), [...unheard.places()]]).toEqual([0, 0, []]);
    const again = createUnheard(home, skuOf, 0.02, JSON.parse(JSON.stringify(hearFirst(98).save())));
    expect(again.of(section, sku)).toBe(2);
  });

  test('strangers change nothing', () => {
    const unheard = hearFirst(98);
    unheard.known(asId<Epc>('STRANGER'));
    expect(unheard.of(section, sku)).toBe(2);
  });
});
