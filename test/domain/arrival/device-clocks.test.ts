import { describe, expect, test } from 'vitest';
import { createDeviceClocks, type DeviceClocks } from '../../../gateway/domain/arrival/device-clocks.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { instant, seconds } from '../../../gateway/domain/units.ts';
import { at, device, epc, OPENING, read, sale } from '../support.ts';

const settings = { reorder: seconds(0.5), clockTolerance: seconds(0.5) };
const DAY_S = 86_400;

/** A read that happened at a second, is stated by a clock that is off, and comes with some delay; all in seconds. */
const stated = (second: number, off: number, delay = 0.1, name = 'walls'): Reading => {
  const receivedAt = at(second + delay);
  const reportedAt = at(second + off);
  // What drivers believe: ten minutes before and two seconds after the receive time.
  const isBelieved = reportedAt >= receivedAt - 600_000 && reportedAt <= receivedAt + 2_000;
  return { ...read(second, `${name}:1`, epc(1)), device: device(name), at: isBelieved ? reportedAt : receivedAt, reportedAt, receivedAt };
};

const secondOf = (clocks: DeviceClocks, reading: Reading): number => (clocks.when(reading, 0) - OPENING) / 1_000;

/** Seconds by which the corrected times of the reads in [from, until) miss the truth: the worst one. */
const worst = (clocks: DeviceClocks, from: number, until: number, off: (second: number) => number, delay = () => 0.1): number => {
  let most = 0;
  for (let second = from; second < until; second += 0.5) {
    // Others that are right tell the common delay.
    clocks.when(stated(second, 0, 0.1, 'tables'), 0);
    clocks.when(stated(second, 0, 0.1, 'gate'), 0);
    most = Math.max(most, Math.abs(secondOf(clocks, stated(second, off(second), delay())) - second));
  }
  return most;
};

describe('the clock of a device', () => {
  test.each([
    { given: '10 s ahead', off: () => 10, within: 0.2 },
    { given: '10 s behind', off: () => -10, within: 0.2 },
    { given: 'drifting by 300 ms an hour', off: (second: number) => 3 + (second * 0.3) / 3_600, within: 0.3 },
    { given: 'a day behind', off: () => -DAY_S, within: 0.2 },
    { given: 'a day ahead', off: () => DAY_S, within: 0.2 },
    { given: 'a year behind', off: () => -365 * DAY_S, within: 0.2 },
    { given: 'right', off: () => 0, within: 0.001 },
    { given: 'off by less than the tolerance: taken at its word', off: () => 0.3, within: 0.301 },
  ])('is brought to the gateway’s: $given', ({ off, within }) => {
    const clocks = createDeviceClocks(settings);
    worst(clocks, 0, 25, off);
    expect(worst(clocks, 25, 600, off)).toBeLessThanOrEqual(within);
  });

  test.each([
    { given: 'set forward', before: -8, after: 0 },
    { given: 'set back', before: 0, after: -8 },
    { given: 'set forward, away from the time', before: 0, after: 8 },
  ])('is followed within 20 s when it is $given', ({ before, after }) => {
    const clocks = createDeviceClocks(settings);
    worst(clocks, 0, 60, () => before);
    worst(clocks, 60, 80, () => after);
    expect(worst(clocks, 80, 120, () => after)).toBeLessThanOrEqual(0.2);
  });

  test('alone in the shop is judged by its arrival', () => {
    const clocks = createDeviceClocks(settings);
    for (let second = 0; second < 25; second += 0.5) clocks.when(stated(second, 10), 0);
    expect(secondOf(clocks, stated(25, 10))).toBeCloseTo(25.1, 1);
  });

  test('of a reader that sends the reads of two seconds in one message is known from its newest reads', () => {
    const clocks = createDeviceClocks(settings);
    let most = 0;
    for (let end = 2; end < 60; end += 2) {
      for (let second = end - 2; second < end; second += 0.1) {
        const shown = secondOf(clocks, stated(second, 6, end - second));
        if (end > 24) most = Math.max(most, Math.abs(shown - second));
      }
    }
    expect(most).toBeLessThanOrEqual(0.25);
  });

  test('makes nothing happen after it was received', () => {
    const clocks = createDeviceClocks(settings);
    for (let second = 0; second < 60; second += 0.5) {
      const early = stated(second, second < 30 ? 0.4 : 1.9, 0);
      expect(clocks.when(early, 0)).toBeLessThanOrEqual(early.receivedAt);
    }
  });

  test('has nothing to say of a reading without a time: it happened when it came', () => {
    const clocks = createDeviceClocks(settings);
    worst(clocks, 0, 30, () => -10);
    const untold = { ...read(40, 'walls:1', epc(1)), reportedAt: null };
    expect(clocks.when(untold, 0)).toBe(untold.receivedAt);
  });

  test('goes on after a restore as if nothing had been', () => {
    const whole = createDeviceClocks(settings);
    const first = createDeviceClocks(settings);
    const run = (clocks: DeviceClocks, from: number, until: number): number[] => {
      const shown: number[] = [];
      for (let second = from; second < until; second += 0.5) shown.push(secondOf(clocks, stated(second, 4)));
      return shown;
    };
    const expected = [...run(whole, 0, 17), ...run(whole, 17, 40)];
    const before = run(first, 0, 17);
    const second = createDeviceClocks(settings, JSON.parse(JSON.stringify(first.save())));
    expect([...before, ...run(second, 17, 40)]).toEqual(expected);
  });
});

