import { describe, expect, it } from 'vitest';
import { drawWorld } from '../../../simulators/scenarios/draw-world.ts';
import type { RadioPreset } from '../../../simulators/scenarios/presets.ts';
import { preset } from '../support.ts';

const SEEDS = Array.from({ length: 300 }, (_, n) => n + 1);
const values = (name: string, key: keyof RadioPreset): number[] => SEEDS.map((seed) => Number(drawWorld(preset(name), seed)[key]));
const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
const deviation = (list: readonly number[]): number => Math.sqrt(mean(list.map((value) => (value - mean(list)) ** 2)));

describe('the world of a seed', () => {
  it('is the same for the same seed', () => {
    expect(drawWorld(preset('realistic'), 4)).toEqual(drawWorld(preset('realistic'), 4));
    expect(drawWorld(preset('realistic'), 4)).not.toEqual(drawWorld(preset('realistic'), 5));
  });

  it('moves the level by some decibels around the preset, and path loss between open space and a full shop', () => {
    const levels = values('realistic', 'rssiAtOneMetre');
    expect(Math.abs(mean(levels) - preset('realistic').rssiAtOneMetre)).toBeLessThan(0.8);
    expect(deviation(levels)).toBeGreaterThan(3);
    const exponents = values('hard', 'pathExponent');
    expect(Math.min(...exponents)).toBeGreaterThanOrEqual(1.8);
    expect(Math.max(...exponents)).toBeLessThanOrEqual(2.6);
    expect(deviation(exponents)).toBeGreaterThan(0.08);
  });

  it('keeps sizes above zero, and what the preset leaves out stays out', () => {
    for (const key of ['shadow', 'fading', 'noise', 'strays', 'readsPerSecond', 'shelfRate', 'walkingSpeed'] as const) {
      expect(Math.min(...values('realistic', key)), key).toBeGreaterThan(0);
      expect(new Set(values('realistic', key)).size, key).toBeGreaterThan(250);
    }
    expect(new Set(values('easy', 'deadTags'))).toEqual(new Set([0]));
    expect(new Set(values('easy', 'outagesPerHour'))).toEqual(new Set([0]));
  });
});
