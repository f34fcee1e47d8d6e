import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../tools/accuracy/plan.ts';

const runs = (...args: string[]): string[] =>
  (readPlan(args)?.runs ?? []).map(({ layout, shopSeed, preset, seed }) => `${layout}/${shopSeed} ${preset} ${seed}`);

describe('what is judged', () => {
  it('is every preset on the standard shop, one hour without customers, and new shops of other layouts', () => {
    const all = runs();
    expect(all).toHaveLength(4 * 5 + 1 + 2 * 3);
    expect(all).toContain('concept/1 hard 33');
    expect(all.filter((run) => run.includes('nobody'))).toEqual(['concept/1 nobody 31']);
    expect(all).toContain('fashion/43 realistic 43');
    expect(new Set(all).size).toBe(all.length);
  });

  it('never touches the seeds that settings are tuned on', () => {
    for (const { seed } of readPlan([])?.runs ?? []) expect(seed).toBeGreaterThan(19);
  });

  it('can be narrowed by preset, seeds and layout', () => {
    expect(runs('--layout', 'concept', '--presets', 'hard', '--seeds', '31..32,35')).toEqual([
      'concept/1 hard 31',
      'concept/1 hard 32',
      'concept/1 hard 35',
    ]);
    expect(runs('--layout', 'grocery', '--presets', 'crowded', '--seeds', '2')).toEqual(['grocery/2 crowded 2']);
    expect(runs('--quick')).toEqual(['concept/1 realistic 31', 'fashion/41 realistic 41', 'grocery/41 realistic 41']);
    expect(readPlan(['--quick'])?.withAblations).toBe(false);
  });

  it('names what it does not understand', () => {
    expect(() => readPlan(['--presets', 'easy,odd'])).toThrow('no preset odd');
    expect(() => readPlan(['--layout', 'kiosk'])).toThrow('no layout kiosk');
    expect(() => readPlan(['--seeds', 'some'])).toThrow('some is no whole number');
    expect(readPlan(['--help'])).toBeNull();
  });
});
