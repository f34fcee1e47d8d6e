import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import { epc, reads, run, shopOf, withTicks } from '../support.ts';

const shirt = epc(1);
const neighbours = (until: number) => [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, until, 'walls:1', epc(n), -54 - n));

/** The confidence of where the shirt is, after it was last heard on its shelf at `silentFrom` and something was heard until `until`. */
const confidenceAfter = (silentFrom: number, until: number, others = neighbours(until)): number => {
  const store = createStore(shopOf());
  run(store, withTicks([...others, ...reads(1, silentFrom, 'walls:1', shirt)], until));
  return store.item(shirt)?.confidence ?? -1;
};

describe('how sure the shop is of an item on its shelf', () => {
  test('is almost certain while the shelf hears it as usual', () => {
    expect(confidenceAfter(120, 120)).toBeGreaterThan(0.98);
  });

  test('falls with every second that only its neighbours are heard', () => {
    const falling = [4, 30, 240].map((silence) => confidenceAfter(120, 120 + silence));
    expect(falling.toSorted((a, b) => b - a)).toEqual(falling);
    expect(falling[2]).toBeLessThan(0.9);
  });

  test('stays while the whole reader is silent', () => {
    expect(confidenceAfter(120, 150, neighbours(120))).toBeGreaterThan(0.98);
  });
});
