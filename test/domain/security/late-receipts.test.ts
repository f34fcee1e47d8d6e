import { expect, test } from 'vitest';
import { ANY_GOODS, createLateReceipts } from '../../../gateway/domain/security/late-receipts.ts';

test('a shop that nobody knows is believed to have few late receipts, and fewer the longer none comes', () => {
  const late = createLateReceipts(ANY_GOODS);
  expect(late.mayCome(0)).toBeCloseTo(0.02);
  expect(late.mayCome(60_000)).toBeLessThan(0.001);
});

test('the share and the delay are learned from the receipts that came after all, and survive a restart', () => {
  const late = createLateReceipts(ANY_GOODS);
  for (let i = 0; i < 100; i++) {
    late.missed();
    if (i % 2 === 0) late.came(60_000);
  }
  expect(late.mayCome(5_000)).toBeGreaterThan(0.3);
  expect(late.mayCome(5_000)).toBeLessThan(0.5);
  expect(createLateReceipts(ANY_GOODS, JSON.parse(JSON.stringify(late.save()))).mayCome(5_000)).toBe(late.mayCome(5_000));
});
