import { expect, test } from 'vitest';
import { createDoubts } from '../../../gateway/domain/tags/doubts.ts';

test('the bar rises while what just clears it is back as if nothing had happened, falls when it is proved, and stays within bounds', () => {
  const doubts = createDoubts();
  const start = doubts.bar();
  for (let i = 0; i < 20; i++) doubts.returned(0.5);
  const raised = doubts.bar();
  expect(raised).toBeGreaterThan(start + 0.5);
  doubts.returned(3);
  doubts.proved(3);
  expect(doubts.bar()).toBe(raised);
  expect(createDoubts(doubts.save()).bar()).toBe(raised);
  for (let i = 0; i < 9; i++) doubts.proved(0.5);
  expect(doubts.bar()).toBeLessThan(raised - 0.5);
  for (let i = 0; i < 1_000; i++) doubts.returned(0.5);
  const highest = doubts.bar();
  for (let i = 0; i < 1_000; i++) doubts.proved(0.5);
  expect([doubts.bar(), highest]).toEqual([8.5, 13]);
});

test('what reads say is believed less than it adds up to, and is even just below the bar', () => {
  const doubts = createDoubts();
  expect(doubts.odds(doubts.bar() - 1)).toBe(0);
  expect(doubts.odds(doubts.bar() + 4)).toBeCloseTo(2, 9);
});
