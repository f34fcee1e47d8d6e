import { expect, it } from 'vitest';
import { createRateBudget } from '../../gateway/transports/rate-budget.ts';

function setUp(messagesPerSecond: number, bytesPerSecond: number) {
  let now = 1_000_000;
  const budget = createRateBudget({ messagesPerSecond, bytesPerSecond, clock: () => now });
  return {
    ...budget,
    pass(ms: number): void {
      now += ms;
    },
  };
}

it('one second’s worth of messages may come at once; what follows waits its turn', () => {
  const { take } = setUp(10, 1e9);
  expect(Array.from({ length: 13 }, () => take('a', 1))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 200, 300]);
});

it('large messages are paid by their bytes', () => {
  const { take } = setUp(1_000, 1_000);
  expect([take('a', 500), take('a', 500), take('a', 500)]).toEqual([0, 0, 500]);
});

it('a device that keeps to its rate never waits, and silence saves no more than one second', () => {
  const { take, pass } = setUp(10, 1e9);
  for (let message = 0; message < 100; message += 1) {
    expect(take('a', 1)).toBe(0);
    pass(100);
  }
  pass(3_600_000);
  expect(Array.from({ length: 11 }, () => take('a', 1)).at(-1)).toBe(100);
});

it('devices do not pay for one another', () => {
  const { take } = setUp(1, 1e9);
  take('a', 1);
  expect([take('a', 1), take('b', 1)]).toEqual([1_000, 0]);
});

it('a clock set back by hours makes nobody wait for the time that is gone', () => {
  const { take, pass } = setUp(10, 1e9);
  take('a', 1);
  pass(-7_200_000);
  expect(take('a', 1)).toBe(0);
});
