import { describe, expect, it } from 'vitest';
import { createFixedWindow } from '../../../simulators/baselines/fixed-window.ts';
import { createLastReader } from '../../../simulators/baselines/last-reader.ts';
import { ASSET, createMobilityProfile, GARMENT } from '../../../simulators/baselines/mobility-profile.ts';
import { createSmurf } from '../../../simulators/baselines/smurf.ts';
import { readsEvery, zonesFound } from './support.ts';

const byTime = <T extends readonly [number, ...unknown[]]>(reads: readonly T[]): T[] => reads.toSorted((a, b) => a[0] - b[0]);
const steady = readsEvery(1, 1, 60, 'tea', -55);
const oneStray = byTime([...steady, [30.5, 'coffee', -75] as const]);

describe('the last reader', () => {
  it('follows every stray', () => {
    expect(zonesFound(createLastReader, oneStray, 60)).toEqual(['tea', 'coffee', 'tea']);
  });
});

describe('a fixed window', () => {
  it('is not moved by a weaker stray, and is by a stronger one', () => {
    expect(zonesFound(createFixedWindow, oneStray, 70)).toEqual(['tea']);
    expect(zonesFound(createFixedWindow, byTime([...steady, [30.5, 'coffee', -40] as const]), 70)).toEqual(['tea', 'coffee', 'tea']);
  });

  it('takes the mean of an antenna, not its best read', () => {
    const mixed = byTime([...steady, [30.5, 'coffee', -50] as const, [30.6, 'coffee', -70] as const]);
    expect(zonesFound(createFixedWindow, mixed, 70)).toEqual(['tea']);
  });

  it('leaves an unread item where it was', () => {
    expect(zonesFound(createFixedWindow, readsEvery(1, 1, 10, 'tea', -55), 200)).toEqual(['tea']);
  });
});

describe('windows that fit the read rate', () => {
  it('bridge the gaps of an item that is seldom read', () => {
    const sparse = byTime([...readsEvery(6, 1, 240, 'tea', -60), [120.5, 'coffee', -60] as const]);
    expect(zonesFound(createSmurf, sparse, 240)).toEqual(['tea']);
  });

  it('give the item over once another zone reads it and its own does no longer', () => {
    const moved = [...readsEvery(1, 1, 120, 'tea', -60), ...readsEvery(1, 120, 200, 'coffee', -60)];
    expect(zonesFound(createSmurf, moved, 200)).toEqual(['tea', 'coffee']);
  });

  it('of two zones that read it take the one that does so more often', () => {
    const both = byTime([...readsEvery(1, 1, 100, 'tea', -70), ...readsEvery(4, 1.5, 100, 'coffee', -50)]);
    expect(zonesFound(createSmurf, both, 100).at(-1)).toBe('tea');
  });
});

describe('the mobility profile', () => {
  const garment = createMobilityProfile(GARMENT);
  const asset = createMobilityProfile(ASSET);
  const rival = (from: number, dbm: number) => byTime([...steady, ...readsEvery(1, from + 0.5, from + 20, 'coffee', dbm)]);

  it('wants another antenna to lead by its threshold while the own one reads', () => {
    expect(zonesFound(garment, rival(30, -50), 60)).toEqual(['tea']);
    expect(zonesFound(garment, rival(30, -48), 60)).toEqual(['tea', 'coffee']);
  });

  it('wants more than two reads of the other antenna', () => {
    const two = byTime([...steady, [30.5, 'coffee', -30] as const, [30.6, 'coffee', -30] as const]);
    expect(zonesFound(garment, two, 60)).toEqual(['tea']);
    expect(zonesFound(garment, byTime([...two, [30.7, 'coffee', -30] as const]), 60)).toContain('coffee');
  });

  it('lets a garment go to an equal antenna 72 s after the last read, an asset after less than a second', () => {
    const gone = [...readsEvery(1, 1, 30, 'tea', -55), ...readsEvery(1, 32, 110, 'coffee', -55.1)];
    expect(zonesFound(garment, gone, 99)).toEqual(['tea']);
    expect(zonesFound(garment, gone, 105)).toEqual(['tea', 'coffee']);
    expect(zonesFound(asset, gone, 36)).toEqual(['tea', 'coffee']);
  });

  it('means reads in milliwatts: one strong read weighs more than many weak ones', () => {
    const spiky = byTime([...steady, ...readsEvery(1, 30.5, 39, 'coffee', -80), [39.5, 'coffee', -38] as const]);
    // In dBm the mean of the spiky antenna would be far below -55.
    expect(zonesFound(garment, spiky, 60)).toContain('coffee');
  });
});
