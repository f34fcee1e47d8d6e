import { describe, expect, it } from 'vitest';
import { type Point, search } from '../../gateway/tune/search.ts';
import type { Tunable } from '../../gateway/tune/tunables.ts';

const windowS: Tunable = { path: 'window', low: 1, high: 600, start: 8, isWhole: false };
const share: Tunable = { path: 'share', low: 0, high: 1, start: 0.9, isWhole: false };
const count: Tunable = { path: 'count', low: 2, high: 12, start: 3, isWhole: true };

const at = (point: Point, path: string): number => point[path] ?? Number.NaN;

/** A hill over the window (by factors), the share and the count, with its top at 60, .4 and 7. */
const hill = (point: Point): number =>
  1 - Math.log(at(point, 'window') / 60) ** 2 / 20 - (at(point, 'share') - 0.4) ** 2 - (at(point, 'count') - 7) ** 2 / 100;

const climb = (budget: number, score: (point: Point) => number | null = hill) => {
  const asked: Point[] = [];
  return search({
    tunables: [windowS, share, count],
    budget,
    evaluate: (points) => {
      asked.push(...points);
      return Promise.resolve(points.map(score));
    },
  }).then((result) => ({ ...result, asked }));
};

describe('the search for better settings', () => {
  it('finds the top of a hill from far away', async () => {
    const { before, after } = await climb(200);
    expect(before.point).toEqual({ window: 8, share: 0.9, count: 3 });
    expect(at(after.point, 'window')).toBeGreaterThan(45);
    expect(at(after.point, 'window')).toBeLessThan(80);
    expect(at(after.point, 'share')).toBeCloseTo(0.4, 1);
    expect(after.point.count).toBe(7);
    expect(after.score).toBeGreaterThan(0.99);
  });

  it('keeps to its budget, and never asks for the same point twice', async () => {
    for (const budget of [1, 2, 7, 40]) {
      const { asked, trials } = await climb(budget);
      expect(asked.length).toBeLessThanOrEqual(budget);
      expect(trials.length).toBe(asked.length);
      expect(new Set(asked.map((point) => JSON.stringify(point))).size).toBe(asked.length);
    }
  });

  it('stays inside the bounds, with whole numbers where the setting has no others', async () => {
    const { asked } = await climb(200, (point) => at(point, 'window') + at(point, 'share') + at(point, 'count'));
    for (const point of asked) {
      expect(at(point, 'window')).toBeLessThanOrEqual(600);
      expect(at(point, 'share')).toBeLessThanOrEqual(1);
      expect(Number.isInteger(point.count)).toBe(true);
    }
    expect(asked.at(-1)?.count).toBe(12);
  });

  it('leaves the settings as they are where nothing is better, or nothing can be judged', async () => {
    expect((await climb(60, () => 0.5)).after.point).toEqual({ window: 8, share: 0.9, count: 3 });
    expect((await climb(60, () => null)).after.point).toEqual({ window: 8, share: 0.9, count: 3 });
  });

  it('takes a gain below the noise for none', async () => {
    const { after } = await climb(60, (point) => 0.5 + (point.count === 3 ? 0 : 0.0005));
    expect(after.point.count).toBe(3);
  });
});