describe('what a device kept during an outage', () => {
  test('stays in the past, also when it is older than ten minutes', () => {
    const clocks = createDeviceClocks(settings);
    worst(clocks, 0, 60, () => 0);
    // Half an hour of reads in ten seconds of delivery.
    for (let i = 0; i < 1_800; i++) {
      const second = 60 + i;
      expect(secondOf(clocks, stated(second, 0, 1_860 + i / 180 - second))).toBeCloseTo(second, 2);
    }
    expect(worst(clocks, 1_871, 1_900, () => 0)).toBeLessThanOrEqual(0.001);
  });

  test('is put on the right time when its clock is known to be off', () => {
    const clocks = createDeviceClocks(settings);
    worst(clocks, 0, 60, () => -10);
    expect(secondOf(clocks, stated(70, -10, 300))).toBeCloseTo(70, 0);
  });

  test('is no proof of a wrong clock while it is worked off slowly', () => {
    const clocks = createDeviceClocks(settings);
    worst(clocks, 0, 60, () => 0);
    // Two minutes late, and two per cent faster than it grows.
    for (let second = 60; second < 360; second++) {
      expect(secondOf(clocks, stated(second, 0, 120 - (second - 60) * 0.02 * 5))).toBeCloseTo(second, 2);
    }
  });
});

describe('a till', () => {
  const receipt = (second: number, late: number, off = 0): Reading => {
    const made = sale(second, `r-${second}`, []);
    return { ...made, at: at(second + off), reportedAt: at(second + off), receivedAt: at(second + late) };
  };

  test('may send every receipt late by as much', () => {
    const clocks = createDeviceClocks(settings);
    for (let second = 0; second < 600; second += 10) expect(secondOf(clocks, receipt(second, 15))).toBe(second);
  });

  test('is corrected when it is ahead of the time', () => {
    const clocks = createDeviceClocks(settings);
    for (let second = 0; second < 60; second += 10) clocks.when(receipt(second, 0.1, 20), 0);
    expect(secondOf(clocks, receipt(60, 0.1, 20))).toBeCloseTo(60, 0);
  });
});

test('a retained state of yesterday says nothing of the clock', () => {
  const clocks = createDeviceClocks(settings);
  const state = (second: number): Reading => ({
    kind: 'state',
    device: device('walls'),
    at: at(second),
    reportedAt: instant(at(second) - DAY_S * 1_000),
    receivedAt: at(second),
    values: {},
  });
  for (let second = 0; second < 60; second++) clocks.when(state(second), 0);
  expect(clocks.save()).toEqual([]);
});
