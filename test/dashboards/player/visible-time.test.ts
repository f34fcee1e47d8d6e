import { describe, expect, it } from 'vitest';
import { createVisibleTime } from '../../../dashboards/player/visible-time.ts';

/** Frames as a browser paints them: from, to (exclusive), every `step` ms. */
function paint(time: ReturnType<typeof createVisibleTime>, from: number, to: number, step = 16): boolean {
  let isProven = false;
  for (let at = from; at < to; at += step) isProven = time.frame(at, true);
  return isProven;
}

describe('the time that something was really on the screen', () => {
  it('is proven after a second of painted frames', () => {
    const time = createVisibleTime();
    expect(paint(time, 0, 1_000)).toBe(false);
    expect(paint(time, 1_000, 1_050)).toBe(true);
  });

  it('does not count while the page is hidden, and begins the proof anew', () => {
    const time = createVisibleTime();
    paint(time, 0, 800);
    time.frame(800, false);
    expect(paint(time, 60_000, 60_900)).toBe(false);
    expect(time.total()).toBeGreaterThan(1_650);
    expect(time.total()).toBeLessThan(1_700);
    expect(paint(time, 60_900, 61_100)).toBe(true);
  });

  it('does not count a gap without frames: a machine that slept, a window that was covered', () => {
    const time = createVisibleTime();
    paint(time, 0, 600);
    expect(paint(time, 3_600_000, 3_600_600)).toBe(false);
    expect(time.total()).toBeLessThan(1_200);
  });

  it('counts slow machines, that paint twice a second', () => {
    const time = createVisibleTime();
    expect(paint(time, 0, 5_001, 500)).toBe(true);
    expect(time.total()).toBe(5_000);
  });

  it('never runs backwards', () => {
    const time = createVisibleTime();
    time.frame(100, true);
    time.frame(90, true);
    expect(time.total()).toBe(0);
  });
});
