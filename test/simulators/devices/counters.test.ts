import { describe, expect, it } from 'vitest';
import type { RadioPreset } from '../../../simulators/scenarios/presets.ts';
import { preset, runAll, scenario, simulate } from '../support.ts';

interface Count {
  readonly in?: number;
  readonly out?: number;
  readonly totalIn?: number;
  readonly totalOut?: number;
}

const PERFECT = { counterMiss: 0, counterMissInGroup: 0, counterDouble: 0, counterFlip: 0, counterRebootsPerHour: 0, counterTotals: 0 };

function counted(change: Partial<RadioPreset>) {
  const simulation = simulate({
    scenario: scenario('rush-hour', { durationMs: 30 * 60_000 }),
    preset: preset('realistic', { readsPerSecond: 1, ...PERFECT, ...change }),
  });
  const messages = runAll(simulation);
  const counts = messages
    .filter(({ topic }) => topic.endsWith('/door-counter/count'))
    .map(({ payloadBytes }) => JSON.parse(Buffer.from(payloadBytes).toString()) as Count);
  const boots = messages.filter(({ topic }) => topic.endsWith('/door-counter/status')).length;
  const heads = simulation.truth().footfall.flatMap((line) => (line.type === 'count' ? [line] : []));
  return { counts, boots, ins: heads.reduce((sum, line) => sum + line.in, 0), outs: heads.reduce((sum, line) => sum + line.out, 0) };
}

const sum = (counts: readonly Count[], key: keyof Count): number => counts.reduce((total, count) => total + (count[key] ?? 0), 0);

describe('the counter at the door', () => {
  it('counts every head once when nothing goes wrong', () => {
    const { counts, ins, outs } = counted({});
    expect(ins).toBeGreaterThan(10);
    expect([sum(counts, 'in'), sum(counts, 'out')]).toEqual([ins, outs]);
  });

  it('misses people', () => {
    const { counts, ins } = counted({ counterMiss: 0.5, counterMissInGroup: 0.5 });
    expect(sum(counts, 'in')).toBeLessThan(ins);
  });

  it('sees people twice', () => {
    const { counts, ins } = counted({ counterDouble: 1 });
    expect(sum(counts, 'in')).toBe(2 * ins);
  });

  it('takes the wrong direction', () => {
    const { counts, ins, outs } = counted({ counterFlip: 1 });
    expect([sum(counts, 'in'), sum(counts, 'out')]).toEqual([outs, ins]);
  });

  it('tells running totals, which only grow until it starts again', () => {
    const { counts, ins, outs } = counted({ counterTotals: 1 });
    expect(counts.at(-1)).toMatchObject({ totalIn: ins, totalOut: outs });
    const restarted = counted({ counterTotals: 1, counterRebootsPerHour: 12 });
    const falls = restarted.counts.filter((count, index) => (count.totalIn ?? 0) < (restarted.counts[index - 1]?.totalIn ?? 0));
    expect(falls.length).toBeGreaterThan(0);
    expect(restarted.boots).toBeGreaterThan(falls.length);
  });
});
