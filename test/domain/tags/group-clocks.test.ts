import { describe, expect, test } from 'vitest';
import { createGroupClocks, type GroupClocks } from '../../../gateway/domain/tags/group-clocks.ts';

/** So many reads per second of place 3 for so many seconds. */
const pass = (clocks: GroupClocks, seconds: number, perSecond: number): void => {
  for (let s = 0; s < seconds; s++) {
    for (let n = 0; n < perSecond; n++) clocks.heard(3);
    clocks.tick();
  }
};
const lostIn = (clocks: GroupClocks, seconds: number, perSecond: number): number => {
  const before = clocks.lost(3);
  pass(clocks, seconds, perSecond);
  return clocks.lost(3) - before;
};
const known = (isUsed = true): GroupClocks => {
  const clocks = createGroupClocks(isUsed);
  pass(clocks, 600, 6);
  return clocks;
};

describe('the time of a place', () => {
  test('passes as everywhere while its goods are heard as usually', () => {
    expect(lostIn(known(), 600, 6)).toBe(0);
    expect(lostIn(known(), 60, 5)).toBe(0);
  });

  test('stands nearly still while somebody stands before it, and goes on afterwards', () => {
    const clocks = known();
    expect(lostIn(clocks, 60, 1)).toBeGreaterThan(30_000);
    pass(clocks, 20, 6);
    expect(lostIn(clocks, 60, 6)).toBe(0);
  });

  test('never stands still: all of its goods may have been taken', () => {
    const lost = lostIn(known(), 300, 0);
    expect(lost).toBeGreaterThan(200_000);
    expect(lost).toBeLessThan(250_000);
  });

  test('is that of everybody while the place is new, is hardly ever heard, or this is switched off', () => {
    const fresh = createGroupClocks(true);
    pass(fresh, 30, 6);
    expect(lostIn(fresh, 30, 0)).toBe(0);
    const quiet = createGroupClocks(true);
    pass(quiet, 600, 0);
    expect(lostIn(quiet, 60, 0)).toBe(0);
    expect(lostIn(known(false), 60, 0)).toBe(0);
  });

  test('goes on over a restart', () => {
    const [clocks, same] = [known(), createGroupClocks(true, JSON.parse(JSON.stringify(known().save())))];
    expect(lostIn(same, 40, 1)).toBe(lostIn(clocks, 40, 1));
  });
});
