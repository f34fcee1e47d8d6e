import { expect, it } from 'vitest';
import { createDeviceClock } from '../../../simulators/devices/clock.ts';
import { preset, START } from '../support.ts';

const HOUR = 3_600_000;
const NAMES = Array.from({ length: 200 }, (_, n) => `reader-${n}`);
const deviation = (list: readonly number[]): number => Math.sqrt(list.reduce((sum, value) => sum + value * value, 0) / list.length);

it('a device’s clock is off from the start and goes wrong by the same amount each hour, as much as its preset says', () => {
  const hard = preset('hard');
  const clocks = NAMES.map((name) => createDeviceClock(name, hard, 4, START, 1));
  const offsets = clocks.map((clock) => clock(START) - START);
  expect(deviation(offsets)).toBeGreaterThan(hard.clockOffsetMs * 0.8);
  expect(deviation(offsets)).toBeLessThan(hard.clockOffsetMs * 1.2);
  const drifts = clocks.map((clock) => clock(START + HOUR) - clock(START) - HOUR);
  expect(deviation(drifts)).toBeGreaterThan(hard.clockDriftMsPerHour * 0.8);
  expect(deviation(drifts)).toBeLessThan(hard.clockDriftMsPerHour * 1.2);
  for (const [n, clock] of clocks.entries()) {
    expect(Math.abs(clock(START + 5 * HOUR) - clock(START) - 5 * HOUR - 5 * (drifts[n] ?? 0))).toBeLessThan(5);
  }
});
